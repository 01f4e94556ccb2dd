"""PDF by pypdf: headings from the size of type, running heads and hyphens at line ends taken out."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from rhapsode.errors import ReaderMissing, SourceRefused, SourceUnreadable
from rhapsode.installed import extra_cure
from rhapsode.model import Document, Source
from rhapsode.reading.blocks import Blocks

MOST_PAGES = 3_000
_FILE = re.compile(r"(?i)untitled|.*\.(?:docx?|pdf|tex|indd|dvi|rtf|odt)|microsoft word.*|slide 1|.*[\\/].*")
_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")


class PdfReader:
    """Reads PDF that has text in it; pictures of text are not read."""

    name = "pdf"
    suffixes = (".pdf",)

    def score(self, source: Source) -> float:
        """By suffix, media type or first bytes."""
        if source.data.startswith(b"%PDF-"):
            return 1.0
        return 0.9 if source.name.lower().endswith(self.suffixes) or source.media_type == "application/pdf" else 0.0

    def read(self, source: Source) -> Document:
        """Read it all. Raises SourceUnreadable, SourceRefused where it is locked, ReaderMissing without the extra."""
        try:
            import pypdf
        except ImportError as fault:
            raise ReaderMissing("reading PDF needs pypdf", extra_cure("pdf")) from fault
        from rhapsode.reading.pdf_parts.text_flow import Flow
        from rhapsode.reading.pdf_parts.typeset_lines import read_pages
        from rhapsode.reading.source_metadata import complete

        warnings: list[str] = []
        document = _opened(pypdf, source)
        pages = read_pages(document, warnings, MOST_PAGES)
        if not any(pages):
            raise SourceUnreadable(
                f"{source.location} has no text in it, only pictures of pages", "run it through an OCR program first"
            )
        blocks = Blocks()
        Flow(pages, blocks).run()
        metadata = _information(document)
        return complete(source, blocks.tuple(), metadata, warnings, PurePath(source.name).stem)


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


def _information(document: Any) -> Any:
    """Title, authors, date and language of the information dictionary; a title that is a file's name is none."""
    from rhapsode.reading.dates import iso_date
    from rhapsode.reading.language_tags import language_tag
    from rhapsode.reading.source_metadata import SourceMetadata, names, one_line

    try:
        stated = document.metadata or {}
        title, author, made = (one_line(stated.get(key)) for key in ("/Title", "/Author", "/CreationDate"))
        language = one_line(document.trailer["/Root"].get("/Lang"))
    except Exception:
        return SourceMetadata()
    found = _DATE.match(made)
    date = iso_date("-".join(part for part in found.groups() if part)) if found else ""
    return SourceMetadata(
        title="" if _FILE.fullmatch(title) else title,
        authors=names(author),
        published=date,
        language=language_tag(language),
    )
