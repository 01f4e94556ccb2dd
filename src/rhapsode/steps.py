"""When each step of a document's making began and how long it took, for whoever collects that.

Where nobody collects, a step costs one look.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple


class Step(NamedTuple):
    """One step, as it was done by one thread; steps of one thread lie in each other or apart."""

    name: str
    """`read`, `script`, `plan`, `speak`, `mix`, in it `measure`, `encode` and `write`, and `verify`."""
    begun_s: float
    """Since 1970, UTC."""
    seconds: float
    machine: str
    process: int
    thread: int


_collected: ContextVar[list[Step] | None] = ContextVar("steps", default=None)


@contextmanager
def collecting() -> Iterator[list[Step]]:
    """The steps that end in this context while it lasts, in the order of their ends; an inner one takes its own."""
    steps: list[Step] = []
    token = _collected.set(steps)
    try:
        yield steps
    finally:
        _collected.reset(token)


@contextmanager
def step(name: str) -> Iterator[None]:
    """What is done while it lasts is the step `name`, also where it ends with an error."""
    steps = _collected.get()
    if steps is None:
        yield
        return
    begun_s, begun = time.time(), time.monotonic()
    try:
        yield
    finally:
        steps.append(made(name, begun_s, time.monotonic() - begun))


def made(name: str, begun_s: float, seconds: float) -> Step:
    """A step of this thread."""
    return Step(name, begun_s, seconds, _machine(), os.getpid(), threading.get_native_id())


def _machine() -> str:
    import platform  # only where something is collected

    return platform.node()
