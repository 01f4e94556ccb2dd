"""The parts of an OpenDocument text: styles and body, as an HTML tree."""
