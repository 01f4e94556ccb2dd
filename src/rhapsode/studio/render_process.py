"""A render in a process of its own: it ends at once when it is told to, and takes no time from the page meanwhile."""

from __future__ import annotations

import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

from rhapsode.errors import EngineError
from rhapsode.model import Progress
from rhapsode.pipeline import Watcher
from rhapsode.pool import settle_worker, start_method
from rhapsode.work_folders import sweep_work_folders

T = TypeVar("T")

LOOK_S = 0.2
"""Between two looks at whether it is still wanted."""


def in_own_process(make: Callable[[Watcher], T], watch: Watcher) -> T:
    """What `make`, which is picklable, returns or raises in a new process; it is ended where `watch` raises.

    `watch` is told again and again how far it is, here. Raises EngineError where the process is lost.
    """
    import multiprocessing  # not at the top: the page is shown sooner

    context = multiprocessing.get_context(start_method())
    told, telling = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(make, telling, os.getpid()))  # type: ignore[attr-defined]
    progress = Progress("read", "", 0, 0)
    process.start()
    try:
        telling.close()
        while True:
            watch(progress)
            if not told.poll(LOOK_S):
                continue
            kind, value = told.recv()
            if kind == "made":
                return value  # type: ignore[no-any-return]
            if kind == "raised":
                raise value
            progress = value
    except EOFError as fault:
        lost = "the process that made it was ended from outside"
        raise EngineError(lost, "try again: what was spoken is kept") from fault
    finally:
        process.kill()
        process.join()
        told.close()
        sweep_work_folders()


def _work(make: Callable[[Watcher], object], telling: Connection, parent: int) -> None:
    settle_worker(parent)
    try:
        answer = "made", make(lambda progress: telling.send(("progress", progress)))
    except Exception as fault:
        telling.send(("raised", fault))
    else:
        telling.send(answer)
