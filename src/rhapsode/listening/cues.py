"""Cutting a timeline into captions: at most two lines of 42 columns, in the source's own words.

Sizes: the two lines and 42 characters that broadcasters' guides agree on (BBC subtitle guidelines, Netflix timed text
style guide). A full-width character takes two columns (Unicode TR 11), so a Chinese line has at most 21 characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rhapsode.listening.caption_words import LINE_COLUMNS, PrintedWord, columns, printed_words
from rhapsode.listening.times import position_ms
from rhapsode.model import Track

LINES = 2
SHORTEST_MS = 1000
"""A cue stays at least this long on the screen where the silence after it allows."""
BREAK_AFTER = re.compile(r"[,;:.!?…、。，；：！？،؛؟—–)\]»”]$")


class Cue(NamedTuple):
    """One caption: `lines` of text on the screen from `start_ms` to `end_ms`; `end_ms > start_ms`."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    words: tuple[PrintedWord, ...]
    exact: bool
    """Whether the times inside the sentence come from the engine's marks."""


def wrap(said: Sequence[PrintedWord]) -> list[str]:
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


def _fill(said: Sequence[PrintedWord], width: int) -> list[str]:
    lines: list[str] = []
    for word in said:
        gap = " " if word.spaced else ""
        if lines and columns(lines[-1] + gap + word.text) <= width:
            lines[-1] += gap + word.text
        else:
            lines.append(word.text)
    return lines


def groups(said: Sequence[PrintedWord]) -> list[list[PrintedWord]]:
    """`said` cut into cues of at most `LINES` lines, of about the same length, at punctuation where it is near."""
    total = _width(said)
    room = LINES * LINE_COLUMNS
    wanted = total / -(-total // room) if total else 0
    made: list[list[PrintedWord]] = [[]]
    for word in said:
        now = made[-1]
        if now and (len(_fill([*now, word], LINE_COLUMNS)) > LINES or _is_enough(now, wanted)):
            made.append([])
        made[-1].append(word)
    if len(made) > 1 and len(_fill(made[-2] + made[-1], LINE_COLUMNS)) <= LINES:
        made[-2:] = [made[-2] + made[-1]]
    return made


def _is_enough(now: Sequence[PrintedWord], wanted: float) -> bool:
    width = _width(now)
    return width >= wanted or (width >= 0.7 * wanted and bool(BREAK_AFTER.search(now[-1].text)))


def _width(said: Sequence[PrintedWord]) -> int:
    return sum(columns(word.text) + word.spaced for word in said) - (said[0].spaced if said else 0)


def cues(track: Track) -> list[Cue]:
    """Every caption of `track`, in order: never overlapping, never past the end, each spoken word in exactly one.

    What is announced but not written in the source has no caption. Milliseconds are cut, as in every view.
    """
    said = sorted((u for u in track.utterances if u.words or u.text.strip()), key=lambda u: u.start_frame)
    parts = [(group, u) for u in said for group in groups(printed_words(u))]
    made: list[Cue] = []
    waiting: list[PrintedWord] = []
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
        whole = made[-1].words + tuple(waiting)
        made[-1] = made[-1]._replace(lines=tuple(wrap(whole)), words=whole)
    return made


def _ms(track: Track, frame: int) -> int:
    return position_ms(track, min(frame, track.frames))
