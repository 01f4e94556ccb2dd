"""Chapters: the timeline's sections as a container can hold them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rhapsode.model import TimedSection, Track

MOST = 255
"""What an ID3 table of contents and a Nero chapter list can count; more are merged into the section above them."""


class Chapter(NamedTuple):
    """A chapter, in milliseconds."""

    title: str
    level: int
    start_ms: int
    end_ms: int


def chapters(track: Track, most: int = MOST) -> list[Chapter]:
    """The chapters of `track`, at most `most`: the deepest levels are merged into the section before until they fit.

    A section without sound is none. Titles are on one line.
    """
    kept = merged([section for section in track.sections if section.end_frame > section.start_frame], most)
    return [
        Chapter(" ".join(s.title.split()), s.level, _ms(s.start_frame, track), _ms(s.end_frame, track)) for s in kept
    ]


def merged(sections: Sequence[TimedSection], most: int) -> list[TimedSection]:
    """`sections` with the deepest levels taken out, and in the end the last of all, until at most `most` are left."""
    kept = list(sections)
    while len(kept) > most and len({section.level for section in kept[1:]}) > 1:
        deepest = max(section.level for section in kept[1:])
        kept = [kept[0], *(section for section in kept[1:] if section.level < deepest)]
    kept = kept[:most]
    ends = [section.start_frame for section in kept[1:]]
    if sections:
        ends.append(sections[-1].end_frame)
    return [TimedSection(s.id, s.level, s.title, s.start_frame, end) for s, end in zip(kept, ends, strict=True)]


def _ms(frame: int, track: Track) -> int:
    return (2_000 * frame + track.rate_hz) // (2 * track.rate_hz)
