"""Which pieces go into which file, where each lies in it, and how each is to be encoded."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rhapsode.mixing.cutting.pieces import Piece
from rhapsode.mixing.cutting.timeline import PlacedClip
from rhapsode.mixing.encoding.encoding_job import EncodingJob, keyed
from rhapsode.mixing.encoding.formats import Coding
from rhapsode.mixing.encoding.placement import PacketPlacement, placement
from rhapsode.mixing.levels.gain import Gain
from rhapsode.mixing.levels.measuring import Measurements
from rhapsode.mixing.levels.true_peak import loudest
from rhapsode.mixing.levels.waveform_peaks import PEAKS_PER_SECOND

LOUD_LUFS = -18.0
"""Beyond this the limiter shapes most sentences, and what the encoder adds to them is watched."""


class PlannedFile(NamedTuple):
    """What goes into one file: some of the pieces, placed."""

    pieces: Sequence[Piece]
    measured: Sequence[Measurements]
    jobs: Sequence[EncodingJob]
    placement: PacketPlacement

    def clips(self, offset: int = 0) -> Iterator[PlacedClip]:
        """Where each clip lies, in order, if the file begins at `offset`."""
        for begin, known in zip(self.placement.starts, self.measured, strict=True):
            for at, timing in known.timings():
                yield PlacedClip(offset + begin + at, timing)

    def without_measurements(self) -> PlannedFile:
        """What is left to do once every timeline is made."""
        return self._replace(measured=())


def planned_files(
    cut: Sequence[Piece],
    measured: Sequence[Measurements],
    gain: Gain,
    target_lufs: float | None,
    coding: Coding,
    *,
    split: bool,
) -> list[PlannedFile]:
    """The pieces `cut` in one file, or with `split` in a file for each section."""
    moments = _moments(measured)
    watched = coding.lossy and target_lufs is not None and target_lufs > LOUD_LUFS
    planned = []
    for first, last in _runs(cut, split=split):
        known = measured[first:last]
        placed = placement([one.frames for one in known], cut[0].rate_hz, coding)
        jobs = [
            keyed(
                EncodingJob(
                    piece,
                    gain.db,
                    gain.ceiling_dbtp,
                    count * coding.frame,
                    coding.makeup_db,
                    watched,
                    moments.get(number, ()),
                ),
                coding,
            )
            for number, piece, count in zip(range(first, last), cut[first:last], placed.counts, strict=True)
        ]
        planned.append(PlannedFile(cut[first:last], known, jobs, placed))
    return planned


def _moments(measured: Sequence[Measurements]) -> dict[int, tuple[float, ...]]:
    """By the number of the one piece that holds them: where the programme is loudest, in seconds of the piece."""
    found = loudest(known.peaks for known in measured)
    return {moment.piece: tuple((one.tenth + 0.5) / PEAKS_PER_SECOND for one in found) for moment in found[:1]}


def _runs(cut: Sequence[Piece], *, split: bool) -> list[tuple[int, int]]:
    """The pieces of each file, as indices."""
    if not split:
        return [(0, len(cut))]
    begins = [at for at, piece in enumerate(cut) if piece.opens]
    return list(zip(begins, [*begins[1:], len(cut)], strict=True))


def fine_peaks(planned: Sequence[PlannedFile]) -> array[int]:
    """Lowest and highest sample of every 100 ms of all files, in turn, before the gain."""
    fine = array("h")
    for file in planned:
        for known in file.measured:
            fine.extend(known.peaks)
    return fine
