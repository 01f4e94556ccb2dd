"""Word documents: styles, lists, tables, notes, core properties, in the order of the body."""

from __future__ import annotations

from pathlib import PurePath

from rhapsode.errors import SourceUnreadable
from rhapsode.model import Document, Source
from rhapsode.reading.blocks import Blocks

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class DocxReader:
    """Reads `.docx`."""

    name = "docx"

    def score(self, source: Source) -> float:
        """By suffix, media type, or the archive's first members."""
        if source.name.lower().endswith((".docx", ".docm")) or source.media_type == _TYPE:
            return 0.95
        return 0.9 if source.data.startswith(b"PK\x03\x04") and b"word/" in source.data[:4000] else 0.0

    def read(self, source: Source) -> Document:
        """Read it all. Raises SourceUnreadable, or SourceRefused for bombs."""
        if source.data.startswith(_OLD):
            raise SourceUnreadable(
                f"{source.location} is locked with a password, or in Word's old format", "save it as .docx without one"
            )
        from rhapsode.reading.archive import Archive
        from rhapsode.reading.matter import complete
        from rhapsode.reading.walker import Walker
        from rhapsode.reading.word.matter import read_matter
        from rhapsode.reading.word.parts import Parts
        from rhapsode.reading.word.tree import Tree

        archive = Archive(source.data, source.location)
        parts = Parts(archive)
        tree = Tree(parts)
        root = tree.build()
        matter = read_matter(archive, parts)
        matter.title = tree.title or matter.title
        blocks = Blocks()
        Walker(blocks, language=matter.language).walk(root)
        return complete(source, blocks.tuple(), matter, tree.warnings, PurePath(source.name).stem)
