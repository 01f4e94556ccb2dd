"""Whether the words of an utterance, laid along its sound by force, come when the timeline says."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from rhapsode.verifying.passages import Passage
from rhapsode.verifying.word_finder import Hearing

STRAY_MS = 60
"""Two times that are nearer are the same: so are 95 of 100 word onsets of clean speech."""
IN_A_ROW = 3
"""Words that must stray to the same side before the timeline is said to be wrong."""
FAR_MS = 120
ASTRAY_SHARE = 0.6


def strays(off_ms: Sequence[float]) -> bool | None:
    """Whether several words in a row are heard too early or too late; None where the timeline does not say."""
    if not off_ms:
        return None
    count = min(IN_A_ROW, len(off_ms))
    rows = [off_ms[at : at + count] for at in range(len(off_ms) - count + 1)]
    return any(min(row) > STRAY_MS or max(row) < -STRAY_MS for row in rows) or abs(median(off_ms)) > STRAY_MS


def is_astray(off_ms: Sequence[float]) -> bool:
    """Whether most of the words are nowhere near where the timeline has them."""
    far = sum(abs(one) > FAR_MS for one in off_ms)
    return len(off_ms) >= IN_A_ROW and far > ASTRAY_SHARE * len(off_ms)


def offsets_ms(passage: Passage, laid: Hearing) -> list[float]:
    """How much later than by the timeline each word is heard, of those that it has.

    `laid` has every word of the passage, as they were laid along its sound by force.
    """
    zero_ms = passage.start_ms - passage.lead_ms
    return [
        zero_ms + word.start_ms - passage.word_ms[word.place][0] for word in laid.words if word.place in passage.word_ms
    ]
