"""The parts of an EPUB: archive, package, navigation, lexicons, and section titles."""
