"""How long each letter is said, in the model's units of 25 ms, for a rate in words per minute."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from rhapsode.speaking.natural.misaki import VOWELS

CALIBRATED_WPM = 175
"""The rate at which `paced` is fitted: a text is as long as espeak-ng's, by half of a hundred articles and books."""
TRAINED_SHARE, CONSONANT_UNITS, START_UNITS = 0.36, 2.08, 15.1
"""espeak-ng's length, less its rests: a share of the model's own, so much for each consonant, and for being a text.

The model's own length alone will not do: beside espeak-ng it says a short text faster and a long one slower, and
dwells on vowels, so on spelled acronyms.
"""
REST_UNITS = {**dict.fromkeys(",;:—", 8.8), **dict.fromkeys(".!?…", 12.7)}
"""What espeak-ng rests at a mark inside a text, besides that share."""
LAW = "4"
"""Raised when the same rate gives other durations."""

_ENDING = "".join(REST_UNITS) + " "


def units(means: Sequence[float], letters: str, rate_wpm: float) -> list[int]:
    """Whole units, at least 1 each, for the durations `means` (in units, as trained) of `letters` and both ends.

    Word by word as many as bring the text to the right length so far, and inside a word each letter its share: the
    parts that are left over go to those that miss most (the largest remainder). The start, which is silence and is cut
    off, stays as it is: stretched, the first sound would begin inside it.
    """
    wanted = [means[0], *(mean * CALIBRATED_WPM / rate_wpm for mean in paced(means, letters)[1:])]
    so_far = list(accumulate(wanted, initial=0.0))
    found: list[int] = []
    for start, end in _stretches(letters):
        found += _shared(wanted[start:end], round(so_far[end]) - sum(found))
    return found


def paced(means: Sequence[float], letters: str) -> list[float]:
    """Durations as trained, brought to the pace that makes the text, without its start, as long as espeak-ng's is."""
    inside = len(letters.rstrip(_ENDING))
    rests = {n: REST_UNITS[letter] for n, letter in enumerate(letters[:inside], 1) if letter in REST_UNITS}
    spoken = sum(mean for n, mean in enumerate(means) if n and n not in rests)
    consonants = sum(letter.isalpha() and letter not in VOWELS for letter in letters)
    pace = TRAINED_SHARE + (CONSONANT_UNITS * consonants + START_UNITS) / spoken
    return [mean * TRAINED_SHARE + rests[n] if n in rests else mean * pace for n, mean in enumerate(means)]


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
