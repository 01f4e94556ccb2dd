"""Work shared out over an executor in batches of about equal length."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import TypeVar

from rhapsode.errors import EncoderError
from rhapsode.executors import Jobs
from rhapsode.pool import give_back_memory

T = TypeVar("T")

BATCHES = 8
"""How many jobs a short track is cut into: enough to keep a few processors evenly busy."""
TIDY_EVERY_S = 0.2
"""Work of a process after which it gives memory back: what is given back must be asked for and cleared again."""
MOST_SAMPLES = 5_000_000
"""Samples in one job, about: they must fit in memory together."""


def batches(
    items: Sequence[T], samples: Callable[[T], int], least: int = BATCHES, most: int = MOST_SAMPLES
) -> list[list[T]]:
    """`items` in at least `least` batches (if there are so many) of about as many samples, the longest first.

    Each item goes to the shortest batch so far, long ones before short ones; one has about `most` samples. How they
    are shared out never shows in the result.
    """
    count = min(len(items), max(least, -(-sum(map(samples, items)) // most)))
    shortest = [(0, at) for at in range(count)]
    made: list[list[T]] = [[] for _ in range(count)]
    for item in sorted(items, key=samples, reverse=True):
        length, at = heapq.heappop(shortest)
        made[at].append(item)
        heapq.heappush(shortest, (length + samples(item), at))
    return sorted(made, key=lambda batch: -sum(map(samples, batch)))


def shared_out(executor: Executor, calls: Sequence[Callable[[], int]]) -> Jobs[int]:
    """Set workers to `calls` (picklable); now and then one gives back the memory that it needed."""
    lost = EncoderError("a worker process died while encoding", "run the command again with --jobs 1")
    return Jobs(executor, [partial(_run, call) for call in calls], lost)


_worked_s = 0.0


def _run(call: Callable[[], int]) -> int:
    global _worked_s  # noqa: PLW0603  # a process has one memory
    begun = time.perf_counter()
    try:
        return call()
    finally:
        _worked_s += time.perf_counter() - begun
        if _worked_s > TIDY_EVERY_S:
            give_back_memory()
            _worked_s = 0.0
