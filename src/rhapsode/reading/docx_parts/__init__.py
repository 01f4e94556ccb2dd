"""The parts of a Word document (ISO/IEC 29500-1, WordprocessingML)."""
