"""What can be told of a stretch of speech without knowing its words: where it is loud, where voiced, where it ends."""

from __future__ import annotations

import audioop
from collections.abc import Sequence
from typing import NamedTuple

HOP_MS = 10
HOP_FRAMES = 160
"""At 16 kHz."""
QUIET = 0.008
"""Of the sentence's level (-42 dB): below it nothing is said."""
AUDIBLE = 0.03
"""Of the sentence's level (-30 dB): every word is louder than this somewhere."""
FLOOR = 20
"""Root mean square of 16-bit samples below which there is no speech at all, -64 dBFS."""
VOICED = 0.22
"""Zero crossings for each sample: vowels have fewer, hiss and white noise (0.5) more."""


class Measures(NamedTuple):
    """A row of numbers, one for each 10 ms of the sound."""

    level: float
    """Root mean square of the loud half."""
    loudness: tuple[int, ...]
    crossings: tuple[float, ...]

    def edges_ms(self) -> tuple[int, int]:
        """Where the first sound begins and the last ends; `(0, 0)` where there is none."""
        loud = [at for at, one in enumerate(self.loudness) if one > max(FLOOR, QUIET * self.level)]
        return (loud[0] * HOP_MS, (loud[-1] + 1) * HOP_MS) if loud else (0, 0)

    def is_silent(self) -> bool:
        """Whether nothing is said in it."""
        return self.level < FLOOR

    def longest_gap_ms(self, start_ms: float, end_ms: float) -> tuple[int, int]:
        """Begin and end of the longest stretch between the two times in which nothing is said."""
        best, since = (0, 0), int(start_ms // HOP_MS)
        for at in range(since, min(int(end_ms // HOP_MS), len(self.loudness)) + 1):
            ended = at >= min(int(end_ms // HOP_MS), len(self.loudness))
            if ended or self.loudness[at] > max(FLOOR, QUIET * self.level):
                best = max(best, (since, at), key=lambda gap: gap[1] - gap[0])
                since = at + 1
        return best[0] * HOP_MS, best[1] * HOP_MS

    def is_hiss(self, start_ms: float, end_ms: float) -> bool:
        """Whether nothing that is said between the two times is like a vowel."""
        span = _hops(start_ms, end_ms)
        both = zip(self.loudness[span], self.crossings[span], strict=True)
        return all(crossed >= VOICED for one, crossed in both if one > AUDIBLE * self.level)

    def audible_share(self, start_ms: float, end_ms: float) -> float:
        """Of the time between the two, in which something is said; 1 where that is no time at all."""
        span = self.loudness[_hops(start_ms, end_ms)]
        return sum(one > AUDIBLE * self.level for one in span) / len(span) if span else 1.0

    def longest_hiss_ms(self) -> tuple[int, int]:
        """Begin and end of the longest stretch that is loud and has nothing like a vowel in it."""
        best, since = (0, 0), 0
        for at, (one, crossed) in enumerate(zip((*self.loudness, 0), (*self.crossings, 0.0), strict=True)):
            if one <= AUDIBLE * self.level or crossed < VOICED:
                best = max(best, (since, at), key=lambda gap: gap[1] - gap[0])
                since = at + 1
        return best[0] * HOP_MS, best[1] * HOP_MS


def measured(pcm: bytes) -> Measures:
    """The measures of `pcm`, 16-bit mono at 16 kHz."""
    step = 2 * HOP_FRAMES
    hops = [pcm[at : at + step] for at in range(0, len(pcm) - step + 1, step)]
    loudness = tuple(audioop.rms(hop, 2) for hop in hops)
    crossings = tuple(audioop.cross(hop, 2) / HOP_FRAMES for hop in hops)
    return Measures(_level(loudness), loudness, crossings)


def _level(loudness: Sequence[int]) -> float:
    louder = sorted(loudness)[len(loudness) // 2 :]
    return (sum(one * one for one in louder) / len(louder)) ** 0.5 if louder else 0.0


def _hops(start_ms: float, end_ms: float) -> slice:
    return slice(max(0, round(start_ms / HOP_MS)), max(0, round(end_ms / HOP_MS)))
