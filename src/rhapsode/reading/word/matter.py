"""A Word document's core properties (ISO/IEC 29500-2, section 8)."""

from __future__ import annotations

from rhapsode.errors import SourceUnreadable
from rhapsode.reading.archive import Archive
from rhapsode.reading.dates import iso_date
from rhapsode.reading.elements import name_of
from rhapsode.reading.languages import language_tag
from rhapsode.reading.matter import Matter, names, one_line
from rhapsode.reading.trees import parse_xml
from rhapsode.reading.word.parts import Parts

_PART = "docProps/core.xml"


def read_matter(archive: Archive, parts: Parts) -> Matter:
    """Title, authors, date and language; what is not there is empty."""
    stated: dict[str, str] = {}
    if _PART in archive:
        try:
            root = parse_xml(archive.read(_PART), archive.location)
            stated = {name_of(element): one_line(element.text) for element in root}
        except SourceUnreadable:
            stated = {}
    return Matter(
        title=stated.get("title", ""),
        authors=names(stated.get("creator", "")),
        published=iso_date(stated.get("created", "")),
        language=language_tag(stated.get("language", "")) or language_tag(parts.language),
    )
