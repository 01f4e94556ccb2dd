"""The first pass over a piece: how long everything is, how loud, and how it looks.

What is learnt is stored, so a later render of the same piece reads no sound at all.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from rhapsode.mixing import converter
from rhapsode.mixing.joining import Joined, join
from rhapsode.mixing.loudness import k_weighting, levels
from rhapsode.mixing.pieces import Piece
from rhapsode.mixing.timeline import Sound
from rhapsode.model import WordMark
from rhapsode.store import Store, key_of

PEAKS_PER_SECOND = 10
SETTLE_MS = 300
"""Silence between pieces: the high-pass filter has forgotten everything after it."""
BIQUAD = ("b0", "b1", "b2", "a0", "a1", "a2")


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of a piece without its samples."""

    frames: int
    starts: tuple[int, ...]
    """Where each clip begins, in frames of the piece."""
    sounds: tuple[Sound, ...]
    levels: tuple[int, ...] = ()
    """Momentary loudness (400 ms) every 100 ms in hundredths of a LUFS; empty where it was not metered."""
    peaks: tuple[tuple[int, int], ...] = ()
    """Lowest and highest sample of every 100 ms."""

    def to_bytes(self) -> bytes:
        """For the store."""
        marks = [[number for word in sound.words for number in word] for sound in self.sounds]
        lengths = [sound.frames for sound in self.sounds]
        flat = [number for pair in self.peaks for number in pair]
        fields = [self.frames, self.starts, lengths, marks, self.levels, flat]
        return json.dumps(fields, separators=(",", ":")).encode()

    @staticmethod
    def from_bytes(data: bytes) -> Survey:
        """What `to_bytes` made."""
        frames, starts, lengths, marks, levels, flat = json.loads(data)
        sounds = tuple(
            Sound(length, tuple(map(WordMark, run[::3], run[1::3], run[2::3])))
            for length, run in zip(lengths, marks, strict=True)
        )
        peaks = tuple(zip(flat[::2], flat[1::2], strict=True))
        return Survey(frames, tuple(starts), sounds, tuple(levels), peaks)


def survey_key(piece: Piece, *, metered: bool) -> str:
    """Where the store keeps the piece's survey."""
    return key_of({"kind": "survey", "piece": piece.identity(), "meter": converter.identity() if metered else ""})


def survey(store: Store, batch: Sequence[Piece], *, metered: bool) -> int:
    """Survey the pieces of `batch` into the store; a job for a worker process. Returns how many frames they have."""
    joined = [join(piece, store) for piece in batch]
    levels = meter([piece.segment.raw_data for piece in joined], batch[0].rate_hz) if metered else [()] * len(batch)
    for piece, sound, level in zip(batch, joined, levels, strict=True):
        store.put(survey_key(piece, metered=metered), _described(sound, level).to_bytes())
    return sum(int(piece.segment.frame_count()) for piece in joined)


def _described(joined: Joined, levels: tuple[int, ...]) -> Survey:
    segment = joined.segment
    peaks = tuple(minmax(segment.raw_data, segment.frame_rate // PEAKS_PER_SECOND))
    return Survey(int(segment.frame_count()), joined.starts, joined.sounds, levels, peaks)


def minmax(samples: bytes, frames: int) -> list[tuple[int, int]]:
    """Lowest and highest sample of every run of `frames`."""
    import audioop

    step = 2 * frames
    return [audioop.minmax(samples[at : at + step], 2) for at in range(0, len(samples), step)]


def meter(pieces: Sequence[bytes], rate_hz: int) -> list[tuple[int, ...]]:
    """Loudness of each block of each piece: see `loudness.levels`. The filtering is ffmpeg's.

    All in one run of the program, with silence between, so that no piece is heard in the next one's filters.
    """
    stages = [
        "biquad=" + ":".join(f"{name}={value!r}" for name, value in zip(BIQUAD, stage, strict=True))
        for stage in k_weighting(rate_hz)
    ]
    chain = ",".join(["asetnsamples=n=8192:p=0", *stages])
    form = ("-ar", str(rate_hz), "-ac", "1")
    settle = bytes(2 * (rate_hz * SETTLE_MS // 1000))
    weighted = converter.run(
        ["-f", "s16le", *form, "-i", "pipe:0", "-af", chain, "-bitexact", "-f", "s16le", "pipe:1"], settle.join(pieces)
    )
    metered, at = [], 0
    for samples in pieces:
        end = at + len(samples)
        metered.append(levels(weighted[at:end], rate_hz))
        at = end + len(settle)
    return metered
