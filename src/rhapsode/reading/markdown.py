"""Markdown: CommonMark with tables, footnotes, definition lists, task lists, and front matter."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from rhapsode.errors import SourceRefused
from rhapsode.model import Document, Source
from rhapsode.reading.blocks import Blocks
from rhapsode.reading.decode import decode_lines
from rhapsode.reading.front_matter import split_front_matter
from rhapsode.reading.source_metadata import SourceMetadata, complete

_DEEPEST = 200
_MOST_LINES = 100_000
"""Each may be a block of its own, which takes the parser some fifty microseconds and two kilobytes."""
_WIDEST_LEAD = 160
"""Columns of white space and signs of quotes and lists before a line's text, each of which may nest it one deeper."""
_LEAD = re.compile(r"(?:[ \t>]|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*")
_SIGNS = re.compile(r"(?:[ \t>]|[-*+](?=[ \t]))*")
_NUMBER = re.compile(r"(\d{1,9})(?=[.)])")
_MOST_BRACKETS = 5_000
_MOST_BARS = 100_000
"""Each may begin a cell."""
_MOST_LEADS = 100_000
"""Columns before all lines' texts, but the first few of each: every line is looked at once for each level it is in."""
_FEW = 16
_BLANK = re.compile(r"\n[ \t]*\n")


class MarkdownReader:
    """Reads Markdown files."""

    name = "markdown"
    suffixes = (".md", ".markdown", ".mdown", ".mkd", ".mdx")

    def score(self, source: Source) -> float:
        """By suffix or media type."""
        if source.name.lower().endswith(self.suffixes) or source.media_type in ("text/markdown", "text/x-markdown"):
            return 0.9
        return 0.3 if source.data.startswith((b"---\n", b"---\r\n", b"# ")) else 0.0

    def read(self, source: Source) -> Document:
        """Read it all. Raises SourceUnreadable."""
        text, warnings = decode_lines(source.data, source.location, source.charset, _MOST_LINES)
        values, body, first = split_front_matter(text, warnings)
        metadata = SourceMetadata.of(values, warnings)
        blocks = Blocks()
        read_markdown(body, source.location, blocks, warnings, language=metadata.language, first_line=first)
        return complete(source, blocks.tuple(), metadata, warnings, PurePath(source.name).stem)


def read_markdown(
    text: str, location: str, blocks: Blocks, warnings: list[str], *, language: str = "", first_line: int = 1
) -> None:
    """The blocks of a Markdown text, by way of HTML, so that raw HTML in it is read like the rest."""
    from rhapsode.reading.markup_trees import parse_html
    from rhapsode.reading.walker import Walker

    html = _render(_shallow(text, location, warnings), first_line, warnings)
    root = parse_html(f"<html><body>{html}</body></html>", location, warnings)
    Walker(blocks, language=language).walk(root)


def _shallow(text: str, location: str, warnings: list[str]) -> str:
    """`text` with nothing nested so deep that the parser would leave it out: its signs go, its words stay."""
    lines = text.split("\n")
    leads = [_lead(line) if line[:1] in _OPENING else 0 for line in lines]
    if sum(min(lead, _WIDEST_LEAD) - _FEW for lead in leads if lead > _FEW) > _MOST_LEADS:
        raise SourceRefused(f"{location} has too many lines that are nested deep", "make it flatter")
    deep = [n for n, lead in enumerate(leads) if lead > _WIDEST_LEAD]
    for n in deep:
        end = _lead(lines[n][:_WIDEST_LEAD])
        rest = _SIGNS.sub("", lines[n][end:], count=1)
        number = _NUMBER.match(rest)
        lines[n] = lines[n][:end] + (f"{number[1]}\\{rest[number.end() :]}" if number else rest)
    if deep:
        warnings.append(f"line {deep[0] + 1}: nested too deep; what is deeper was read as if it were not")
    return "\n".join(lines)


def _lead(line: str) -> int:
    """Columns before a line's text; white space alone counts only where it is so much that no program has it."""
    found = _LEAD.match(line)
    end = found.end() if found else 0
    return end if end > _WIDEST_LEAD // 2 or not line[:end].isspace() else 0


_OPENING = frozenset(" \t>-*+0123456789")


def _render(text: str, first_line: int, warnings: list[str]) -> str:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.tasklists import tasklists_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=True).use(deflist_plugin).use(tasklists_plugin)
    if "~" in text:
        from mdit_py_plugins.subscript import sub_plugin

        parser.use(sub_plugin)
    if "^" in text:
        from mdit_py_plugins.superscript import superscript_plugin

        parser.use(superscript_plugin)
    if max((part.count("[") for part in _BLANK.split(text)), default=0) > _MOST_BRACKETS:
        # Each bracket is a link to look for the end of: quadratic.
        parser.disable(["link", "image", "footnote_ref", "footnote_inline"])
        warnings.append(f"a paragraph has more than {_MOST_BRACKETS:,} brackets; links are not looked for")
    if text.count("|") > _MOST_BARS:
        parser.disable("table")
        warnings.append(f"there are more than {_MOST_BARS:,} bars; tables are not looked for")
    tokens = parser.parse(text)
    for token in tokens:
        _place(token, first_line)
    rendered: str = parser.renderer.render(tokens, parser.options, {})
    return rendered


def _place(token: Any, first_line: int) -> None:
    if token.map and token.nesting >= 0 and token.type not in ("inline", "html_block"):
        token.attrSet("data-line", str(token.map[0] + first_line))
