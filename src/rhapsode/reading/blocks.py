"""Making blocks: numbering them, and building plain text with standoff marks piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from rhapsode.errors import SourceRefused
from rhapsode.model import Block, BlockKind, Mark, MarkKind

MOST_BLOCKS = 500_000
"""More than the longest book has; a source with more is made to exhaust its reader."""


class Inline:
    """Plain text under construction: white space runs become one space, marks keep their places.

    Only ASCII white space and line breaks are collapsed, as in HTML; other spaces are the author's.
    """

    def __init__(self, *, verbatim: bool = False) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._space = True
        self._verbatim = verbatim
        self.marks: list[Mark] = []

    def add(self, text: str) -> None:
        """Append `text`, white space collapsed."""
        if not self._verbatim:
            lead = text[:1] in _SPACES and not self._space
            body = " ".join(_split(text))
            tail = text[-1:] in _SPACES and bool(body)
            text = (" " if lead else "") + body + (" " if tail else "")
        if text:
            self._parts.append(text)
            self._length += len(text)
            self._space = text[-1] in _SPACES

    def gap(self) -> None:
        """Make sure that white space stands here."""
        if not self._space:
            self.add("\n" if self._verbatim else " ")

    @contextmanager
    def marked(self, kind: MarkKind, value: str = "") -> Iterator[None]:
        """Everything added inside is under a mark."""
        start = self._length
        yield
        if self._length > start:
            self.marks.append(Mark(start, self._length, kind, value))

    def result(self) -> tuple[str, tuple[Mark, ...]]:
        """The text without outer white space, and the marks that still have text, ordered by start."""
        whole = "".join(self._parts)
        text = whole.strip("\n" if self._verbatim else " ") if not self._verbatim else whole.strip("\n").rstrip()
        return text, shifted(whole, text, self.marks)


_SPACES = " \t\n\r\x0c\x0b"


def _split(text: str) -> list[str]:
    # str.split() would also eat no-break and other typographic spaces, which separate words only sometimes.
    return [part for part in text.translate(_TO_SPACE).split(" ") if part]


_TO_SPACE = {ord(c): " " for c in _SPACES}


def shifted(whole: str, text: str, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """`marks` on `whole` as marks on `text`, which is a part of it; white space at their ends is left out."""
    offset = whole.find(text) if text else 0
    kept = []
    for mark in marks:
        start, end = max(0, mark.start - offset), min(len(text), mark.end - offset)
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            kept.append(replace(mark, start=start, end=end))
    return tuple(sorted(kept, key=lambda mark: (mark.start, -mark.end)))


class Blocks:
    """A list of blocks under construction, numbered `b1`, `b2`, ... in reading order."""

    def __init__(self) -> None:
        self._list: list[Block] = []

    def __len__(self) -> int:
        return len(self._list)

    def add(
        self,
        kind: BlockKind,
        text: str = "",
        marks: Sequence[Mark] = (),
        *,
        level: int = 0,
        language: str = "",
        line: int = 0,
        marker: str = "",
    ) -> None:
        """Append a block; one without text is left out unless it is a `break`. Raises SourceRefused past the cap."""
        if not text.strip() and kind != "break":
            return
        if len(self._list) >= MOST_BLOCKS:
            raise SourceRefused(f"the source has more than {MOST_BLOCKS:,} paragraphs", "split it")
        name = f"b{len(self._list) + 1}"
        self._list.append(Block(name, kind, text, tuple(marks), level, language, line, marker))

    def tuple(self) -> tuple[Block, ...]:
        """All of them."""
        return tuple(self._list)


def numbered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """`blocks` with ids by place."""
    return tuple(replace(block, id=f"b{n}") for n, block in enumerate(blocks, 1))
