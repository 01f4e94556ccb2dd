"""Settling the one gain where the limiter has much to do: what it takes away must be heard before it can be made up."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from concurrent.futures import Executor
from functools import partial
from math import floor, log10

from rhapsode.mixing import converter
from rhapsode.mixing.encoding import HEADROOM_DB, Work
from rhapsode.mixing.jobs import batches, results, start
from rhapsode.mixing.loudness import gain_db, integrated
from rhapsode.mixing.mastering import FULL_SCALE
from rhapsode.mixing.pieces import Piece
from rhapsode.mixing.survey import Survey, meter
from rhapsode.store import Store, key_of

TRIALS = 5
NOTICEABLE_DB = 0.3
"""Mean excess of the loudest samples over the limit, above which the limiter is tried out."""


def settled(
    cut: Sequence[Piece], surveys: Sequence[Survey], target: float, ceiling: float, store: Store, executor: Executor
) -> tuple[float, float | None]:
    """The gain in dB that brings the programme to `target` LUFS under `ceiling` dBTP, and the loudness it then has.

    Loudness is what the blocks say; where the limiter works hard, what it leaves is metered, and the gain corrected.
    """
    measured = integrated(known.levels for known in surveys)
    gain = gain_db(measured, target)
    if measured is None or excess_db(surveys, gain - ceiling + HEADROOM_DB) < NOTICEABLE_DB:
        return gain, None if measured is None else measured + gain
    heard = measured + gain
    for _ in range(TRIALS):
        works = [Work(piece, gain, ceiling, known.frames) for piece, known in zip(cut, surveys, strict=True)]
        heard = integrated(_tried(works, store, executor)) or heard
        change = gain_db(heard, target)
        if not change:
            break
        gain = round(gain + change, 1)
    return gain, heard


def excess_db(surveys: Sequence[Survey], over_db: float) -> float:
    """By how much, in the mean, the loudest sample of each 100 ms with sound is above the limit; `over_db` louder."""
    limit = FULL_SCALE * 10 ** (-over_db / 20)
    most = floor(limit)
    heard = 0
    above: list[int] = []
    for known in surveys:
        lows, highs = known.peaks[::2], known.peaks[1::2]
        heard += len(highs) - highs.count(0)  # where the highest sample of 100 ms is none above 0, all are 0
        above += [max(high, -low) for low, high in zip(lows, highs, strict=True) if high > most or low < -most]
    return sum(20 * log10(height / limit) for height in above) / heard if heard else 0.0


def _key(work: Work) -> str:
    done = [work.gain_db, work.ceiling_dbtp]
    return key_of({"kind": "trial", "piece": work.piece.identity, "master": done, "meter": converter.identity()})


def _tried(works: Sequence[Work], store: Store, executor: Executor) -> list[array[int]]:
    missing = [work for work in works if _key(work) not in store]
    runs = batches(missing, lambda work: work.samples)
    for _ in results(start(executor, [partial(trial, store, run) for run in runs])):
        pass
    return [array("h", store.get(_key(work)) or b"") for work in works]


def trial(store: Store, batch: Sequence[Work]) -> int:
    """Master and meter the pieces of `batch` into the store; a job for a worker process. Returns how many they are."""
    sounds = (work.sound(store) for work in batch)
    for work, levels in zip(batch, meter(sounds, batch[0].piece.rate_hz), strict=True):
        store.put(_key(work), array("h", levels).tobytes())
    return len(batch)
