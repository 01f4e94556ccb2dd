"""The first pass over a piece: how long everything is, how loud, and how it looks.

What is learnt is stored, so a later render of the same piece reads no sound at all.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Iterator, Sequence
from sys import byteorder
from tempfile import TemporaryFile
from typing import NamedTuple

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
FORMS = "IIIIIhh"
"""How the rows of a survey are packed: array and struct have the same letters."""
HASTE = 30
"""ffmpeg hands samples on by time; told of a higher rate, which the filters' numbers do not ask for, it hands on more
of them at once, and needs a third of the time."""
BIQUAD = ("b0", "b1", "b2", "a0", "a1", "a2")


class Survey(NamedTuple):
    """What is known of a piece without its samples, in compact rows of numbers: a long track has many."""

    frames: int
    starts: Sequence[int]
    """Where each clip begins, in frames of the piece."""
    lengths: Sequence[int]
    """How long each clip is, in frames."""
    counts: Sequence[int]
    """How many word marks each clip has."""
    marks: Sequence[int]
    """The word marks: start, end and frame of each."""
    levels: Sequence[int] = ()
    """Loudness of each block in hundredths of a LUFS, as in `loudness.levels`; empty where it was not metered."""
    peaks: Sequence[int] = ()
    """Lowest and highest sample of every 100 ms, in turn."""

    def to_bytes(self) -> bytes:
        """For the store: a count and the numbers themselves, row by row, little-endian."""
        rows = [[self.frames], self.starts, self.lengths, self.counts, self.marks, self.levels, self.peaks]
        packed = [struct.pack(f"<I{len(row)}{form}", len(row), *row) for row, form in zip(rows, FORMS, strict=True)]
        return b"".join(packed)

    @staticmethod
    def from_bytes(data: bytes) -> Survey:
        """What `to_bytes` made. Raises ValueError where `data` is cut short."""
        rows, at = [], 0
        for form in FORMS:
            row = array(form)
            end = at + 4 + row.itemsize * int.from_bytes(data[at : at + 4], "little")
            if len(data) < max(end, at + 4):
                raise ValueError("not a survey")
            row.frombytes(data[at + 4 : end])
            if byteorder == "big":
                row.byteswap()
            rows.append(row)
            at = end
        (frames,), *rest = rows
        return Survey(frames, *rest)

    def sounds(self) -> Iterator[tuple[int, Sound]]:
        """Each clip's start and what is known of it."""
        at = 0
        for start, length, count in zip(self.starts, self.lengths, self.counts, strict=True):
            flat = self.marks[at : at + 3 * count]
            at += 3 * count
            yield start, Sound(length, tuple(map(WordMark, flat[::3], flat[1::3], flat[2::3])))


def survey_key(piece: Piece, *, metered: bool) -> str:
    """Where the store keeps the piece's survey."""
    meter = converter.identity() if metered else ""
    return key_of({"kind": "survey", "form": FORMS, "piece": piece.identity, "meter": meter})


def survey(store: Store, batch: Sequence[Piece], *, metered: bool) -> int:
    """Survey the pieces of `batch` into the store; a job for a worker process. Returns how many frames they have."""
    known: list[Survey] = []

    def sounds() -> Iterator[bytes]:
        for piece in batch:
            joined = join(piece, store)
            known.append(_described(joined))
            yield joined.segment.raw_data
            del joined  # before the next is made

    levels = meter(sounds(), batch[0].rate_hz) if metered else [() for _ in sounds()]
    for piece, one, level in zip(batch, known, levels, strict=True):
        store.put(survey_key(piece, metered=metered), one._replace(levels=level).to_bytes())
    return sum(one.frames for one in known)


def _described(joined: Joined) -> Survey:
    segment = joined.segment
    return Survey(
        frames=int(segment.frame_count()),
        starts=joined.starts,
        lengths=[sound.frames for sound in joined.sounds],
        counts=[len(sound.words) for sound in joined.sounds],
        marks=[number for sound in joined.sounds for mark in sound.words for number in mark],
        peaks=minmax(segment.raw_data, segment.frame_rate // PEAKS_PER_SECOND),
    )


def minmax(samples: bytes, frames: int) -> list[int]:
    """Lowest and highest sample of every run of `frames`, in turn."""
    import audioop

    step, view = 2 * frames, memoryview(samples)
    return [value for at in range(0, len(view), step) for value in audioop.minmax(view[at : at + step], 2)]


def meter(pieces: Iterable[bytes], rate_hz: int) -> list[tuple[int, ...]]:
    """Loudness of each block of each piece: see `loudness.levels`. The filtering is ffmpeg's.

    All in one run of the program, with silence between, so that no piece is heard in the next one's filters, and no
    more than one in memory.
    """
    stages = [
        "biquad=precision=f32:" + ":".join(f"{name}={value!r}" for name, value in zip(BIQUAD, stage, strict=True))
        for stage in k_weighting(rate_hz)
    ]
    form = ("-ar", str(rate_hz * HASTE), "-ac", "1")
    read, write = ("-f", "s16le", *form, "-i", "pipe:0"), ("-bitexact", "-f", "s16le", "pipe:1")
    settle = bytes(2 * (rate_hz * SETTLE_MS // 1000))
    with TemporaryFile(buffering=0) as file:
        sizes = []
        for samples in pieces:
            sizes.append(file.write(samples))
            file.write(settle)
            del samples  # before the next is made
        file.seek(0)
        metered = []
        hop = 2 * (rate_hz // 10)
        with converter.reading([*read, "-af", ",".join(stages), *write], file) as weighted:
            for size in sizes:
                metered.append(levels((weighted.read(min(hop, size - at)) for at in range(0, size, hop)), rate_hz))
                weighted.read(len(settle))
    return metered
