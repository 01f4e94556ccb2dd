"""reStructuredText by docutils, locked down: no files, no raw output, no settings from outside."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from rhapsode.errors import ReaderMissing, SourceRefused, SourceUnreadable
from rhapsode.installed import extra_cure
from rhapsode.model import Document, Source
from rhapsode.reading.blocks import Blocks
from rhapsode.reading.decode import decode_lines

_DEEPEST = 60
_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "report_level": 5,
    "halt_level": 5,
    "line_length_limit": 100_000,
    "math_output": "MathML",
    "embed_stylesheet": False,
    "stylesheet_path": "",
    "doctitle_xform": True,
    "docinfo_xform": True,
    "initial_header_level": "2",
    "syntax_highlight": "none",
    "smart_quotes": False,
}


class RstReader:
    """Reads `.rst`."""

    name = "rst"
    suffixes = (".rst", ".rest")

    def score(self, source: Source) -> float:
        """By suffix or media type."""
        return 0.9 if source.name.lower().endswith(self.suffixes) or source.media_type == "text/x-rst" else 0.0

    def read(self, source: Source) -> Document:
        """Read it all. Raises SourceUnreadable, or ReaderMissing without the `rst` extra."""
        try:
            from docutils import core
        except ImportError as fault:
            raise ReaderMissing("reading .rst needs docutils", extra_cure("rst")) from fault
        from rhapsode.reading.docutils_tree import to_tree
        from rhapsode.reading.source_metadata import SourceMetadata, complete
        from rhapsode.reading.walker import Walker

        text, warnings = decode_lines(source.data, source.location, source.charset)
        _refuse_deep(text, source.location)
        try:
            tree: Any = core.publish_doctree(text, source_path=source.name, settings_overrides=_SETTINGS)
        except Exception as fault:
            reason = " ".join(str(fault).split())[:120]
            raise SourceUnreadable(f"{source.location} is not reStructuredText ({reason})", "check the file") from fault
        metadata = SourceMetadata()
        root = to_tree(tree, metadata, warnings)
        blocks = Blocks()
        Walker(blocks, language=metadata.language).walk(root)
        return complete(source, blocks.tuple(), metadata, warnings, PurePath(source.name).stem)


def _refuse_deep(text: str, location: str) -> None:
    """docutils calls itself for each step of indentation, and takes memory beyond measure."""
    steps: list[int] = [0]
    for line in text.split("\n"):
        body = line.lstrip()
        if body:
            indent = len(line) - len(body)
            while steps[-1] > indent:
                steps.pop()
            if indent > steps[-1]:
                steps.append(indent)
                if len(steps) > _DEEPEST:
                    raise SourceRefused(f"{location} is nested more than {_DEEPEST} deep", "make it flatter")
