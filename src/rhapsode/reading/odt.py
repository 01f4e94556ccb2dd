"""OpenDocument texts (ISO/IEC 26300): styles, lists, tables, notes and properties, in the order of the body."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from rhapsode.errors import SourceRefused, SourceUnreadable
from rhapsode.model import Document, Source
from rhapsode.reading.blocks import Blocks

_TYPE = "application/vnd.oasis.opendocument.text"
_LOCK = b"encryption-data"


class OdtReader:
    """Reads `.odt` and its flat form, `.fodt`."""

    name = "odt"
    suffixes = (".odt", ".ott", ".fodt")

    def score(self, source: Source) -> float:
        """By suffix, media type, or the type that its first member states."""
        if source.name.lower().endswith(self.suffixes) or source.media_type.startswith(_TYPE):
            return 0.95
        return 0.95 if source.data[:4] == b"PK\x03\x04" and _TYPE.encode() in source.data[:200] else 0.0

    def read(self, source: Source) -> Document:
        """Read it all. Raises SourceUnreadable, or SourceRefused for bombs and locks."""
        from rhapsode.reading.odt_parts.odf_tree import OdfTree
        from rhapsode.reading.source_metadata import complete
        from rhapsode.reading.walker import Walker

        content, properties, styles = _parts(source)
        tree = OdfTree(content, styles)
        root = tree.build()
        metadata = _properties(properties)
        metadata.title = tree.title or metadata.title
        blocks = Blocks()
        Walker(blocks, language=metadata.language).walk(root)
        return complete(source, blocks.tuple(), metadata, tree.warnings, PurePath(source.name).stem)


def _parts(source: Source) -> tuple[Any, Any, Any]:
    """The trees of content, properties and styles; in the flat form all are one."""
    from rhapsode.reading.archive import Archive
    from rhapsode.reading.markup_trees import parse_xml

    if not source.data.startswith(b"PK"):
        root = parse_xml(source.data, source.location)
        return root, root, root
    archive = Archive(source.data, source.location)
    if "META-INF/manifest.xml" in archive and _LOCK in archive.read("META-INF/manifest.xml"):
        raise SourceRefused(f"{source.location} is locked with a password", "save it without one")
    if "content.xml" not in archive:
        raise SourceUnreadable(f"{source.location} is not an OpenDocument text", "save it anew")
    trees = (
        parse_xml(archive.read(name), source.location) if name in archive else None
        for name in ("content.xml", "meta.xml", "styles.xml")
    )
    content, properties, styles = trees
    return content, properties, styles


def _properties(root: Any) -> Any:
    """Title, authors, date and language."""
    from rhapsode.reading.dates import iso_date
    from rhapsode.reading.html_elements import name_of
    from rhapsode.reading.language_tags import language_tag
    from rhapsode.reading.source_metadata import SourceMetadata, names, one_line

    stated: dict[str, str] = {}
    meta = next((e for e in root.iter() if name_of(e) == "meta"), None) if root is not None else None
    for element in meta if meta is not None else ():
        stated.setdefault(name_of(element), one_line(element.text))
    return SourceMetadata(
        title=stated.get("title", ""),
        authors=names(stated.get("initial-creator", "") or stated.get("creator", "")),
        published=iso_date(stated.get("creation-date", "") or stated.get("date", "")),
        language=language_tag(stated.get("language", "")),
    )
