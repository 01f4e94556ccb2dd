"""AsciiDoc: sections, lists, tables, delimited blocks, notes and the head (AsciiDoc language, Eclipse)."""

from __future__ import annotations

import re
from pathlib import PurePath

from rhapsode.model import Document, Source
from rhapsode.reading.blocks import Blocks

_MATTER = {"author": "author", "revdate": "date", "lang": "lang", "doctitle": "title"}


class AsciidocReader:
    """Reads `.adoc` and `.asciidoc`."""

    name = "asciidoc"
    suffixes = (".adoc", ".asciidoc", ".asc", ".adc")

    def score(self, source: Source) -> float:
        """By suffix, media type, or a title with attributes under it."""
        if source.data.startswith(b"-----BEGIN"):  # a key or a signature, which are called .asc too
            return 0.0
        if source.name.lower().endswith(self.suffixes) or source.media_type == "text/asciidoc":
            return 0.9
        return 0.3 if re.match(rb"= [^\n]{1,200}\n(?:[^\n]{1,200}\n){0,2}:[\w-]{1,40}:", source.data[:1000]) else 0.0

    def read(self, source: Source) -> Document:
        """Read it all. Raises SourceUnreadable."""
        from rhapsode.reading.asciidoc_parts.asciidoc_blocks import AsciidocText
        from rhapsode.reading.decode import decode_lines
        from rhapsode.reading.source_metadata import SourceMetadata, complete
        from rhapsode.reading.walker import Walker

        text, warnings = decode_lines(source.data, source.location, source.charset)
        adoc = AsciidocText([line.rstrip() for line in text.split("\n")])
        root = adoc.read()
        stated = {_MATTER[key]: value for key, value in adoc.attributes.items() if key in _MATTER}
        metadata = SourceMetadata.of(stated, warnings)
        blocks = Blocks()
        Walker(blocks, language=metadata.language).walk(root)
        return complete(source, blocks.tuple(), metadata, [*warnings, *adoc.warnings], PurePath(source.name).stem)
