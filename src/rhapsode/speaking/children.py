"""Running speech code in a child process of its own, so that whatever it does to itself stays there.

espeak-ng can end the process, hang, or carry state from one sentence to the next; a fresh child for each piece of work
makes the first two errors like any other and the third impossible.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from typing import Any

from rhapsode.errors import EngineError, RhapsodeError
from rhapsode.pool import die_with_parent, keep_freed_memory, start_method


class ChildFailed(EngineError):
    """The child ended, or said nothing for too long, before its work was done."""


def run_child(function: Callable[..., Iterable[Any]], *args: object, patience_s: float) -> Iterator[Any]:
    """Yield what `function(*args)` yields in a fresh child process.

    `function` is a top-level generator function; its items and arguments are picklable. Raises ChildFailed when the
    child dies or is silent for `patience_s`, and re-raises the RhapsodeError that ended it.
    """
    context: Any = multiprocessing.get_context(start_method())
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_serve, args=(theirs, os.getpid(), function, args), daemon=True)
    child.start()
    theirs.close()
    try:
        while True:
            if not ours.poll(patience_s):
                raise ChildFailed(f"the speech library said nothing for {patience_s:.0f} s")
            try:
                kind, item = ours.recv()
            except EOFError:
                child.join()
                raise ChildFailed(f"the speech library ended its process ({_ending(child.exitcode)})") from None
            if kind == "end":
                return
            if kind == "error":
                raise item
            yield item
    finally:
        ours.close()
        child.join(0.2)
        if child.is_alive():
            child.kill()
        child.join()


def _ending(code: int | None) -> str:
    return f"signal {signal.Signals(-code).name}" if code is not None and code < 0 else f"exit code {code}"


def _serve(
    connection: Connection, parent: int, function: Callable[..., Iterable[Any]], args: tuple[object, ...]
) -> None:
    die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _silence()
    keep_freed_memory()
    try:
        for item in function(*args):
            connection.send(("item", item))
    except RhapsodeError as error:
        connection.send(("error", error))
    except Exception as fault:
        connection.send(("error", EngineError(f"the engine failed: {type(fault).__name__}: {fault}")))
    else:
        connection.send(("end", None))


def _silence() -> None:
    """Drivers and libraries print; results are ours alone to print."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  # open until the child ends
