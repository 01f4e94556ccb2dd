"""Lines to chunks: what stands between empty lines, or each long line on its own."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from rhapsode.model import BlockKind, Mark
from rhapsode.reading.text_parts.lines import TextLine

_SHORT_LINE = 90
LONG_LINE = 110
"""Columns that hard-wrapped text stays under."""


class Chunk:
    """A run of lines that belong together."""

    __slots__ = ("after", "before", "indent", "kind", "level", "lines", "marker", "marks", "style", "text")

    def __init__(self, lines: list[TextLine], before: int, after: int = 0, kind: BlockKind = "paragraph") -> None:
        self.lines = lines
        self.before = before
        """Empty lines before it."""
        self.after = after
        """Empty lines after it."""
        self.kind = kind
        self.level = 0
        self.style = ""
        """Of a heading: which of its kind's looks it has, for the levels."""
        self.marker = ""
        self.marks: tuple[Mark, ...] = ()
        self.text: str
        """All its lines, unwrapped."""
        self.indent: int
        """Columns before its leftmost line."""
        self.refresh()

    def refresh(self) -> None:
        """Set text and indent from the lines."""
        self.text = " ".join(" ".join(line.text for line in self.lines).split())
        self.indent = min((len(line.text) - len(line.text.lstrip()) for line in self.lines), default=0)

    @property
    def words(self) -> int:
        """Words, roughly."""
        return self.text.count(" ") + 1


class Layout(NamedTuple):
    """How the whole text is set."""

    wrapped: bool
    """Paragraphs are broken into short lines; else each line is a paragraph."""
    width: int
    """Columns of a full line, where wrapped."""
    margin: int
    """Columns before most lines, where wrapped."""
    spaced: bool
    """Empty lines stand between paragraphs."""


def layout(lines: Sequence[TextLine]) -> Layout:
    """Measured on the author's own lines."""
    body = [line.text for line in lines if line.text and not line.role]
    total = sum(map(len, body)) or 1
    long = sum(len(text) for text in body if len(text) > LONG_LINE)
    runs = sum(bool(a.text) and bool(b.text) for a, b in itertools.pairwise(lines))
    gaps = sum(not line.text for line in lines)
    lengths = sorted(len(text) for text in body)
    width = lengths[int(0.95 * (len(lengths) - 1))] if lengths else 0
    verse = width <= _SHORT_LINE and gaps > 0
    wrapped = long < 0.5 * total and runs > 0 and (verse or _breaks_sentences(body))
    # The median, by hand: importing `statistics` takes longer than all the rest of reading a short text.
    indents = sorted(len(text) - len(text.lstrip()) for text in body)
    margin = (indents[(len(indents) - 1) // 2] + indents[len(indents) // 2]) // 2 if indents else 0
    return Layout(wrapped, width, margin, gaps * 12 > len(body))


def _breaks_sentences(body: Sequence[str]) -> bool:
    """Whether lines go on in the next one: a line ends without a stop and the next begins small."""
    broken = sum(a[-1:].isalpha() and b.lstrip()[:1].islower() for a, b in itertools.pairwise(body) if len(a) > 30)
    return broken * 50 > len(body) or not any(len(text) > 30 for text in body)


_BULLET = re.compile(r"^\s*(?:[-*•·‣–—o+]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)])\s+\S")
_NUMBER = re.compile(r"^\s*(?:\(?\d{1,3}[.)]|[-*•·‣])\s+\S")


def chunks(lines: Sequence[TextLine], how: Layout) -> list[Chunk]:
    """The author's lines in chunks; a line with a role is a chunk of its own kind and no gap to its neighbours."""
    made: list[Chunk] = []
    empty = 0
    joinable = False
    for line in lines:
        if line.role:
            if made and made[-1].kind == line.role and made[-1].lines[-1].number >= line.number - 1 - empty:
                made[-1].lines.append(line)
            elif line.text:
                made.append(Chunk([line], empty, kind=line.role))
            joinable = False
            continue
        if not line.text:
            empty += 1
            joinable = False
            continue
        if joinable and _goes_on(made[-1], line, how):
            made[-1].lines.append(line)
        else:
            made.append(Chunk([line], empty))
        empty, joinable = 0, True
    for one, following in itertools.pairwise(made):
        one.after = following.before
    for chunk in made:
        chunk.refresh()
    if made:
        made[-1].after = 2
        made[0].before = max(made[0].before, 2)
    return made


def _goes_on(chunk: Chunk, line: TextLine, how: Layout) -> bool:
    if not how.wrapped or line.stated or chunk.lines[-1].stated:
        return False
    if len(chunk.lines[-1].text) > LONG_LINE and len(line.text) > LONG_LINE:
        return False
    if _NUMBER.match(line.text):
        return False
    indent = len(line.text) - len(line.text.lstrip())
    last = chunk.lines[-1].text
    if _BULLET.match(line.text) and (_BULLET.match(chunk.lines[0].text) or indent > how.margin):
        return False
    # Books without empty lines indent each paragraph's first line and fill the ones before it.
    return how.spaced or not (2 <= indent - how.margin <= 8 and len(last) - len(last.lstrip()) <= how.margin)
