"""Putting the navigation's titles where they belong among a book's blocks: none lost, none said twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rhapsode.model import Block, Mark
from rhapsode.reading.blocks import joined
from rhapsode.reading.epub_parts.navigation import TocEntry
from rhapsode.reading.source_metadata import plain
from rhapsode.reading.text_parts.heading_words import roman

_PASSED = frozenset(("page_furniture", "figure", "break", "contents", "imprint"))
_SAID = frozenset(("phonemes", "language", "note_reference", "citation"))
_ROMAN = re.compile(r"[IVXLC]{1,8}")
_MOST_PIECES = 4
_FEW_WORDS = 30


def norm(text: str) -> str:
    """Letters and digits alone, case folded."""
    return "".join(c for c in text.casefold() if c.isalnum())


def key(text: str) -> str:
    """`norm`, with a Roman number at the head as digits: equal for `I. The Sea` and `1. The Sea`."""
    head, _, rest = text.strip().partition(" ")
    number = head.rstrip(".:)")
    return norm(f"{roman(number)} {rest}") if rest and _ROMAN.fullmatch(number) else norm(text)


def put_titles(blocks: Sequence[Block], places: Sequence[tuple[int, TocEntry]]) -> list[Block]:
    """`blocks` with a heading for each entry; `places` says before which block each entry points, in order.

    The visible title becomes the heading where it says the same; headings that the navigation does not name become
    strong paragraphs, so that sections are the navigation's.
    """
    made: list[Block] = []
    at, later = 0, ""
    limits = _limits([place for place, _ in places], len(blocks))
    for (place, entry), limit in zip(places, limits, strict=True):
        made += _between(blocks[at:place], later)
        at = max(at, place)
        found = _heading(blocks, at, limit, entry)
        made += _between(blocks[at : at + found.passed], "")
        made += found.made
        at += found.passed + found.used
        later = found.later
    return made + _between(blocks[at:], later)


class _Found(NamedTuple):
    """A title among the blocks."""

    passed: int
    """Blocks that stand before it."""
    made: list[Block]
    """The heading, and what the visible one says besides."""
    used: int = 0
    """Blocks that it took up."""
    later: str = ""
    """The part of the title, as `norm`, that a heading further down may show once more."""


def _limits(places: Sequence[int], end: int) -> list[int]:
    """For each place the next one after it that is another."""
    limits: list[int] = []
    last = following = end
    for place in reversed(places):
        if place != last:
            last, following = place, last
        limits.append(following)
    return limits[::-1]


def _between(blocks: Sequence[Block], later: str) -> list[Block]:
    """Blocks that are no titles; the one that repeats the rest of a title already said is left out."""
    repeat = next((b for b in blocks if later and b.kind == "heading" and norm(plain(b)) == later), None)
    return [_plain_heading(block) for block in blocks if block is not repeat]


def _heading(blocks: Sequence[Block], at: int, limit: int, entry: TocEntry) -> _Found:
    passed = 0
    whole = key(entry.title)
    while at + passed < limit and blocks[at + passed].kind in _PASSED and key(plain(blocks[at + passed])) != whole:
        passed += 1
    first = at + passed
    near = blocks[first : min(limit, first + _MOST_PIECES)]
    for size in range(1, len(near) + 1):
        if key(" ".join(plain(block) for block in near[:size])) == whole:
            return _Found(passed, [_made(near[:size], entry)], size)
    if near and near[0].kind == "heading":
        said, later = _subsumed(near, entry)
        if said:
            return _Found(passed, [_stated(entry, near[0])], said, later)
        pieces = _cut(near[0], entry)
        if pieces:
            return _Found(passed, pieces, 1)
    return _Found(passed if first < limit else 0, [_stated(entry, near[0] if near else None)])


def _made(pieces: Sequence[Block], entry: TocEntry) -> Block:
    """The heading out of the blocks that show it."""
    text, marks = joined(pieces)
    if (
        text != entry.title
        and len(text.split()) == len(entry.title.split())
        and not any(m.kind in _SAID for m in marks)
    ):
        text, marks = entry.title, ()
    return pieces[0]._replace(kind="heading", text=text, marks=marks, level=min(6, entry.level), marker="")


def _stated(entry: TocEntry, near: Block | None) -> Block:
    """A heading that only the navigation has."""
    return Block(
        "", "heading", entry.title, (), min(6, entry.level), near.language if near else "", near.line if near else 0
    )


def _subsumed(near: Sequence[Block], entry: TocEntry) -> tuple[int, str]:
    """How many visible headings say nothing but words of the entry's title, in its order (`1` under `Chapter 1`), and
    what the title says after those.
    """
    title = [norm(word) for word in entry.title.split() if norm(word)]
    count = 0
    for block in near:
        wanted = [norm(word) for word in plain(block).split() if norm(word)]
        places = _in_order(wanted, title)
        if block.kind != "heading" or not wanted or places is None:
            break
        title = title[places:]
        count += 1
    return count, "".join(title)


def _in_order(wanted: Sequence[str], words: Sequence[str]) -> int | None:
    at = 0
    for word in wanted:
        while at < len(words) and words[at] != word:
            at += 1
        if at == len(words):
            return None
        at += 1
    return at


def _cut(block: Block, entry: TocEntry) -> list[Block] | None:
    """The visible heading says more than the title: the title, and what stands before or after it."""
    words = block.text.split(" ")
    if len(words) > _FEW_WORDS:
        return None
    whole = norm(entry.title)
    for first in range(len(words)):
        for last in range(first + 1, len(words) + 1):
            if norm("".join(words[first:last])) == whole and (first == 0 or last == len(words)):
                start = len(" ".join(words[:first])) + bool(first)
                end = len(" ".join(words[:last]))
                middle = _part(block, start, end)
                heading = _made((middle,), entry)
                before, after = _part(block, 0, start), _part(block, end, len(block.text))
                return [b if b is heading else _plain_heading(b) for b in (before, heading, after) if b.text]
    return None


def _part(block: Block, start: int, end: int) -> Block:
    raw = block.text[start:end]
    lead = len(raw) - len(raw.lstrip())
    text = raw.strip()
    origin = start + lead
    marks = [
        Mark(max(mark.start - origin, 0), min(mark.end - origin, len(text)), mark.kind, mark.value)
        for mark in block.marks
    ]
    return block._replace(text=text, marks=tuple(mark for mark in marks if mark.start < mark.end))


def _plain_heading(block: Block) -> Block:
    if block.kind != "heading":
        return block
    return block._replace(kind="paragraph", level=0, marks=(Mark(0, len(block.text), "strong"), *block.marks))
