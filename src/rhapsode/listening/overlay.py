"""Media Overlays (EPUB 3.3, section 9): which stretch of sound says which element."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from itertools import zip_longest

from rhapsode.listening.times import position_ms, smil_clock
from rhapsode.model import TimedSection, Track


@dataclass(frozen=True, slots=True)
class Par:
    """An element, by its id, and the milliseconds of the track that say it."""

    target: str
    start_ms: int
    end_ms: int


def pars(track: Track, section: TimedSection, targets: Mapping[str, str]) -> list[Par]:
    """The pars of `section`: one after the other without gaps, so that a reader plays the pauses too.

    `targets` gives the element of an utterance's id, or else of its block's. What is announced goes with the sentence
    after it, since an element may light up only once; what has no element goes with its neighbour.
    """
    said = [u for u in track.utterances if u.section_id == section.id]
    written = {u.block_id for u in said if u.id in targets}
    starts: list[tuple[str, int]] = []
    waiting: int | None = None
    for utterance, after in zip_longest(said, said[1:]):
        start = position_ms(track, utterance.start_frame) if waiting is None else waiting
        waiting = None
        block = "" if utterance.block_id in written else utterance.block_id
        target = targets.get(utterance.id) or targets.get(block, "")
        if target and target != (starts[-1][0] if starts else ""):
            starts.append((target, start))
        elif not target and after and after.block_id == utterance.block_id:
            waiting = start
    if not said:
        return []
    first, last = position_ms(track, section.start_frame), position_ms(track, section.end_frame)
    starts = [(starts[0][0], first), *starts[1:]] if starts else [("start", first)]
    ends = [start for _, start in starts[1:]] + [last]
    return [Par(target, start, end) for (target, start), end in zip(starts, ends, strict=True) if end > start]


def smil(section: TimedSection, made: Iterable[Par], sound: str) -> str:
    """The overlay document of `section`."""
    rows = "".join(
        f'<par id="p{number}"><text src="{section.id}.xhtml#{escape(par.target)}"/>'
        f'<audio src="{sound}" clipBegin="{smil_clock(par.start_ms)}" clipEnd="{smil_clock(par.end_ms)}"/></par>\n'
        for number, par in enumerate(made, 1)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0"><body>\n'
        f'<seq id="all" epub:textref="{section.id}.xhtml" epub:type="bodymatter chapter">\n{rows}</seq>\n'
        "</body></smil>\n"
    )
