"""The parts of a web page: what it says about itself, and its main content among navigation and adverts."""
