"""How long each letter is said, in the model's units of 25 ms, for a rate in words per minute."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

AS_TRAINED_WPM = 164.5
"""The rate at which the model's own durations, evened, are as long in all as espeak-ng's are at that rate."""
EVEN_LETTERS, EVENING = 75, 0.09
"""The model says a short text faster and a long one slower, by this power of its letters over those of a middling one;
a rate is a rate in texts of short and of long sentences alike, as it is for espeak-ng."""
FEWEST_LETTERS = 12
"""A text of fewer is no faster than one of these."""
CLAUSE_UNITS = 7.0
"""What espeak-ng's silence at a comma is longer."""
CLAUSE_MARKS = frozenset(",;:—")
LAW = "3"
"""Raised when the same rate gives other durations."""


def units(means: Sequence[float], letters: str, rate_wpm: float) -> list[int]:
    """Whole units, at least 1 each, for the durations `means` (in units, as trained) of `letters` and both ends.

    Word by word as many as bring the text to the right length so far, and inside a word each letter its share: the
    parts that are left over go to those that miss most (the largest remainder). The start, which is silence and is cut
    off, stays as it is: stretched, the first sound would begin inside it.
    """
    wanted = [means[0], *(mean * AS_TRAINED_WPM / rate_wpm for mean in evened(means, letters)[1:])]
    so_far = list(accumulate(wanted, initial=0.0))
    found: list[int] = []
    for start, end in _stretches(letters):
        found += _shared(wanted[start:end], round(so_far[end]) - sum(found))
    return found


def evened(means: Sequence[float], letters: str) -> list[float]:
    """Durations as trained, but of the same pace whether the text is long or short, and as restful at commas."""
    said = max(FEWEST_LETTERS, sum(letter.isalpha() for letter in letters))
    pace = (EVEN_LETTERS / said) ** EVENING
    rests = [0.0, *(CLAUSE_UNITS * (letter in CLAUSE_MARKS) for letter in letters), 0.0]
    return [mean * pace + rest for mean, rest in zip(means, rests, strict=True)]


def _stretches(letters: str) -> list[tuple[int, int]]:
    """Words with the space before them, as places among the letters and both ends."""
    cuts = [0, *(place + 1 for place, letter in enumerate(letters) if letter == " "), len(letters) + 2]
    return list(pairwise(cuts))


def _shared(wanted: Sequence[float], total: int) -> list[int]:
    whole = [max(1, int(some)) for some in wanted]
    missing = sorted(range(len(whole)), key=lambda place: whole[place] - wanted[place])
    for place in missing[: max(0, total - sum(whole))]:
        whole[place] += 1
    for place in reversed(missing):
        if sum(whole) <= total:
            break
        if whole[place] > 1:
            whole[place] -= 1
    return whole
