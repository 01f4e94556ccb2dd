"""Putting the navigation's titles where they belong among a book's blocks: none lost, none said twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rhapsode.model import Block, Mark
from rhapsode.reading.blocks import joined
from rhapsode.reading.book.navigation import Entry
from rhapsode.reading.matter import plain
from rhapsode.reading.plain.words import roman

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


def put_titles(blocks: Sequence[Block], places: Sequence[tuple[int, Entry]]) -> list[Block]:
    """`blocks` with a heading for each entry; `places` says before which block each entry points, in order.

    The visible title becomes the heading where it says the same; headings that the navigation does not name become
    strong paragraphs, so that sections are the navigation's.
    """
    made: list[Block] = []
    at = 0
    for number, (place, entry) in enumerate(places):
        made += [_plain_heading(block) for block in blocks[at:place]]
        at = max(at, place)
        limit = next((p for p, _ in places[number + 1 :] if p > at), len(blocks))
        passed, heading, used, rest = _heading(blocks, at, limit, entry)
        made += [_plain_heading(block) for block in blocks[at : at + passed]]
        made += [*heading, *rest]
        at += passed + used
    made += [_plain_heading(block) for block in blocks[at:]]
    return made


def _heading(blocks: Sequence[Block], at: int, limit: int, entry: Entry) -> tuple[int, list[Block], int, list[Block]]:
    """How many blocks stand before the title, the title, how many blocks it used up, and what was left of them."""
    passed = 0
    whole = key(entry.title)
    while at + passed < limit and blocks[at + passed].kind in _PASSED and key(plain(blocks[at + passed])) != whole:
        passed += 1
    first = at + passed
    near = blocks[first : min(limit, first + _MOST_PIECES)]
    for size in range(1, len(near) + 1):
        if key(" ".join(plain(block) for block in near[:size])) == whole:
            return passed, [_made(near[:size], entry)], size, []
    if near and near[0].kind == "heading":
        said = _subsumed(near, entry)
        if said:
            return passed, [_stated(entry, near[0])], said, []
        pieces = _cut(near[0], entry)
        if pieces:
            before, heading, after = pieces
            return passed, [*before, heading], 1, after
    return (passed if passed and first < limit else 0), [_stated(entry, near[0] if near else None)], 0, []


def _made(pieces: Sequence[Block], entry: Entry) -> Block:
    """The heading out of the blocks that show it."""
    text, marks = joined(pieces)
    if (
        text != entry.title
        and len(text.split()) == len(entry.title.split())
        and not any(m.kind in _SAID for m in marks)
    ):
        text, marks = entry.title, ()
    return replace(pieces[0], kind="heading", text=text, marks=marks, level=min(6, entry.level), marker="")


def _stated(entry: Entry, near: Block | None) -> Block:
    """A heading that only the navigation has."""
    return Block(
        "", "heading", entry.title, (), min(6, entry.level), near.language if near else "", near.line if near else 0
    )


def _subsumed(near: Sequence[Block], entry: Entry) -> int:
    """How many visible headings say nothing but words of the entry's title, in its order: `1` under `Chapter 1`."""
    title = [norm(word) for word in entry.title.split() if norm(word)]
    count = 0
    for block in near:
        wanted = [norm(word) for word in plain(block).split() if norm(word)]
        places = _in_order(wanted, title)
        if block.kind != "heading" or not wanted or places is None:
            break
        title = title[places:]
        count += 1
    return count


def _in_order(wanted: Sequence[str], words: Sequence[str]) -> int | None:
    at = 0
    for word in wanted:
        while at < len(words) and words[at] != word:
            at += 1
        if at == len(words):
            return None
        at += 1
    return at


def _cut(block: Block, entry: Entry) -> tuple[list[Block], Block, list[Block]] | None:
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
                return (
                    [_plain_heading(b) for b in (before,) if b.text],
                    heading,
                    [_plain_heading(b) for b in (after,) if b.text],
                )
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
    return replace(block, text=text, marks=tuple(mark for mark in marks if mark.start < mark.end))


def _plain_heading(block: Block) -> Block:
    if block.kind != "heading":
        return block
    return replace(block, kind="paragraph", level=0, marks=(Mark(0, len(block.text), "strong"), *block.marks))
