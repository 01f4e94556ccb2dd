"""Cutting a timeline into captions: at most two lines of 42 columns, in the source's own words.

Sizes: the two lines and 42 characters that broadcasters' guides agree on (BBC subtitle guidelines, Netflix timed text
style guide). A full-width character takes two columns (Unicode TR 11), so a Chinese line has at most 21 characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

from rhapsode.model import TimedUtterance, TimedWord, Track, words

LINE_COLUMNS = 42
LINES = 2
SHORTEST_MS = 1000
"""A cue stays at least this long on the screen where the silence after it allows."""
BREAK_AFTER = re.compile(r"[,;:.!?…、。，；：！？،؛؟—–)\]»”]$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word as it is printed, with what stands between it and the word before; times are frames of the track."""

    text: str
    start_frame: int
    end_frame: int
    spaced: bool
    """Whether a space goes before it."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: `lines` of text on the screen from `start_ms` to `end_ms`; `end_ms > start_ms`."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    pieces: tuple[Piece, ...]
    exact: bool
    """Whether the times inside the sentence come from the engine's marks."""


def columns(text: str) -> int:
    """How wide `text` is: 2 for each wide or full-width character, 0 for each combining one, else 1."""
    return len(text) if text.isascii() else sum(map(_column, text))


@cache
def _column(char: str) -> int:
    return 0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pieces(utterance: TimedUtterance) -> list[Piece]:
    """The words of `utterance` with the source's punctuation around them; a word too wide for a line is cut.

    A sentence without words of its own (where the script has no spaces, a word may reach over sentences) is one piece.
    """
    if not utterance.words:
        whole = TimedWord(utterance.text, 0, 0, utterance.start_frame, utterance.end_frame)
        return list(_cut(" ".join(utterance.text.split()), whole, False))
    text, starts = _located(utterance)
    found: list[Piece] = []
    for number, (word, start) in enumerate(zip(utterance.words, starts, strict=True)):
        begin = start if number else 0
        end = starts[number + 1] if number + 1 < len(starts) else len(text)
        printed = " ".join(text[begin:end].split())
        found.extend(_cut(printed, word, number > 0 and text[begin - 1].isspace()))
    return found


def _located(utterance: TimedUtterance) -> tuple[str, list[int]]:
    """The printed text and where each word begins in it: the sentence's own, or just its words where they differ.

    Words are matched by number, not by letter: a word of the block may hold a note mark that the sentence leaves out,
    or reach into the next sentence where the script has no spaces.
    """
    found = words(utterance.text)
    if len(found) != len(utterance.words):
        text = " ".join(word.text for word in utterance.words)
        at = [0, *accumulate(len(word.text) + 1 for word in utterance.words)]
        return text, at[:-1]
    return utterance.text, [start for start, _ in found]


def _cut(text: str, word: TimedWord, spaced: bool) -> Iterator[Piece]:
    """`text` in parts no wider than a line, its time shared by width."""
    parts = [""]
    for char in text:
        if columns(parts[-1]) + columns(char) > LINE_COLUMNS:
            parts.append("")
        parts[-1] += char
    whole, done, span = max(1, columns(text)), 0, word.end_frame - word.start_frame
    for number, part in enumerate(parts):
        begin = word.start_frame + span * done // whole
        done += columns(part)
        yield Piece(part, begin, word.start_frame + span * done // whole, spaced and number == 0)


def wrap(said: Sequence[Piece]) -> list[str]:
    """`said` on as few lines as hold them, each at most `LINE_COLUMNS` wide; two lines are made alike in length."""
    lines = _fill(said, LINE_COLUMNS)
    if len(lines) != LINES:
        return lines
    narrow = max(columns(word.text) for word in said)
    return next(
        tried
        for width in range(max(narrow, columns("".join(lines)) // 2), LINE_COLUMNS + 1)
        if len(tried := _fill(said, width)) <= LINES
    )


def _fill(said: Sequence[Piece], width: int) -> list[str]:
    lines: list[str] = []
    for word in said:
        gap = " " if word.spaced else ""
        if lines and columns(lines[-1] + gap + word.text) <= width:
            lines[-1] += gap + word.text
        else:
            lines.append(word.text)
    return lines


def groups(said: Sequence[Piece]) -> list[list[Piece]]:
    """`said` cut into cues of at most `LINES` lines, of about the same length, at punctuation where it is near."""
    total = columns(" ".join(word.text for word in said))
    room = LINES * LINE_COLUMNS
    wanted = total / -(-total // room) if total else 0
    made: list[list[Piece]] = [[]]
    for word in said:
        now = made[-1]
        if now and (len(_fill([*now, word], LINE_COLUMNS)) > LINES or _is_enough(now, wanted)):
            made.append([])
        made[-1].append(word)
    if len(made) > 1 and len(_fill(made[-2] + made[-1], LINE_COLUMNS)) <= LINES:
        made[-2:] = [made[-2] + made[-1]]
    return made


def _is_enough(now: Sequence[Piece], wanted: float) -> bool:
    width = columns(" ".join(word.text for word in now))
    return width >= wanted or (width >= 0.7 * wanted and bool(BREAK_AFTER.search(now[-1].text)))


def cues(track: Track) -> list[Cue]:
    """Every caption of `track`, in order: never overlapping, never past the end, each spoken word in exactly one.

    What is announced but not written in the source has no caption. Milliseconds are rounded to the nearest.
    """
    said = sorted((u for u in track.utterances if u.words or u.text.strip()), key=lambda u: u.start_frame)
    parts = [(group, u) for u in said for group in groups(pieces(u))]
    made: list[Cue] = []
    waiting: list[Piece] = []
    for number, (group, utterance) in enumerate(parts):
        waiting += group
        last = number + 1 == len(parts)
        closing = last or parts[number + 1][1] is not utterance
        spoken = _ms(track, max(group[-1].end_frame, utterance.end_frame if closing else 0))
        start = max(_ms(track, waiting[0].start_frame), made[-1].end_ms if made else 0)
        limit = _ms(track, track.frames if last else parts[number + 1][0][0].start_frame)
        if (end := min(max(spoken, start + SHORTEST_MS), limit)) > start:
            made.append(Cue(start, end, tuple(wrap(waiting)), tuple(waiting), utterance.exact))
            waiting = []
    if waiting and made:
        whole = made[-1].pieces + tuple(waiting)
        made[-1] = replace(made[-1], lines=tuple(wrap(whole)), pieces=whole)
    return made


def _ms(track: Track, frame: int) -> int:
    return round(min(frame, track.frames) * 1000 / track.rate_hz)
