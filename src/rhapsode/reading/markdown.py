"""Not built yet."""

from __future__ import annotations

from rhapsode.errors import ReaderMissing
from rhapsode.model import Document, Source


class MarkdownReader:
    """Not built yet."""

    name = "markdown"

    def score(self, source: Source) -> float:
        """By suffix."""
        return 0.9 if source.name.lower().endswith(".md") else 0.0

    def read(self, source: Source) -> Document:
        """Raise ReaderMissing."""
        raise ReaderMissing("the markdown reader is not built yet")
