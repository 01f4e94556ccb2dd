"""A process that speaks on request: a fresh interpreter, so that whatever started it may have threads, or be a daemon.

`python -c` starts it with one end of a connection; it serves until the other end is closed or its parent is gone.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from rhapsode.errors import EngineError, RhapsodeError
from rhapsode.pool import die_with_parent, keep_freed_memory, leave_signals_to_parent

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


class ChildFailed(EngineError):
    """The child ended, or said nothing for too long, before its work was done."""


class Asked(NamedTuple):
    """A request."""

    function: Callable[..., Iterable[Any]]
    args: tuple[object, ...]
    fresh: bool
    """Whether in a fork of this process, which ends with the work."""
    before: Callable[[], None] | None = None
    """To be called first, in this process itself."""


def main(descriptor: int, parent: int) -> None:
    """Serve the connection whose end is the file `descriptor`."""
    from multiprocessing.connection import Connection

    die_with_parent(parent)
    leave_signals_to_parent()
    with Connection(descriptor) as connection:
        serve(connection)


def serve(connection: Connection) -> None:
    """Answer requests, one after the other, until there are no more."""
    with suppress(EOFError, OSError):
        while True:
            asked: Asked = connection.recv()
            if asked.before:
                with suppress(Exception):  # whoever needs it meets the fault again, and can tell
                    asked.before()
            if asked.fresh and sys.platform == "linux":
                _answer_in_a_fork(connection, asked)
            else:
                answer(connection, asked.function, asked.args)


def answer(connection: Connection, function: Callable[..., Iterable[Any]], args: tuple[object, ...]) -> None:
    """Send what `function(*args)` yields, then `end`, or the error that ended it."""
    try:
        for item in function(*args):
            connection.send(("item", item))
    except RhapsodeError as error:
        connection.send(("error", error))
    except Exception as fault:
        connection.send(("error", EngineError(f"the engine failed: {type(fault).__name__}: {fault}")))
    else:
        connection.send(("end", None))


def ending(code: int | None) -> str:
    """What `ChildFailed` says of a process that ended with `code`, negative for a signal."""
    how = f"signal {signal.Signals(-code).name}" if code is not None and code < 0 else f"exit code {code}"
    return f"the speech library ended its process ({how})"


def _answer_in_a_fork(connection: Connection, asked: Asked) -> None:
    server = os.getpid()
    process_id = os.fork()
    if not process_id:
        try:
            die_with_parent(server)
            keep_freed_memory()
            answer(connection, asked.function, asked.args)
        except BaseException:
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(process_id, 0)[1])
    if code:
        connection.send(("error", ChildFailed(ending(code))))
