"""Sharing work out: chunks of tasks, as long as an engine's cost makes worth while, and how long one may take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby

from rhapsode.estimate import speech_ms
from rhapsode.plugins import Cost, Engine, EngineChoice
from rhapsode.speaking.planning.speech_task import Task

LETTER_S = 0.06
"""Speech for a letter at 175 words per minute, about."""
LEAST_S, MOST_S = 0.1, 0.8
"""Work in one chunk: worth a process of its own, and short enough that processors come to the end together."""
CHUNKS = 48
"""How many there should be between the two: enough to share a long text out evenly."""
PATIENCE_S = 60.0
"""How long an engine may be silent for before its process counts as hung, besides what it needs."""
SLOWER = 20
"""By how much a busy or old machine may be slower than the one where costs were measured."""


def chunks(wanted: Sequence[Task], cost: Cost) -> Iterator[Sequence[Task]]:
    """`wanted` in runs of about equal length, each at least one task; they depend on the text and the engine alone.

    Of more than one there is an even number (where no task is longer than that), so that two processors have as much
    to do.
    """
    least, most = (round(seconds / cost.s_per_s / LETTER_S) for seconds in (LEAST_S, MOST_S))
    total = sum(len(task.text) for task in wanted) or 1
    size = max(min(max(total // CHUNKS, least), most), 1)
    count = -(-total // size)
    count += count % 2 if count > 1 else 0
    ends = accumulate(len(task.text) for task in wanted)
    for _, run in groupby(zip(wanted, ends, strict=True), key=lambda pair: (pair[1] - 1) * count // total):
        yield [task for task, _ in run]


def patience_s(cost: Cost, wanted: Sequence[Task]) -> float:
    """How long an engine may take for the longest of `wanted` before its process counts as hung."""
    longest_s = max((speech_ms(task.text, task.voice.rate_wpm) / 1000 for task in wanted), default=0.0)
    return PATIENCE_S + SLOWER * (cost.start_s + cost.s_per_s * longest_s)


def speaking_s(wanted: Sequence[Task], engines: Mapping[EngineChoice, Engine], processors: int) -> float:
    """About how long so many processors take to speak `wanted`, starting included; `engines` by their choices."""
    total = 0.0
    for choice, engine in engines.items():
        own = [speech_ms(task.text, task.voice.rate_wpm) / 1000 for task in wanted if task.engine == choice]
        workers = min(processors, engine.most_workers or processors)
        total += engine.cost.start_s * bool(own) + engine.cost.s_per_s * sum(own) / workers
    return total
