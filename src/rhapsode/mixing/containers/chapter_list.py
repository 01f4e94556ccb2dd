"""Chapters: the timeline's sections as a container can hold them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rhapsode.model import TimedSection, Track


class ChapterSpan(NamedTuple):
    """A chapter, in milliseconds. They follow on one another without gaps."""

    title: str
    level: int
    start_ms: int
    end_ms: int


class ChapterNode(NamedTuple):
    """A chapter with those under it."""

    place: int
    """Its place in the list."""
    chapter: ChapterSpan
    children: list[ChapterNode]


def chapters(track: Track, most: int) -> list[ChapterSpan]:
    """The chapters of `track`, at most `most`: the deepest are merged into the one before them until they fit.

    A section without sound is none. A title is on one line, and never empty.
    """
    heard = [section for section in track.sections if section.end_frame > section.start_frame]
    kept = merged(heard, most)
    starts = [_ms(section.start_frame, track) for section in kept]
    ends = [*starts[1:], _ms(track.frames, track)]
    return [
        ChapterSpan(one_line(section.title) or f"{at}", section.level, start, end)
        for at, (section, start, end) in enumerate(zip(kept, starts, ends, strict=True), 1)
    ]


def merged(sections: Sequence[TimedSection], most: int) -> list[TimedSection]:
    """At most `most` of `sections`: without the deepest level while that is enough, then evenly without some."""
    kept = list(sections)
    while len(kept) > most:
        deepest = max(section.level for section in kept[1:])
        fewer = [kept[0], *(section for section in kept[1:] if section.level < deepest)]
        if len(fewer) <= 2:
            return [kept[at * len(kept) // most] for at in range(most)]
        kept = fewer
    return kept


def tree(listed: Sequence[ChapterSpan]) -> list[ChapterNode]:
    """The chapters nested by level. The first is never put above the rest: it is the article's own beginning."""
    roots: list[ChapterNode] = []
    above: list[ChapterNode] = []
    for index, chapter in enumerate(listed):
        node = ChapterNode(index, chapter, [])
        while above and above[-1].chapter.level >= chapter.level:
            above.pop()
        (above[-1].children if above else roots).append(node)
        if index:
            above.append(node)
    return roots


def one_line(text: str) -> str:
    """`text` without control characters and line breaks."""
    return " ".join("".join(c if c.isprintable() or c == "\u00ad" else " " for c in text).split())


def _ms(frame: int, track: Track) -> int:
    return (2_000 * frame + track.rate_hz) // (2 * track.rate_hz)
