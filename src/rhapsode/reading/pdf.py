"""PDF by pypdf: headings from the size of type, running heads and hyphens at line ends taken out."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from rhapsode.errors import ReaderMissing, SourceRefused, SourceUnreadable
from rhapsode.model import Document, Source
from rhapsode.reading.blocks import Blocks

MOST_PAGES = 3_000


class PdfReader:
    """Reads PDF that has text in it; pictures of text are not read."""

    name = "pdf"

    def score(self, source: Source) -> float:
        """By suffix, media type or first bytes."""
        if source.data.startswith(b"%PDF-"):
            return 1.0
        return 0.9 if source.name.lower().endswith(".pdf") or source.media_type == "application/pdf" else 0.0

    def read(self, source: Source) -> Document:
        """Read it all. Raises SourceUnreadable, SourceRefused where it is locked, ReaderMissing without the extra."""
        try:
            import pypdf
        except ImportError as fault:
            raise ReaderMissing("reading PDF needs pypdf", "pip install pypdf") from fault
        from rhapsode.reading.matter import complete
        from rhapsode.reading.pages.flow import Flow
        from rhapsode.reading.pages.lines import read_pages
        from rhapsode.reading.pages.matter import read_matter

        warnings: list[str] = []
        document = _opened(pypdf, source)
        pages = read_pages(document, warnings, MOST_PAGES)
        if not any(pages):
            raise SourceUnreadable(
                f"{source.location} has no text in it, only pictures of pages", "run it through an OCR program first"
            )
        blocks = Blocks()
        Flow(pages, blocks).run()
        matter = read_matter(document)
        return complete(source, blocks.tuple(), matter, warnings, PurePath(source.name).stem)


def _opened(pypdf: Any, source: Source) -> Any:
    import io
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        document = pypdf.PdfReader(io.BytesIO(source.data), strict=False)
        if document.is_encrypted and not document.decrypt(""):
            raise SourceRefused(f"{source.location} is locked with a password", "save it without one")
        _ = len(document.pages)
    except SourceRefused:
        raise
    except Exception as fault:
        reason = " ".join(str(fault).split())[:120] or type(fault).__name__
        raise SourceUnreadable(f"{source.location} is not a PDF that can be read ({reason})", "save it anew") from fault
    return document
