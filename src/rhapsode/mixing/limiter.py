"""The one gain and the limiter, on 16-bit samples.

The limiter looks ahead: over each slice of `SLICE` samples it knows the loudest sample, sinks to what that one needs
over `ATTACK_MS` before it, and rises again over `RELEASE_MS` after it, in steps too small to hear. Where nothing comes
near the limit every sample is only multiplied.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

SLICE = 32
"""Samples with one gain."""
ATTACK_MS = 2
RELEASE_MS = 20
FULL_SCALE = 32_767
GLANCE = 16
"""Blocks that are looked at together: in most of a track there is nothing to limit."""
PART_BYTES = 1 << 17
"""Most that is handed on at once."""


def limited(samples: bytes | memoryview, rate_hz: int, gain_db: float, limit_db: float) -> Iterator[bytes]:
    """`samples` louder by `gain_db`, none above `limit_db` (relative to full scale), in parts; the length stays."""
    import audioop

    view = memoryview(samples)
    gain, limit = 10 ** (gain_db / 20), FULL_SCALE * 10 ** (limit_db / 20)
    block = SLICE * (_slices(RELEASE_MS, rate_hz) + 1)
    before = SLICE * (_slices(ATTACK_MS, rate_hz) + 1)
    near: list[list[int]] = []  # what a loud block reaches: a little before it, and one more block
    for at in _above(view, block, limit / gain):
        start, end = max(0, at * block - before), (at + 2) * block
        if near and start <= near[-1][1]:
            near[-1][1] = end
        else:
            near.append([start, end])
    done = 0
    for start, end in [*near, [len(view) // 2, 0]]:
        yield from (audioop.mul(part, 2, gain) for part in in_parts(view[2 * done : 2 * start]))
        if end:
            yield _held_down(view[2 * start : 2 * end], rate_hz, gain, limit)
        done = end


def in_parts(samples: memoryview) -> Iterator[memoryview]:
    """`samples` in parts that are short enough to hand on."""
    return (samples[at : at + PART_BYTES] for at in range(0, len(samples), PART_BYTES))


def _above(samples: memoryview, block: int, most: float) -> Iterator[int]:
    """The number of each block of so many frames that has a sample above `most`."""
    for at, widely in enumerate(_peaks(samples, GLANCE * block)):
        if widely > most:
            begin = at * GLANCE
            peaks = _peaks(samples[2 * begin * block : 2 * (begin + GLANCE) * block], block)
            yield from (begin + number for number, peak in enumerate(peaks) if peak > most)


def _held_down(samples: memoryview, rate_hz: int, gain: float, limit: float) -> bytes:
    import audioop

    factors = envelope([gain * peak / limit for peak in _peaks(samples, SLICE)], rate_hz)
    out = []
    at = 0
    for factor, run in groupby(factors):
        end = at + 2 * SLICE * len(list(run))
        out.append(audioop.mul(samples[at:end], 2, gain * factor))
        at = end
    return b"".join(out)


def _peaks(samples: memoryview, frames: int) -> list[int]:
    """The loudest sample of every `frames`."""
    import audioop

    step = 2 * frames
    return [audioop.max(samples[at : at + step], 2) for at in range(0, len(samples), step)]


def envelope(overs: Sequence[float], rate_hz: int) -> list[float]:
    """The limiter's factor for every slice, at most 1, given each one's peak relative to the limit.

    In decibels it falls and rises in straight lines; each slice gets at most what it needs.
    """
    ahead, behind = _slices(ATTACK_MS, rate_hz), _slices(RELEASE_MS, rate_hz)
    wanted = [1.0 if over <= 1 else 1 / over for over in overs]
    return list(map(min, _decayed(wanted, behind), reversed(list(_decayed(wanted[::-1], ahead)))))


def _slices(milliseconds: int, rate_hz: int) -> int:
    return max(1, milliseconds * rate_hz // 1000 // SLICE)


def _decayed(wanted: Sequence[float], slices: int) -> Iterator[float]:
    """Each value, or what is left of an earlier lower one as it rises back to 1 over about `slices`."""
    held, root = 1.0, 1.0
    for value in wanted:
        if held < 1.0:
            held = min(1.0, held * root)
        if value <= held and value < 1.0:
            held, root = value, value ** (-1 / slices)
        yield held
