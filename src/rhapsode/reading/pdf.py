"""PDF by PDFium: columns, headings, captions, tables, notes and running heads judged by type, place and words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING

from rhapsode.errors import ReaderMissing, SourceUnreadable
from rhapsode.installed import extra_cure
from rhapsode.model import Document, Source
from rhapsode.reading.blocks import Blocks

if TYPE_CHECKING:
    from rhapsode.reading.source_metadata import SourceMetadata

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
        from importlib.util import find_spec

        if find_spec("pypdfium2") is None:
            raise ReaderMissing("reading PDF needs pypdfium2", extra_cure("pdf"))
        from rhapsode.reading.pdf_parts.line_groups import body_size
        from rhapsode.reading.pdf_parts.page_layout import lines_of
        from rhapsode.reading.pdf_parts.page_zones import mark_zones
        from rhapsode.reading.pdf_parts.text_flow import Flow
        from rhapsode.reading.pdf_parts.title_block import author_names, take_head, take_title
        from rhapsode.reading.pdf_parts.typeset_pages import read_pages
        from rhapsode.reading.source_metadata import complete

        warnings: list[str] = []
        typeset = read_pages(source.data, source.location, warnings)
        pages = lines_of(typeset.pages)
        if not any(pages):
            raise SourceUnreadable(
                f"{source.location} has no text in it, only pictures of pages", "run it through an OCR program first"
            )
        metadata = _stated(typeset.stated)
        body = body_size([line for lines in pages for line in lines])
        first = next(lines for lines in pages if lines)
        title = take_title(first, body, metadata.title)
        head = take_head(first, title, body) if title else []
        mark_zones(pages, body)
        lines = [*head, *(line for lines in pages for line in lines)]
        blocks = Blocks()
        if title:
            blocks.add("heading", " ".join(line.text for line in title), level=1, line=title[0].page)
            metadata.authors = metadata.authors or author_names(head)
        Flow(lines, body, blocks, titled=bool(title)).run()
        return complete(source, blocks.tuple(), metadata, warnings, PurePath(source.name).stem)


def _stated(stated: Mapping[str, str]) -> SourceMetadata:
    """Title, authors, date and language as the file states them; a title that is a file's name is none."""
    from rhapsode.reading.dates import iso_date
    from rhapsode.reading.language_tags import language_tag
    from rhapsode.reading.source_metadata import SourceMetadata, names, one_line

    title, author, made = (one_line(stated[key]) for key in ("title", "author", "made"))
    found = _DATE.match(made)
    return SourceMetadata(
        title="" if _FILE.fullmatch(title) else title,
        authors=names(author),
        published=iso_date("-".join(part for part in found.groups() if part)) if found else "",
        language=language_tag(stated["language"]),
    )
