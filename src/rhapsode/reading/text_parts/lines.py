"""Numbered lines, with everything taken out that is not the author's text: licences and page furniture."""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

Role = Literal["", "imprint", "page_furniture"]


class TextLine:
    """One line of the source."""

    __slots__ = ("number", "role", "stated", "tabs", "text")

    def __init__(self, text: str, number: int, tabs: int = 0) -> None:
        self.text = text
        """Without white space at its end; tabs are eight columns."""
        self.tabs = tabs
        """How many tabs it begins with."""
        self.number = number
        """From 1."""
        self.role: Role = ""
        self.stated: int | None = None
        """What the user says it is: 0 running text, 1 to 6 a heading of that level, 9 a heading; None where nothing."""


_START = re.compile(r"^\W{0,6}START OF (?:THE|THIS) PROJECT GUTENBERG E?-?(?:BOOK|TEXT)", re.I)
_SMALL_PRINT_END = re.compile(r"^\*END\W{0,3}THE SMALL PRINT", re.I)
_END = re.compile(r"^\W{0,6}END OF (?:THE |THIS )?PROJECT GUTENBERG(?:'S|’S)? ", re.I)
_FIELD = re.compile(r"^(Title|Author|Language|Release Date|Posting Date|Editor|Translator):\s+(\S.*)$", re.I)
_CREDIT = re.compile(
    r"^\s*(?:E-?text (?:prepared|produced|scanned)|Produced by|Transcribed (?:by|from)|Scanned by)\b", re.I
)
_PAGE_FOOT = re.compile(r"^.{0,200}\[Page \d{1,4}\]$")
_PAGE_NUMBER = re.compile(r"^\s*(?:[-–—\[(]\s{0,3})?(?:page\s+)?\d{1,4}(?:\s{0,3}[-–—\])])?$", re.I)
_STATED = re.compile(r"\s*\[\[(text|heading(?:\s+([1-6]))?)\]\]")
_DIGITS = re.compile(r"\d+")


def split_lines(text: str) -> tuple[list[TextLine], dict[str, str]]:
    """Lines of `text` with the roles of those that are not the author's, and the catalogue header's fields."""
    raw = text.split("\n")
    lines = _stated([_line(line, n) for n, line in enumerate(raw, 1)])
    feeds = {n for n, line in enumerate(lines) if "\x0c" in raw[line.number - 1]} if "\x0c" in text else set()
    header = _gutenberg(lines)
    _page_feet(lines)
    _around_feeds(lines, feeds)
    return lines, header


def _line(raw: str, number: int) -> TextLine:
    tabs = len(raw) - len(raw.lstrip("\t")) if raw[:1] == "\t" else 0
    return TextLine(raw.replace("\x0c", "").expandtabs(8).rstrip(), number, tabs)


def _stated(lines: list[TextLine]) -> list[TextLine]:
    """Take out the lines that say what the next one is: `[[heading 2]]`, `[[heading]]`, `[[text]]`."""
    kept: list[TextLine] = []
    pending: int | None = None
    for line in lines:
        found = _STATED.fullmatch(line.text) if line.text.lstrip().startswith("[[") else None
        if found:
            pending = 0 if found[1] == "text" else int(found[2] or 9)
            continue
        if line.text and pending is not None:
            line.stated, pending = pending, None
        kept.append(line)
    return kept


def _gutenberg(lines: list[TextLine]) -> dict[str, str]:
    header: dict[str, str] = {}
    head = next((n for n, line in enumerate(lines[:2000]) if _START.match(line.text)), None)
    small = next((n for n, line in enumerate(lines[:2000]) if _SMALL_PRINT_END.match(line.text)), None)
    starts = [n for n in (head, small) if n is not None]
    if starts:
        first = max(starts)
        for line in lines[: first + 1]:
            line.role = "imprint"
            found = _FIELD.match(line.text)
            if found:
                header.setdefault(found[1].lower(), found[2].strip())
        _credits(lines, first + 1)
    tail = next((n for n in range(len(lines) - 1, -1, -1) if _END.match(lines[n].text)), None)
    if tail is not None:
        tail = next((n for n in range(max(0, tail - 6), tail) if _END.match(lines[n].text)), tail)
        for line in lines[tail:]:
            line.role = "imprint"
    return header


def _credits(lines: list[TextLine], start: int) -> None:
    """The paragraph that says who made the electronic text, right after the licence."""
    at = start
    while at < len(lines) and not lines[at].text:
        at += 1
    if at < len(lines) and _CREDIT.match(lines[at].text):
        while at < len(lines) and lines[at].text:
            lines[at].role = "imprint"
            at += 1


def _page_feet(lines: list[TextLine]) -> None:
    """`Author   Category   [Page 3]` at the foot of each page and the running head after it (RFC 7322's layout)."""
    feet = [n for n, line in enumerate(lines) if line.text.endswith("]") and _PAGE_FOOT.match(line.text)]
    if len(feet) < 2:
        return
    heads: Counter[str] = Counter()
    after: list[tuple[int, str]] = []
    for n in feet:
        lines[n].role = "page_furniture"
        head = next((k for k in range(n + 1, min(n + 6, len(lines))) if lines[k].text), None)
        if head is not None:
            shape = _DIGITS.sub("0", lines[head].text)
            heads[shape] += 1
            after.append((head, shape))
    for head, shape in after:
        if heads[shape] >= min(2, len(feet) - 1) and lines[head].role == "":
            lines[head].role = "page_furniture"


def _around_feeds(lines: list[TextLine], feeds: set[int]) -> None:
    """Lines that stand at page breaks again and again, but for their numbers, and bare page numbers there."""
    places: list[int] = []
    for feed in feeds:
        above = next((n for n in range(feed - 1, max(-1, feed - 6), -1) if lines[n].text), None)
        below = next((n for n in range(feed, min(len(lines), feed + 5)) if lines[n].text), None)
        places += [n for n in (above, below) if n is not None and not lines[n].role]
    shapes = Counter(_DIGITS.sub("0", lines[n].text.strip()) for n in places)
    for n in places:
        text = lines[n].text
        if _PAGE_NUMBER.match(text) or (len(text) < 120 and shapes[_DIGITS.sub("0", text.strip())] >= 3):
            lines[n].role = "page_furniture"
