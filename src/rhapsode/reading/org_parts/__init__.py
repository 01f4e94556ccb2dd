"""The parts of an Org text: its lines, and what stands inside them."""
