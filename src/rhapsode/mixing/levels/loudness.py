"""Loudness by ITU-R BS.1770-4: a piece's blocks, the programme's level from all of them, the gain that follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log10, pi, tan

ABSOLUTE_GATE = -7_000
"""Annex 1: blocks below −70 LUFS do not count. In hundredths."""
RELATIVE_GATE = 1_000
"""The same: nor do blocks 10 LU below the mean of the rest. In hundredths."""
OFFSET = -0.691
"""The same: makes a full-scale sine of 997 Hz read −3.01."""
HOPS = 4
"""A block of 400 ms is four hops of 100 ms; blocks overlap by three."""
STEP_DB = 0.2
"""The gain is a multiple of this, so a small edit leaves it, and with it every encoded piece, as it was."""
HEADROOM = 0.5
"""K-weighted samples come this much smaller: the shelf can lift a peak above full scale."""
FULL_SCALE = HEADROOM * (1 << 15)


def k_weighting(rate_hz: int) -> list[tuple[float, ...]]:
    """The two biquads of annex 1 as (b0, b1, b2, a0, a1, a2), for any rate; the first smaller by `HEADROOM`.

    The standard lists coefficients for 48 kHz only; these are the analogue filters that give them (bilinear transform;
    frequencies, gain and quality as derived by De Man, "Evaluation of implementations of the EBU R128 loudness
    measurement", 2018).
    """
    k, q = tan(pi * 1681.974450955533 / rate_hz), 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    shelf = ((high + band * k / q + k * k), 2 * (k * k - high), (high - band * k / q + k * k))
    low, p = tan(pi * 38.13547087602444 / rate_hz), 0.5003270373238773
    shelf_norm, pass_norm = 1 + k / q + k * k, 1 + low / p + low * low
    return [
        (
            *(HEADROOM * b / shelf_norm for b in shelf),
            1.0,
            2 * (k * k - 1) / shelf_norm,
            (1 - k / q + k * k) / shelf_norm,
        ),
        (1.0, -2.0, 1.0, 1.0, 2 * (low * low - 1) / pass_norm, (1 - low / p + low * low) / pass_norm),
    ]


def levels(hops: Iterable[bytes], rate_hz: int) -> tuple[int, ...]:
    """The loudness of each 400 ms block, every 100 ms, in hundredths of a LUFS.

    `hops` are K-weighted 16-bit samples in runs of 100 ms; what the last lacks counts as silence.
    """
    import audioop

    step = 2 * (rate_hz // 10)
    powers = [0.0] * (HOPS - 1)
    for hop in hops:
        powers.append((audioop.rms(hop, 2) / FULL_SCALE) ** 2 * len(hop) / step)
    powers += [0.0] * (HOPS - 1)
    return tuple(_hundredths(sum(powers[at : at + HOPS]) / HOPS) for at in range(len(powers) - HOPS + 1))


def _hundredths(power: float) -> int:
    return max(-12_000, round(100 * (OFFSET + 10 * log10(power)))) if power > 0 else -12_000


def integrated(pieces: Iterable[Sequence[int]]) -> float | None:
    """Integrated loudness in LUFS of all blocks (hundredths of a LUFS); None where no block passes the gates."""
    counts: Counter[int] = Counter()
    for piece in pieces:
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
