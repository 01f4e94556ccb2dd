"""The programme's integrated loudness from the blocks of its pieces, and the one gain that follows from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import log10

ABSOLUTE_GATE = -7_000
"""ITU-R BS.1770-4, annex 1: blocks below −70 LUFS do not count. In hundredths."""
RELATIVE_GATE = 1_000
"""The same: nor do blocks 10 LU below the mean of the rest. In hundredths."""
STEP_DB = 0.2
"""The gain is a multiple of this, so a small edit leaves it, and with it every encoded piece, as it was."""


def integrated(levels: Iterable[Iterable[int]]) -> float | None:
    """Integrated loudness in LUFS of all blocks (hundredths of a LUFS); None where no block passes the gates."""
    counts: Counter[int] = Counter()
    for piece in levels:
        counts.update(piece)
    heard = {level: count for level, count in counts.items() if level > ABSOLUTE_GATE}
    if not heard:
        return None
    gate = 100 * _mean(heard) - RELATIVE_GATE
    return _mean({level: count for level, count in heard.items() if level > gate})


def _mean(counts: dict[int, int]) -> float:
    power = sum(count * 10 ** (level / 1000) for level, count in counts.items())
    return 10 * log10(power / sum(counts.values()))


def gain_db(measured: float | None, target: float | None) -> float:
    """The constant gain from `measured` to `target`, in dB, to the nearest step; 0 where either is None."""
    if measured is None or target is None:
        return 0.0
    return round(round((target - measured) / STEP_DB) * STEP_DB, 1)
