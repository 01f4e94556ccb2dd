"""Measuring a piece before it is mastered: how long everything is, how loud, and how it looks.

What is learnt is stored, so a later render of the same piece reads no sound at all.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from sys import byteorder
from tempfile import TemporaryFile
from typing import NamedTuple

from rhapsode import ffmpeg
from rhapsode.mixing.batches import batches, shared_out
from rhapsode.mixing.cutting.pieces import Piece
from rhapsode.mixing.cutting.timeline import ClipTiming
from rhapsode.mixing.joining.joined_pieces import JoinedPiece, join
from rhapsode.mixing.levels.loudness import k_weighting, levels
from rhapsode.mixing.levels.waveform_peaks import PEAKS_PER_SECOND, minmax
from rhapsode.pool import usable_processors
from rhapsode.store import Store, key_of

METERED_SAMPLES = 16_000_000
"""Samples that one job measures, about. Each job starts a program: a short track has no more than processors."""
SETTLE_MS = 300
"""Silence between pieces: the high-pass filter has forgotten everything after it."""
FORMS = "IIIIIhh"
"""How the rows of the measurements are packed: array and struct have the same letters."""
HASTE = 30
"""ffmpeg hands samples on by time; told of a higher rate, which the filters' numbers do not ask for, it hands on more
of them at once, and needs a third of the time."""
BIQUAD = ("b0", "b1", "b2", "a0", "a1", "a2")


class Measurements(NamedTuple):
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
    def from_bytes(data: bytes) -> Measurements:
        """What `to_bytes` made. Raises ValueError where `data` is something else or cut short."""
        rows, at = [], 0
        for form in FORMS:
            row = array(form)
            end = at + 4 + row.itemsize * int.from_bytes(data[at : at + 4], "little")
            if len(data) < max(end, at + 4):
                raise ValueError("not measurements")
            row.frombytes(data[at + 4 : end])
            if byteorder == "big":
                row.byteswap()
            rows.append(row)
            at = end
        if at != len(data):
            raise ValueError("not measurements")
        (frames,), *rest = rows
        return Measurements(frames, *rest)

    def timings(self) -> Iterator[tuple[int, ClipTiming]]:
        """Each clip's start and what is known of it."""
        at = 0
        starts, onsets = self.marks[::3], self.marks[2::3]
        for start, length, count in zip(self.starts, self.lengths, self.counts, strict=True):
            yield start, ClipTiming(length, starts[at : at + count], onsets[at : at + count])
            at += count


def measurements_key(piece: Piece, *, metered: bool) -> str:
    """Where the store keeps what was measured of the piece."""
    meter = ffmpeg.identity() if metered else ""
    return key_of({"kind": "survey", "form": FORMS, "piece": piece.identity, "meter": meter})


def measured_pieces(cut: Sequence[Piece], store: Store, executor: Executor, *, metered: bool) -> list[Measurements]:
    """What is known of each piece of `cut`; what the store does not hold is measured in parallel.

    Loudness only where `metered`. Raises DamagedValue.
    """
    keys = [measurements_key(piece, metered=metered) for piece in cut]
    absent = store.absent(keys)
    missing = [piece for piece, key in zip(cut, keys, strict=True) if key in absent]
    store.absent(part.clip for piece in missing for part in piece.parts)  # where asking takes long, for all at once

    def samples(piece: Piece) -> int:
        return sum(store.size(part.clip) + 2 * part.gap for part in piece.parts) // 2

    runs = batches(missing, samples, usable_processors(), METERED_SAMPLES)
    started = shared_out(executor, [partial(measure, store, run, metered=metered) for run in runs])
    # Read while the others are measured.
    store.bring(key for key in keys if key not in absent)
    known = {key: store.read(key, Measurements.from_bytes) for key in keys if key not in absent}
    for _ in started:
        pass
    store.bring(absent)
    return [known.get(key) or store.read(key, Measurements.from_bytes) for key in keys]


def measure(store: Store, batch: Sequence[Piece], *, metered: bool) -> int:
    """Measure the pieces of `batch` into the store; a job for a worker process. Returns how many frames they have."""
    known: list[Measurements] = []

    def sounds() -> Iterator[bytes]:
        for piece in batch:
            joined = join(piece, store)
            known.append(_described(joined))
            yield joined.segment.raw_data
            del joined  # before the next is made

    levels = meter(sounds(), batch[0].rate_hz, batch[0].section) if metered else [() for _ in sounds()]
    for piece, one, level in zip(batch, known, levels, strict=True):
        store.put(measurements_key(piece, metered=metered), one._replace(levels=level).to_bytes())
    return sum(one.frames for one in known)


def _described(joined: JoinedPiece) -> Measurements:
    segment = joined.segment
    return Measurements(
        frames=int(segment.frame_count()),
        starts=joined.starts,
        lengths=[clip.frames for clip in joined.clips],
        counts=[len(clip.words) for clip in joined.clips],
        marks=[number for clip in joined.clips for mark in clip.words for number in mark],
        peaks=minmax(segment.raw_data, segment.frame_rate // PEAKS_PER_SECOND),
    )


def meter(pieces: Iterable[bytes], rate_hz: int, section: str = "") -> list[tuple[int, ...]]:
    """Loudness of each block of each piece: see `loudness.levels`. The filtering is ffmpeg's.

    All in one run of the program, with silence between, so that no piece is heard in the next one's filters, and no
    more than one in memory. Raises EncoderError, which names the `section`, that of the first piece.
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
        heard = 0

        def taken(count: int) -> bytes:
            nonlocal heard
            block = program.output.read(count)
            heard += len(block)
            return block

        with ffmpeg.running([*read, "-af", ",".join(stages), *write], file, section=section) as program:
            for size in sizes:
                metered.append(levels((taken(min(hop, size - at)) for at in range(0, size, hop)), rate_hz))
                taken(len(settle))
            taken(1)  # there must be no more
    if heard != (given := sum(sizes) + len(settle) * len(sizes)):
        raise ffmpeg.lacking(f"other than the {given:,} bytes of sound that it was given to filter", section)
    return metered
