"""What is spoken next: always what is wanted soonest, in parts that are small while somebody waits."""

from __future__ import annotations

from collections.abc import Container, Sequence

from rhapsode.estimate import speech_ms
from rhapsode.model import Utterance
from rhapsode.speaking import PlannedUtterance

LEAST_S, MOST_S = 2.0, 30.0
"""Speech in a part, about: of the first one sentence, then ever more, as there is time."""
SHARE = 4
"""A part is at most so much of what is ready to be heard before it, so that it is ready long before its turn."""
RUN_AHEAD_LETTERS = 2_400
"""Of a run that one process speaks, all is waited for that could be written within so many letters of its first."""


def length_s(said: Utterance) -> float:
    """About how long it will take to hear."""
    return (speech_ms(said.text, said.voice.rate_wpm) + max(said.before_ms, said.after_ms)) / 1000


def next_part(
    planned: Sequence[PlannedUtterance],
    lengths_s: Sequence[float],
    first: int,
    settled: Container[int],
    *,
    whole: bool,
    look_ahead_s: float,
) -> range:
    """The numbers of the utterances to speak next, for somebody who is about to hear that of number `first`.

    `settled` are those spoken already or being spoken, `whole` says that no more will be planned. Empty where all
    within `look_ahead_s` is settled, or more must be planned first.
    """
    at, ahead_s = first, 0.0
    while at < len(planned) and at in settled:
        ahead_s += lengths_s[at]
        at += 1
    if at == len(planned) or ahead_s > look_ahead_s:
        return range(0)
    enough_s = min(max(ahead_s / SHARE, LEAST_S), MOST_S)
    end, part_s, letters = at, 0.0, 0
    while end < len(planned) and end not in settled and planned[end].run == planned[at].run:
        part_s += lengths_s[end]
        letters += len(planned[end].utterance.text)
        end += 1
        if planned[at].run < 0 and part_s >= enough_s:
            return range(at, end)
    goes_on = end == len(planned) and not whole and planned[at].run >= 0 and letters < RUN_AHEAD_LETTERS
    return range(0) if goes_on else range(at, end)
