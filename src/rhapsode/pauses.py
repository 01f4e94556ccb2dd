"""The silences around utterances, from what each of them asks for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rhapsode.model import Utterance


def pauses_ms(utterances: Sequence[Utterance]) -> list[int]:
    """The silences before, between and after: one more than there are utterances.

    Between two the larger wish counts; the first `before_ms` is the head and the last `after_ms` the tail.
    """
    if not utterances:
        return [0]
    between = (max(a.after_ms, b.before_ms) for a, b in pairwise(utterances))
    return [max(0, pause) for pause in (utterances[0].before_ms, *between, utterances[-1].after_ms)]
