"""Word documents: styles, lists, tables, notes, core properties, in the order of the body."""

from __future__ import annotations

from contextlib import suppress
from pathlib import PurePath
from typing import Any

from rhapsode.errors import SourceUnreadable
from rhapsode.model import Document, Source
from rhapsode.reading.blocks import Blocks

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PROPERTIES = "docProps/core.xml"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class DocxReader:
    """Reads `.docx`."""

    name = "docx"
    suffixes = (".docx", ".docm")

    def score(self, source: Source) -> float:
        """By suffix, media type, or the archive's first members."""
        if source.name.lower().endswith(self.suffixes) or source.media_type == _TYPE:
            return 0.95
        return 0.9 if source.data.startswith(b"PK\x03\x04") and b"word/" in source.data[:4000] else 0.0

    def read(self, source: Source) -> Document:
        """Read it all. Raises SourceUnreadable, or SourceRefused for bombs."""
        if source.data.startswith(_OLD):
            raise SourceUnreadable(
                f"{source.location} is locked with a password, or in Word's old format", "save it as .docx without one"
            )
        from rhapsode.reading.archive import Archive
        from rhapsode.reading.docx_parts.body_tree import Tree
        from rhapsode.reading.docx_parts.word_parts import Parts
        from rhapsode.reading.source_metadata import complete
        from rhapsode.reading.walker import Walker

        archive = Archive(source.data, source.location)
        parts = Parts(archive)
        tree = Tree(parts)
        root = tree.build()
        metadata = _properties(archive, parts)
        metadata.title = tree.title or metadata.title
        blocks = Blocks()
        Walker(blocks, language=metadata.language).walk(root)
        return complete(source, blocks.tuple(), metadata, tree.warnings, PurePath(source.name).stem)


def _properties(archive: Any, parts: Any) -> Any:
    """Title, authors, date and language of the core properties (ISO/IEC 29500-2, section 8)."""
    from rhapsode.reading.dates import iso_date
    from rhapsode.reading.html_elements import name_of
    from rhapsode.reading.language_tags import language_tag
    from rhapsode.reading.markup_trees import parse_xml
    from rhapsode.reading.source_metadata import SourceMetadata, names, one_line

    stated: dict[str, str] = {}
    if _PROPERTIES in archive:
        with suppress(SourceUnreadable):
            root = parse_xml(archive.read(_PROPERTIES), archive.location)
            stated = {name_of(element): one_line(element.text) for element in root}
    return SourceMetadata(
        title=stated.get("title", ""),
        authors=names(stated.get("creator", "")),
        published=iso_date(stated.get("created", "")),
        language=language_tag(stated.get("language", "")) or language_tag(parts.language),
    )
