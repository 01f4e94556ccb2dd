"""Org: headlines, lists, tables, blocks, notes and the keywords at the head (Org syntax, orgmode.org)."""

from __future__ import annotations

from pathlib import PurePath

from rhapsode.model import Document, Source
from rhapsode.reading.blocks import Blocks


class OrgReader:
    """Reads `.org`."""

    name = "org"
    suffixes = (".org",)

    def score(self, source: Source) -> float:
        """By suffix, media type or a title keyword at the start."""
        if source.name.lower().endswith(self.suffixes) or source.media_type in ("text/org", "text/x-org"):
            return 0.9
        return 0.3 if source.data[:8].lower() == b"#+title:" else 0.0

    def read(self, source: Source) -> Document:
        """Read it all. Raises SourceUnreadable."""
        from rhapsode.reading.decode import decode_lines
        from rhapsode.reading.org_parts.org_blocks import OrgText
        from rhapsode.reading.source_metadata import SourceMetadata, complete
        from rhapsode.reading.walker import Walker

        text, warnings = decode_lines(source.data, source.location, source.charset)
        org = OrgText(text.split("\n"))
        metadata = SourceMetadata.of(org.stated, warnings)
        blocks = Blocks()
        Walker(blocks, language=metadata.language).walk(org.read())
        return complete(source, blocks.tuple(), metadata, [*warnings, *org.warnings], PurePath(source.name).stem)
