"""Plain text: its own layout is all there is to find title, by-line and sections by."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from rhapsode.model import Document, Source
from rhapsode.reading.blocks import Blocks
from rhapsode.reading.decode import decode_lines


class TextReader:
    """Reads what no other reader claims, as long as it is text."""

    name = "text"
    suffixes = (".txt", ".text")

    def score(self, source: Source) -> float:
        """Sure of `.txt`; else the last resort."""
        if source.name.lower().endswith((*self.suffixes, ".log")) or source.media_type == "text/plain":
            return 0.8
        return 0.1

    def read(self, source: Source) -> Document:
        """Read it all. Raises SourceUnreadable where it is not text."""
        text, warnings = decode_lines(source.data, source.location, source.charset)
        return read_text(text, source, warnings)


def read_text(text: str, source: Source, warnings: Sequence[str]) -> Document:
    """The document that `text` is."""
    from rhapsode.reading.text_parts.text_structure import analyse

    outline = source.outline.decode("utf-8-sig", errors="replace") if source.outline else ""
    found = analyse(text, outline)
    blocks = Blocks()
    for chunk in found.chunks:
        blocks.add(
            chunk.kind, chunk.text, chunk.marks, level=chunk.level, line=chunk.lines[0].number, marker=chunk.marker
        )
    return Document(
        title=found.title or PurePath(source.name).stem or source.name,
        blocks=blocks.tuple(),
        source=source.location,
        authors=found.authors,
        language=found.language,
        published=found.published,
        warnings=(*warnings, *found.warnings),
    )
