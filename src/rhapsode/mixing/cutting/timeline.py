"""When every section, utterance and word is heard: the one timeline that every view is made from.

Pure functions on integers. A position is a frame of the timeline; a mark's frame counts from its clip's start.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rhapsode.mixing.cutting.timed_words import TimedWords
from rhapsode.model import (
    Alignment,
    Script,
    Section,
    Span,
    TimedSection,
    TimedUtterance,
    Utterance,
    words,
)

SMALL_FRAME = 1 << 32
"""Frames below this, the first 54 hours of most voices, are kept in half the room."""
LEAD_MS = 150
"""Silence kept before a section's first sound, so that a player which seeks a little late still plays it whole."""


class ClipTiming(NamedTuple):
    """What is known of an utterance's clip without its samples."""

    frames: int
    starts: Sequence[int] = ()
    """The first character of each word that the engine marked, in the spoken text."""
    onsets: Sequence[int] = ()
    """The frame at which each of them begins."""


class PlacedClip(NamedTuple):
    """Where an utterance's clip lies in the track."""

    start: int
    timing: ClipTiming


def lead_ms(gap_ms: int) -> int:
    """How much of the silence before a section's first sound belongs to that section already."""
    return min(LEAD_MS, gap_ms // 2)


def timed_sections(
    sections: Sequence[Section], utterances: Iterable[TimedUtterance], *, rate_hz: int, frames: int
) -> tuple[TimedSection, ...]:
    """The sections, without gaps from 0 to `frames`; one without utterances is empty, at its place."""
    starts: dict[str, int] = {}
    heard_until = 0
    for said in utterances:
        lead = min((said.start_frame - heard_until) // 2, LEAD_MS * rate_hz // 1000)
        starts.setdefault(said.section_id, said.start_frame - lead if starts else 0)
        heard_until = said.end_frame
    timed: list[TimedSection] = []
    end = frames
    for at, section in reversed(list(enumerate(sections))):
        start = 0 if at == 0 else starts.get(section.id, end)
        timed.append(TimedSection(section.id, section.level, section.title, start, end))
        end = start
    return tuple(reversed(timed))


def timed_utterances(script: Script, placed: Iterable[PlacedClip]) -> Iterator[TimedUtterance]:
    """Each utterance with its words, in order."""
    texts = {block.id: block.text for section in script.sections for block in section.blocks}
    texts.update((block.id, block.text) for block in script.document.blocks)
    spans: list[tuple[int, int]] = []
    block, text = None, ""
    said: dict[str, int] = {}
    for utterance, (start, timing) in zip(script.utterances, placed, strict=True):
        if utterance.block_id != block:
            block = utterance.block_id
            text = texts.get(block, "")
            spans = words(text)
        timed = timed_words(utterance, timing, text, spans, start=start, said=said.get(block, 0))
        if timed:
            said[block] = timed[-1].end
        yield TimedUtterance(
            id=utterance.id,
            section_id=utterance.section_id,
            block_id=block,
            text=utterance.source_text,
            spoken=utterance.text,
            start_frame=start,
            end_frame=start + timing.frames,
            words=timed,
            exact=bool(timing.starts),
        )


def timed_words(
    utterance: Utterance,
    timing: ClipTiming,
    text: str,
    spans: Sequence[tuple[int, int]],
    *,
    start: int = 0,
    said: int = 0,
) -> TimedWords:
    """The words of the block's `text` that the utterance says and that do not begin before `said`.

    `spans` are the words of `text`, `start` is where the clip lies. Each word lasts until its last character, never
    beyond the beginning of the next; none leaves the clip.
    """
    numbers = _marked_words(utterance.alignment, timing, spans, said, start)
    if numbers is None:
        numbers = []
        stretches = _spoken_stretches(utterance.alignment, spans, said)
        clock = WordClock(timing, len(utterance.text))
        frames = clock.frames(place for _, _, begin, end in stretches for place in (begin, end))
        for (first, last, _, _), begin, end in zip(stretches, frames[::2], frames[1::2], strict=True):
            numbers += (first, last, start + begin, start + end)
    return TimedWords(text, array("I" if start + timing.frames < SMALL_FRAME else "q", numbers))


def _marked_words(
    alignment: Alignment, timing: ClipTiming, spans: Sequence[tuple[int, int]], said: int, start: int
) -> list[int] | None:
    """First and last character, first and last frame of each word, where the engine marked just the words written.

    None for any other utterance, which `WordClock` is for. Most are like this, and a word then takes a quarter of the
    time, which is a twentieth of a long text's render after a change of one sentence.
    """
    if len(alignment) != 1 or not timing.starts:
        return None
    spoken, length, source, end = alignment[0]
    low, high = bisect_left(spans, (source, 0)), bisect_left(spans, (end, 0))
    cut = (low and spans[low - 1][1] > source) or (high and spans[high - 1][1] > end)
    if length - spoken != end - source or source < said or cut:
        return None
    starts, onsets, run, shift = list(timing.starts), list(timing.onsets), spans[low:high], spoken - source
    if starts != [first + shift for first, _ in run] or onsets != sorted(onsets) or onsets[-1] > timing.frames:
        return None
    numbers: list[int] = []
    limits = zip([*starts[1:], length], [*onsets[1:], timing.frames], strict=True)
    for (first, last), begin, onset, (limit, until) in zip(run, starts, onsets, limits, strict=True):
        lasts = round((last + shift - begin) / (limit - begin) * (until - onset))
        numbers += (first, last, start + onset, start + onset + lasts)
    return numbers


Stretch = tuple[int, int, float, float]
"""A word of the block, without skipped characters at its edges, from and to; and from where to where in the spoken text
it is said, in fractions where a span says several words."""


def _spoken_stretches(alignment: Alignment, spans: Sequence[tuple[int, int]], said: int) -> list[Stretch]:
    made: list[Stretch] = []
    voiced = [span for span in alignment if span.spoken_end > span.spoken_start and span.source_end > span.source_start]
    if not voiced:
        return made
    step = 0
    _, _, from_, to = voiced[0]
    for at in range(bisect_left(spans, (said, 0)), len(spans)):
        start, end = spans[at]
        while to <= start:
            step += 1
            if step == len(voiced):
                return made
            _, _, from_, to = voiced[step]
        if from_ >= end:
            continue
        last = step
        if to < end:
            while last + 1 < len(voiced) and voiced[last].source_end < end and voiced[last + 1].source_start < end:
                last += 1
        first, final = max(start, from_), min(end, voiced[last].source_end)
        made.append((first, final, _spoken_at(voiced[step], first), _spoken_at(voiced[last], final)))
    return made


def _spoken_at(span: Span, source: int) -> float:
    spoken_start, spoken_end, source_start, source_end = span
    spoken, written = spoken_end - spoken_start, source_end - source_start
    if spoken == written:  # most are
        return spoken_start + source - source_start
    return spoken_start + (source - source_start) * spoken / written


class WordClock:
    """Turns positions in the spoken text into frames of the clip: the engine's marks, and straight lines between."""

    def __init__(self, timing: ClipTiming, length: int) -> None:
        points: list[tuple[float, int]] = [(0, 0)]
        for start, onset in zip(timing.starts, timing.onsets, strict=True):
            if 0 <= start < length and points[-1][1] <= onset <= timing.frames:
                if start > points[-1][0]:
                    points.append((start, onset))
                elif start == 0:
                    points = [(0, onset)]
        self.points = [*points, (max(length, 1), timing.frames)]

    def frames(self, positions: Iterable[float]) -> list[int]:
        """The frame of each of `positions`, which must not fall."""
        found: list[int] = []
        at = 0
        points = self.points
        (left, frame), (right, until) = points[0], points[1]
        for position in positions:
            while position >= right and at < len(points) - 2:
                at += 1
                (left, frame), (right, until) = points[at], points[at + 1]
            if position <= left:
                found.append(frame)
            elif position >= right:
                found.append(until)
            else:
                found.append(frame + round((position - left) / (right - left) * (until - frame)))
        return found
