"""Not built yet."""

from __future__ import annotations

from rhapsode.errors import ReaderMissing
from rhapsode.model import Document, Source


class HtmlReader:
    """Not built yet."""

    name = "html"

    def score(self, source: Source) -> float:
        """By suffix."""
        return 0.9 if source.name.lower().endswith(".html") else 0.0

    def read(self, source: Source) -> Document:
        """Raise ReaderMissing."""
        raise ReaderMissing("the html reader is not built yet")
