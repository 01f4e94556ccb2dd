"""What is to be proven of each utterance, small enough to travel to a worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from rhapsode.model import TimedUtterance, Track
from rhapsode.verifying.spoken_words import spoken_words

MARGIN_MS = 150
"""Heard on either side of an utterance, as far as silence goes."""


class Passage(NamedTuple):
    """An utterance as it is to be heard; times are milliseconds of the track."""

    number: int
    """Of the utterance in the track, from 0."""
    start_ms: float
    end_ms: float
    lead_ms: float
    """How much is heard before it."""
    tail_ms: float
    cue_before: bool
    """Whether a sound that is no speech may stand before it: only inside a block there is none."""
    cue_after: bool
    words: tuple[str, ...]
    """Those of the spoken text; empty where they are not to be recognised."""
    word_ms: Mapping[int, tuple[float, float]]
    """Where the timeline has them, by place in `words`; empty where its word times are guesses."""
    spans_ms: tuple[tuple[float, float], ...]
    """Where the timeline has any word; empty where its word times are guesses."""


def passages(track: Track, recognised: Sequence[bool]) -> list[Passage]:
    """One for each utterance of `track`; `recognised` says of which the words are to be."""
    return [_passage(track, number, wanted) for number, wanted in enumerate(recognised)]


def _passage(track: Track, number: int, wanted: bool) -> Passage:
    said = track.utterances[number]

    def ms(frame: int) -> float:
        return frame * 1000 / track.rate_hz

    before = track.utterances[number - 1] if number else None
    after = track.utterances[number + 1] if number + 1 < len(track.utterances) else None
    spans = [(ms(word.start_frame), ms(word.end_frame)) for word in said.words] if said.exact else []
    words = spoken_words(said.spoken) if wanted else []
    return Passage(
        number,
        ms(said.start_frame),
        ms(said.end_frame),
        _margin(ms(said.start_frame - (before.end_frame if before else 0))),
        _margin(ms((after.start_frame if after else track.frames) - said.end_frame)),
        _differ(said, before),
        _differ(said, after),
        tuple(words),
        _placed(words, [word.text for word in said.words], spans) if spans and words else {},
        tuple(spans),
    )


def _margin(pause_ms: float) -> float:
    return min(MARGIN_MS, max(0.0, pause_ms / 2))


def _differ(said: TimedUtterance, neighbour: TimedUtterance | None) -> bool:
    return neighbour is None or neighbour.block_id != said.block_id


def _placed(
    words: Sequence[str], written: Sequence[str], spans: Sequence[tuple[float, float]]
) -> dict[int, tuple[float, float]]:
    """Place in `words` to the time of the written word that is said as just that one."""
    parts = [spoken_words(word) for word in written]
    single = [part[0] if len(part) == 1 else "" for part in parts]
    found = {}
    for first, second, length in SequenceMatcher(None, words, single, autojunk=False).get_matching_blocks():
        found.update({first + at: spans[second + at] for at in range(length)})
    return found
