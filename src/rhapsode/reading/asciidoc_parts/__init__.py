"""The parts of an AsciiDoc text: its lines, and what stands inside them."""
