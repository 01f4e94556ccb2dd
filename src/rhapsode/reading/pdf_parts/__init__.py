"""The parts of a PDF: lines with their type size and place, and how they flow together."""
