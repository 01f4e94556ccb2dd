"""The words of a sentence as they are printed, cut wherever a line may end: the material of captions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from rhapsode.metadata_text import metadata_line
from rhapsode.model import TimedUtterance, TimedWord, words

LINE_COLUMNS = 42
IDEOGRAPH = re.compile("[\u2e80-\u312f\u3190-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]")
"""Characters of the scripts that write no spaces and may end a line anywhere; Hangul is not among them."""
ZERO_WIDTH = frozenset({"Mn", "Me", "Cf"})
OPENING = frozenset({"Ps", "Pi"})
CLOSING = frozenset({"Pe", "Pf", "Po", "Pd", "Lm", "Mc", "Zs"}) | ZERO_WIDTH


@dataclass(frozen=True, slots=True)
class PrintedWord:
    """A word as it is printed, with what stands between it and the word before; times are frames of the track."""

    text: str
    start_frame: int
    end_frame: int
    spaced: bool
    """Whether a space goes before it."""


def columns(text: str) -> int:
    """How wide `text` is: 2 for each wide or full-width character, 0 for each that has none of its own, else 1."""
    return len(text) if text.isascii() else sum(map(_column, text))


@cache
def _column(char: str) -> int:
    if unicodedata.category(char) in ZERO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def printed_words(utterance: TimedUtterance) -> list[PrintedWord]:
    """The words of `utterance` with the source's punctuation around them; one that a line may end inside is cut.

    A sentence without times of its own for its words shares its time among them by their letters.
    """
    timed = utterance.words or _shared(utterance)
    text, starts = _located(utterance.text, timed)
    found: list[PrintedWord] = []
    for number, (word, start) in enumerate(zip(timed, starts, strict=True)):
        begin = start if number else 0
        end = starts[number + 1] if number + 1 < len(starts) else len(text)
        printed = metadata_line(text[begin:end])
        found.extend(_cut(printed, word, number > 0 and text[begin - 1].isspace()))
    return found


def _shared(utterance: TimedUtterance) -> tuple[TimedWord, ...]:
    text, span = utterance.text, utterance.end_frame - utterance.start_frame

    def at(char: int) -> int:
        return utterance.start_frame + span * char // max(1, len(text))

    return tuple(TimedWord(text[a:b], a, b, at(a), at(b)) for a, b in words(text) or [(0, len(text))])


def _located(text: str, timed: Sequence[TimedWord]) -> tuple[str, list[int]]:
    """The printed text and where each word begins in it: the sentence's own, or just its words where they differ.

    Words are matched by number rather than by letter: a word of the block may hold a note mark that the sentence leaves
    out, or reach into the next sentence where the script has no spaces.
    """
    found = [start for start, _ in words(text)]
    if len(found) == len(timed):
        return text, found
    found, at = [], 0
    for word in timed:
        at = text.find(word.text, at)
        if at < 0:
            joined = [0, *accumulate(len(word.text) + 1 for word in timed)]
            return " ".join(word.text for word in timed), joined[:-1]
        found.append(at)
        at += len(word.text)
    return text, found


def _cut(text: str, word: TimedWord, spaced: bool) -> Iterator[PrintedWord]:
    """`text` in parts between which a line may end, the time of `word` shared among them by width."""
    whole, done, span = max(1, columns(text)), 0, word.end_frame - word.start_frame
    for number, part in enumerate(_parts(text)):
        begin = word.start_frame + span * done // whole
        done += columns(part)
        yield PrintedWord(part, begin, word.start_frame + span * done // whole, spaced and number == 0)


def _parts(text: str) -> list[str]:
    """`text` cut around each ideograph and kana, and where a line is full.

    Not before closing nor after opening punctuation (Unicode TR 14: classes ID, CL, OP and QU, by general category).
    """
    parts, width = [""], 0
    for char in text:
        if width + columns(char) > LINE_COLUMNS or (parts[-1] and _may_end_between(parts[-1][-1], char)):
            parts.append("")
            width = 0
        parts[-1] += char
        width += columns(char)
    return parts


def _may_end_between(left: str, right: str) -> bool:
    if unicodedata.category(left) in OPENING or unicodedata.category(right) in CLOSING:
        return False
    return bool(IDEOGRAPH.match(left) or IDEOGRAPH.match(right))
