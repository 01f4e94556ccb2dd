"""The waveform: lowest and highest sample of each stretch of sound, in turn."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

PEAKS_PER_SECOND = 10
"""Of a piece that is measured."""
BUCKETS = 1_600
"""Most buckets in a track's waveform."""


def minmax(samples: bytes, frames: int) -> list[int]:
    """Lowest and highest sample of every run of `frames`, in turn."""
    import audioop

    step, view = 2 * frames, memoryview(samples)
    return [value for at in range(0, len(view), step) for value in audioop.minmax(view[at : at + step], 2)]


def height(peaks: Sequence[int]) -> int:
    """How far the loudest of `peaks` is from 0."""
    import audioop

    low, high = audioop.minmax(array("h", peaks), 2)
    return max(-low, high)


def waveform(fine: Sequence[int], gain: float = 0.0) -> tuple[int, ...]:
    """Lowest and highest samples in turn, brought to at most `BUCKETS` pairs, louder by `gain` dB."""
    step = 2 * (-(-len(fine) // (2 * BUCKETS)) or 1)
    factor = 10 ** (gain / 20)
    flat: list[int] = []
    for at in range(0, len(fine), step):
        bucket = fine[at : at + step]
        flat.append(max(-32_768, round(factor * min(bucket[::2]))))
        flat.append(min(32_767, round(factor * max(bucket[1::2]))))
    return tuple(flat)
