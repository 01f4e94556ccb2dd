"""Sentences that one process speaks, one after the other, where the engine carries state from each to the next.

Such a sentence sounds as it does because of those before it, so they are part of its clip's key. Runs are cut where the
sentences themselves say so: an edit changes the run that it is in, and the others stay as they were wherever they move.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator

from rhapsode.plugins import EngineChoice
from rhapsode.speaking.planning.speech_task import Task

LEAST_LETTERS = 1_200
"""In a run, but the last: what is worth a process of its own, which costs as much as 200 letters."""
ENOUGH_LETTERS = 2_000
"""The same after the first runs: an article is shared out evenly, a book has two thirds of the processes.

With 4,000 ten hours take 1 % less, and an edit of them, which speaks half a run anew, 6 % more."""
SHARE = 8
"""In between, a run has at least this part of the letters before it. It saves 1 s of the 45 of ten hours."""
MOST = 2
"""After so many times the least letters the next sentence begins a run, whatever it is."""
ONE_IN = 4
"""How many of the sentences may begin a run, by their keys."""


class SpokenRuns:
    """The runs of a script, as its sentences are added in speaking order."""

    def __init__(self) -> None:
        self._runs: list[list[Task]] = []
        self._last: dict[EngineChoice, int] = {}
        """The number of each engine's last run."""
        self._letters: dict[EngineChoice, int] = {}
        self._known: dict[str, Task] = {}
        self._numbers: dict[str, int] = {}
        """Of the run in which the clip of a key is spoken."""
        self._before = 0

    def add(self, task: Task) -> Task:
        """`task` with the key of its place: the first of a run keeps its own. One said before stays where it was."""
        if known := self._known.get(task.key):
            return known
        if task.engine not in self._last or self._begins(task):
            self._last[task.engine] = len(self._runs)
            self._letters[task.engine] = 0
            self._runs.append([])
        run = self._runs[self._last[task.engine]]
        placed = task._replace(key=following(run[-1].key, task.key)) if run else task
        run.append(placed)
        self._letters[task.engine] += len(task.text)
        self._before += len(task.text)
        self._known[task.key] = placed
        self._numbers[placed.key] = self._last[task.engine]
        return placed

    def number(self, key: str) -> int:
        """Which run, from 0, the clip of that key is spoken in; -1 where it is in none."""
        return self._numbers.get(key, -1)

    def needed(self, missing: Collection[str]) -> Iterator[tuple[Task, ...]]:
        """What must be spoken for the clips whose keys are in `missing`: of each run all up to the last of them."""
        for number in sorted({self._numbers[key] for key in missing if key in self._numbers}):
            run = self._runs[number]
            end = max((at for at, task in enumerate(run, 1) if task.key in missing), default=0)
            if end:
                yield tuple(run[:end])

    def _begins(self, task: Task) -> bool:
        letters = self._letters[task.engine]
        least = min(max(self._before // SHARE, LEAST_LETTERS), ENOUGH_LETTERS)
        return letters >= least * MOST or (letters >= least and int(task.key[:8], 16) % ONE_IN == 0)


def following(before: str, own: str) -> str:
    """The key of a clip that is spoken after the one of the key `before` in the same process."""
    return hashlib.sha256(f"{before} {own}".encode()).hexdigest()
