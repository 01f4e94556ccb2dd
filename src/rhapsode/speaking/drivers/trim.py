"""Cutting a clip to its speech, so that the only pauses in a track are those the script asks for."""

from __future__ import annotations

import audioop
from collections.abc import Iterable

from rhapsode.model import WordMark

QUIET = 33
"""Peak sample below which a millisecond is silence: -60 dBFS of 16 bits, the floor ACX asks of a finished book."""


def edges(samples: bytes, rate_hz: int) -> tuple[int, int]:
    """First and one past the last frame of the speech in 16-bit mono `samples`, in whole milliseconds.

    `(0, 0)` where all of it is silence.
    """
    step = 2 * (rate_hz // 1000)
    start, end = 0, len(samples)
    while start < end and audioop.max(samples[start : start + step], 2) < QUIET:
        start += step
    if start >= end:
        return 0, 0
    while audioop.max(samples[max(start, end - step) : end], 2) < QUIET:
        end -= step
    return start // 2, end // 2


def marks_within(words: Iterable[WordMark], start_frame: int, frames: int) -> tuple[WordMark, ...]:
    """`words` moved to a clip that begins at `start_frame` and has `frames`: one per position, never going back."""
    kept: list[WordMark] = []
    for word in sorted(words, key=lambda word: (word.start, word.frame)):
        if kept and (word.start <= kept[-1].start or word.start < kept[-1].end):
            continue
        earliest = kept[-1].frame if kept else 0
        kept.append(word._replace(frame=min(max(word.frame - start_frame, earliest), frames)))
    return tuple(kept)
