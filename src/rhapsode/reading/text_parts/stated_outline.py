"""What the user states about headings overrules what the layout tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rhapsode.reading.text_parts.lines import TextLine
from rhapsode.reading.text_parts.text_chunks import Chunk

_ENTRY = re.compile(r"\s*(\d{1,7})(?:\s+([1-6]))?(?:\s.*)?")


def apply_outline(lines: Sequence[TextLine], outline: str, warnings: list[str]) -> None:
    """State every heading by an outline's lines: the line's number, its level, and, for people, its text.

    Lines beginning with `#` are left out. What is not in the outline is no heading.
    """
    by_number = {line.number: line for line in lines if line.text}
    for line in by_number.values():
        line.stated = 0
    for entry in outline.splitlines():
        found = _ENTRY.fullmatch(entry[:2000])
        if entry.strip() and not entry.lstrip().startswith("#") and found is None:
            warnings.append(f"the outline has a line that cannot be used: {entry.strip()[:60]}")
        elif found:
            number = int(found[1])
            if number in by_number:
                by_number[number].stated = int(found[2] or 9)
            else:
                warnings.append(f"the outline names line {number}, which is empty or not there")


def apply_stated(chunks: Sequence[Chunk]) -> None:
    """Make headings, and unmake them, as stated."""
    for chunk in chunks:
        stated = chunk.lines[0].stated
        if stated:
            chunk.kind, chunk.style = "heading", chunk.style or "weak"
        elif stated == 0 and chunk.kind == "heading":
            chunk.kind, chunk.style = "paragraph", ""


def apply_levels(chunks: Sequence[Chunk]) -> None:
    """Set the levels that are stated."""
    for chunk in chunks:
        if chunk.kind == "heading" and 1 <= (chunk.lines[0].stated or 0) <= 6:
            chunk.level = chunk.lines[0].stated or 1
