"""Cutting a text into sentences: candidates by punctuation, decided by what stands before and after.

Linear in the length of the text. A sentence is never cut inside a word, a number, an address or an abbreviation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rhapsode.scripting.abbreviations import Habits, habits
from rhapsode.scripting.limits import few_enough

LONGEST = 600
"""Characters: a longer sentence is cut at a clause, so that no engine gets an endless one."""

_CLOSERS = "\"'”’»›)\\]}*_`“」』】）"
_ENDS = re.compile(
    rf"(?:[.!?…‽]+(?:\s?\.(?=\s?\.|\s|$))*[{_CLOSERS}]*(?:\s?»)?(?=\s|$))|[。！？｡]+[{_CLOSERS}]*|[।॥؟۔።]+"
)
_LINES = re.compile(
    r"\n[ \t\r]*\n\s*"  # a blank line
    r"|(?<=[^\s,;–-])\r?\n[ \t]*(?=[^\W\d_a-z][^\W_])"  # a capital after a line that was not wrapped
    r"|\n[ \t]*(?=[•⁃▪◦])|\n\s*(?=\d{1,3}\.\s)"  # an item of a list
)
_BEFORE = re.compile(r"[^\s(\[{“”„«‹\"'’—–/]*$")
_PARTS = re.compile(r"(?:(?<![\w.])[^\W\d_]{1,4}\.\s)+$")
"""The first parts of an abbreviation of several (u. a.)."""
_PART = re.compile(r"([^\W\d_]{1,4})\.")
_ADDRESS = re.compile(r"(?:://|www\.|@)[^\s]{1,190}$")
_PLAIN_MARK = re.compile(r"[^!?‽]*")
_OPENERS = "\"'“‘„‚«‹([{¿¡*_`—–- "
_CLAUSES = re.compile(r"[;:,—–)](?=\s)|[，、；]|\s")
_BULLET = re.compile(r"[•⁃▪◦]\s?")
_MARKER = re.compile(r"(?:^|\n)[ \t]*(?:[•⁃▪◦]\s?)?(?:\d{1,3}|[A-Za-z])\.\)?(?=\s)")
_ITEM = re.compile(r"(?<!\S)(?:[•⁃▪◦]\s?)?(?:(\d{1,3})|([a-z]))(?:\.\)|[.)])\s+(?=\w)")


def split(text: str, language: str = "en") -> list[str]:
    """The sentences of `text`, each with the white space after it; joined they are `text`."""
    edges = [0, *boundaries(text, language), len(text)]
    return [text[a:b] for a, b in pairwise(edges) if b > a]


def boundaries(text: str, language: str = "en") -> list[int]:
    """Where a new sentence begins: offsets inside `text`, ascending, without 0 and the length of `text`.

    Raises SourceRefused past MOST_SENTENCES.
    """
    rules = habits(language)
    items = list(_items(text))
    markers = {match.end() for match in _MARKER.finditer(text)} | {end for _, end in items}
    found = {edge for edge in few_enough(_ends(text, rules, markers)) if 0 < edge < len(text)}
    found.update(start for start, _ in items[1:])
    if "\n" in text:
        found.update(match.end() for match in _LINES.finditer(text) if 0 < match.end() < len(text))
    return sorted(found)


def clauses(text: str, longest: int = LONGEST) -> list[int]:
    """Where to cut a sentence of more than `longest` characters: after a clause, else a word, else anywhere."""
    edges: list[int] = []
    start = 0
    while len(text) - start > longest:
        window = text[start : start + longest]
        stops = [m.end() for m in _CLAUSES.finditer(window, longest // 3)]
        strong = [stop for stop in stops if not window[stop - 1].isspace()]
        start += (strong or stops or [longest])[-1]
        edges.append(start)
    return edges


def _ends(text: str, rules: Habits, markers: set[int]) -> Iterator[int]:
    begin = 0
    for match in _ENDS.finditer(text):
        if match.end() in markers:
            continue
        after = _skip_space(text, match.end())
        if after >= len(text):
            return
        if _drops_words(text, match):
            begin = after = _skip_space(text, match.start() + 1)
            yield after
        elif _is_end(text, begin, match, after, rules):
            begin = after
            yield after


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _drops_words(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop and then a spaced ellipsis stand here: the sentence ends, and the next one lacks words."""
    return bool(re.match(r"\.(?: \.){3}$", match.group())) and text[match.start() - 1 : match.start()].isalnum()


def _is_end(text: str, begin: int, match: re.Match[str], after: int, rules: Habits) -> bool:
    mark = match.group()
    if mark[0] in "。！？｡।॥؟۔።":
        return True
    following = text[after : after + 60].lstrip(_OPENERS)
    first = following[:1]
    factorial = mark == "!" and text[after] in "=+×·÷*/<>≤≥≈" and text[match.start() - 1 : match.start()].isalnum()
    elided = factorial or (text[max(match.start() - 1, 0)] in "[(" and mark.startswith("..."))
    if first.islower() or elided or not _PLAIN_MARK.fullmatch(mark):
        return not first.islower() and not elided
    if mark.startswith(("..", "…")) or ". ." in mark:
        wavers = mark == ". . ." or following[:2] in {"I ", "I'", "I’"}
        return first.isupper() and not (wavers and text[match.start() - 1 : match.start()].isspace())
    before = _BEFORE.search(text, max(begin, match.start() - 40), match.start())
    word = before.group().lstrip("-") if before else ""
    if not word or _ADDRESS.search(text, max(begin, match.start() - 200), match.start()):
        return bool(first)
    if rules.opens(text[begin : match.start()]):
        following = ""
    parts = _PARTS.search(text, max(begin, match.start() - 30), match.start() - len(word))
    if parts and rules.knows(whole := re.sub(r"\s", "", parts.group()) + word):
        word = whole
    part = _PART.match(following)
    inside = part is not None and rules.knows(f"{word}.{part[1]}")
    return not inside and rules.ends(word, following, closed=len(mark) > 1)


def _items(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each marker of a list that is printed in one line: `1. One 2. Two`, `a) One b) Two`."""
    if not _ITEM.match(text):
        return
    wanted: str | None = None
    for match in _ITEM.finditer(text):
        label = match.group(1) or match.group(2)
        if wanted is not None and label != wanted:
            continue
        yield match.start(), match.start() + len(match.group().rstrip())
        wanted = str(int(label) + 1) if label.isdigit() else chr(ord(label) + 1)
