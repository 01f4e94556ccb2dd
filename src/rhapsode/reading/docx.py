"""Not built yet."""

from __future__ import annotations

from rhapsode.errors import ReaderMissing
from rhapsode.model import Document, Source


class DocxReader:
    """Not built yet."""

    name = "docx"

    def score(self, source: Source) -> float:
        """By suffix."""
        return 0.9 if source.name.lower().endswith(".docx") else 0.0

    def read(self, source: Source) -> Document:
        """Raise ReaderMissing."""
        raise ReaderMissing("the docx reader is not built yet")
