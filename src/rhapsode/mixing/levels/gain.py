"""The one gain of a track: from what its pieces measure to the loudness asked for."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from concurrent.futures import Executor
from functools import partial
from math import floor, log10
from typing import NamedTuple

from rhapsode import ffmpeg
from rhapsode.mixing.batches import batches, shared_out
from rhapsode.mixing.cutting.pieces import Piece
from rhapsode.mixing.levels.loudness import gain_db, integrated
from rhapsode.mixing.levels.mastered_pieces import HEADROOM_DB, mastered
from rhapsode.mixing.levels.measuring import Measurements, meter
from rhapsode.mixing.levels.waveform_peaks import height
from rhapsode.mixing.limiter import FULL_SCALE
from rhapsode.store import Store, key_of

TRIALS = 5
NOTICEABLE_DB = 0.3
"""Mean excess of the loudest samples over the limit, above which the limiter is tried out."""


class Gain(NamedTuple):
    """What is done to every sample of the track."""

    db: float = 0.0
    ceiling_dbtp: float | None = None
    """What no peak may go beyond; None: no limiter."""
    loudness_lufs: float | None = None
    """What the track then has; None where nothing was measured."""


def chosen_gain(
    cut: Sequence[Piece],
    measured: Sequence[Measurements],
    target: float | None,
    ceiling: float,
    store: Store,
    executor: Executor,
) -> Gain:
    """The gain that brings the pieces `cut` to `target` LUFS (None: as they are) under `ceiling` dBTP.

    Loudness is what the blocks say. Where the limiter works hard, what it takes away must be heard before it can be
    made up: the pieces are mastered and metered, and the gain corrected.
    """
    if target is None:
        return Gain()
    before = integrated(known.levels for known in measured)
    gain = gain_db(before, target)
    if before is None or excess_db(measured, gain - ceiling + HEADROOM_DB) < NOTICEABLE_DB:
        return Gain(gain, ceiling, None if before is None else round(before + gain, 2))
    heard = before + gain
    for _ in range(TRIALS):
        heard = integrated(_tried(cut, measured, gain, ceiling, store, executor)) or heard
        change = gain_db(heard, target)
        if not change:
            break
        gain = round(gain + change, 1)
    return Gain(gain, ceiling, round(heard, 2))


def excess_db(measured: Sequence[Measurements], over_db: float) -> float:
    """By how much, in the mean, the loudest sample of each 100 ms with sound is above the limit; `over_db` louder."""
    limit = FULL_SCALE * 10 ** (-over_db / 20)
    most = floor(limit)
    heard = 0
    above: list[int] = []
    for known in measured:
        lows, highs = known.peaks[::2], known.peaks[1::2]
        heard += len(highs) - highs.count(0)  # where the highest sample of 100 ms is none above 0, all are 0
        if height(known.peaks) > most:
            above += [max(high, -low) for low, high in zip(lows, highs, strict=True) if high > most or low < -most]
    return sum(20 * log10(peak / limit) for peak in above) / heard if heard else 0.0


def _tried(
    cut: Sequence[Piece],
    measured: Sequence[Measurements],
    gain: float,
    ceiling: float,
    store: Store,
    executor: Executor,
) -> list[array[int]]:
    """The levels of the blocks of each piece, mastered with this gain."""
    keys = [_key(piece, gain, ceiling) for piece in cut]
    absent = store.absent(keys)
    missing = [(piece, known.frames) for piece, known, key in zip(cut, measured, keys, strict=True) if key in absent]
    runs = batches(missing, lambda pair: pair[1])
    calls = [partial(_try, store, [piece for piece, _ in run], gain, ceiling) for run in runs]
    for _ in shared_out(executor, calls):
        pass
    store.bring(keys)
    return [store.read(key, partial(array, "h")) for key in keys]


def _key(piece: Piece, gain: float, ceiling: float) -> str:
    return key_of({"kind": "trial", "piece": piece.identity, "master": [gain, ceiling], "meter": ffmpeg.identity()})


def _try(store: Store, batch: Sequence[Piece], gain: float, ceiling: float) -> int:
    """Master and meter the pieces of `batch` into the store; a job for a worker process. Returns how many they are."""
    sounds = (b"".join(mastered(piece, store, gain, ceiling)) for piece in batch)
    for piece, levels in zip(batch, meter(sounds, batch[0].rate_hz, batch[0].section), strict=True):
        store.put(_key(piece, gain, ceiling), array("h", levels).tobytes())
    return len(batch)
