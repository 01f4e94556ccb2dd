"""Making blocks: numbering them, and building plain text with standoff marks piece by piece."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rhapsode.errors import SourceRefused
from rhapsode.model import Block, BlockKind, Mark

MOST_BLOCKS = 200_000
"""More than the longest book has; a source with more is made to exhaust its reader."""
MOST_CHARACTERS = 8_000_000
"""Of text in all: a hundred and fifty hours of speech."""
MOST_MARKS = 120_000
"""Links, notes, emphasis and foreign words, in all; a long book with notes has a tenth of it."""
MOST_BREAKS = 250_000
"""Line ends set in one paragraph; as many as a plain text may have lines."""


class Inline:
    """Plain text under construction: white space runs become one space, marks keep their places.

    Only ASCII white space and line breaks are collapsed, as in HTML; other spaces are the author's.
    """

    def __init__(self, *, verbatim: bool = False) -> None:
        self._parts: list[str] = []
        self._space = True
        self._verbatim = verbatim
        self._broken = False
        self._breaks = 0
        self.length = 0
        self.marks: list[Mark] = []

    def add(self, text: str) -> None:
        """Append `text`, white space collapsed."""
        if not text:
            return
        if not self._verbatim:
            body = " ".join(_split(text))
            lead = " " if text[:1] in _SPACES and not self._space else ""
            text = lead + body + (" " if body and text[-1] in _SPACES else "")
        if text:
            self._parts.append(text)
            self.length += len(text)
            self._space = text[-1] in _SPACES
            self._broken = self._broken and not text.strip(_SPACES)

    def gap(self) -> None:
        """Make sure that white space stands here."""
        if not self._space and self._parts:
            self._parts.append(" ")
            self.length += 1
            self._space = True

    def line_break(self) -> bool:
        """A line ends here; True where one ended just before, so that a paragraph ends.

        Raises SourceRefused past MOST_BREAKS.
        """
        self._breaks += 1
        if self._breaks > MOST_BREAKS:
            raise SourceRefused(f"the source has a paragraph of more than {MOST_BREAKS:,} lines", "split it")
        again = self._broken and not self._verbatim
        if self._verbatim:
            self.add("\n")
        elif self._parts:
            self.gap()
            self._parts[-1] = f"{self._parts[-1][:-1]}\n"
        self._broken = self.length > 0
        return again

    def mark(self, mark: Mark) -> None:
        """Put `mark` on the text. Raises SourceRefused past MOST_MARKS."""
        self.marks.append(mark)
        _refuse_marks(len(self.marks))

    def since(self, start: int) -> str:
        """What was added from `start` on."""
        taken, length = [], self.length
        for part in reversed(self._parts):
            if length <= start:
                break
            taken.append(part)
            length -= len(part)
        return "".join(reversed(taken))[max(0, start - length) :]

    def result(self) -> tuple[str, tuple[Mark, ...]]:
        """The text without outer white space, and the marks that still have text, ordered by start."""
        whole = "".join(self._parts)
        if self._verbatim:
            text = whole.strip("\n").rstrip()
        else:
            whole = _unwrapped(whole)
            text = whole.strip(" \n")
        return text, shifted(whole, text, self.marks)


_WRAPPED = re.compile(r"(?m)(?<=[^\W_,;])\n(?=[a-z])")
_LONG_LINE = 55
"""Characters: a longer line that goes on in small letters was wrapped, and no verse."""


def _unwrapped(text: str) -> str:
    """`text` with spaces for the line breaks that are only where a long line was wrapped."""
    if "\n" not in text:
        return text
    return _WRAPPED.sub(lambda at: " " if at.start() - text.rfind("\n", 0, at.start()) > _LONG_LINE else "\n", text)


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
            kept.append(mark._replace(start=start, end=end))
    return tuple(sorted(kept, key=lambda mark: (mark.start, -mark.end)))


class Blocks:
    """A list of blocks under construction, numbered `b1`, `b2`, ... in reading order."""

    def __init__(self) -> None:
        self._list: list[Block] = []
        self._characters = self._marks = 0

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
        """Append a block; one without text is left out unless it is a `break`, or a `figure` under an `image` mark.

        Raises SourceRefused past the caps.
        """
        if not text.strip() and kind != "break" and not (kind == "figure" and marks):
            return
        if len(self._list) >= MOST_BLOCKS:
            raise SourceRefused(f"the source has more than {MOST_BLOCKS:,} paragraphs", "split it")
        self._characters += len(text)
        if self._characters > MOST_CHARACTERS:
            raise SourceRefused(f"the source has more than {MOST_CHARACTERS:,} characters of text", "split it")
        self._marks += len(marks)
        _refuse_marks(self._marks)
        name = f"b{len(self._list) + 1}"
        self._list.append(Block(name, kind, text, tuple(marks), level, language, line, marker))

    def tuple(self) -> tuple[Block, ...]:
        """All of them."""
        return tuple(self._list)


def _refuse_marks(count: int) -> None:
    if count > MOST_MARKS:
        raise SourceRefused(f"the source has more than {MOST_MARKS:,} links, notes and other marks", "split it")


def joined(blocks: Sequence[Block]) -> tuple[str, tuple[Mark, ...]]:
    """The texts of `blocks` with spaces between them, and their marks; blocks without text are left out."""
    text, marks = "", []
    for block in filter(lambda block: block.text, blocks):
        start = len(text) + bool(text)
        text = f"{text} {block.text}" if text else block.text
        marks += [mark._replace(start=mark.start + start, end=mark.end + start) for mark in block.marks]
    return text, tuple(marks)


def without_images(
    text: str, marks: Sequence[Mark]
) -> tuple[str, tuple[Mark, ...], list[tuple[str, tuple[Mark, ...]]]]:
    """`text` and `marks` with the images' alternative texts taken out, and those on their own."""
    images = [mark for mark in marks if mark.kind == "image"]
    taken: list[tuple[str, tuple[Mark, ...]]] = [
        (text[mark.start : mark.end], (Mark(0, mark.end - mark.start, "image", mark.value),)) for mark in images
    ]
    kept = Inline()
    at, shifts = 0, []
    for mark in images:
        kept.add(text[at : mark.start])
        shifts.append((mark.start, mark.end))
        at = mark.end
    kept.add(text[at:])
    if not images:
        return text, tuple(marks), []
    kept.marks = [
        mark._replace(start=_moved(mark.start, text, shifts), end=_moved(mark.end, text, shifts))
        for mark in marks
        if mark.kind != "image"
    ]
    words, left = kept.result()
    return words, left, taken


def _moved(place: int, text: str, cuts: Sequence[tuple[int, int]]) -> int:
    """Where `place` is once the cuts are gone and the spaces around them are one."""
    kept = Inline()
    at = 0
    for start, end in cuts:
        kept.add(text[at : max(at, min(start, place))])
        at = end
    kept.add(text[at : max(at, place)])
    return kept.length


def numbered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """`blocks` with ids by place."""
    return tuple(block._replace(id=f"b{n}") for n, block in enumerate(blocks, 1))
