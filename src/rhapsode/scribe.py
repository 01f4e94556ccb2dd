"""A process that reads sources and writes their scripts, begun before the program's options are understood.

Before the first word is spoken Python loads some two hundred modules, half of them for reading and writing. The scribe
is a fork of the program that loads its half while the program loads its own; only what both need is loaded before.
Of several sources it reads the next while the last is still being mixed. A source that ends the process which reads
it, or eats all the memory there is, ends the scribe and not the program.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Sequence
from typing import IO, TypeVar

from rhapsode import writing
from rhapsode.errors import RhapsodeError, SourceUnreadable
from rhapsode.model import Script
from rhapsode.writing import Request

T = TypeVar("T")

REHEARSAL = b"One word."
"""Written while the options are still being read, for what it leaves loaded."""


class Scribe:
    """The program's end of it."""

    def __init__(self, process_id: int, requests: IO[bytes], scripts: IO[bytes]) -> None:
        self._process_id, self._requests, self._scripts = process_id, requests, scripts
        self._pending: list[Request] = []

    def begin(self, requests: Sequence[Request]) -> None:
        """Have the scripts of `requests` written, in this order. To be called once."""
        try:
            pickle.dump(list(requests), self._requests)
            self._requests.close()
            self._pending = list(requests)
        except OSError:
            return  # it is gone, and `write` does without

    def write(self, request: Request) -> Script:
        """The script of `request`, as `writing.write` gives it and raising what that raises.

        Here where the scribe was not asked or had a fault. SourceUnreadable where the source has ended it.
        """
        while request in self._pending:
            asked = self._pending.pop(0)
            try:
                script: Script | RhapsodeError | None = pickle.load(self._scripts)  # noqa: S301  # from our own fork
            except (EOFError, OSError) as fault:
                self._pending.clear()
                what = f"{asked.source} has ended the process that read it"
                raise SourceUnreadable(what, "it is damaged, or too large for this machine") from fault
            if asked == request:
                if isinstance(script, RhapsodeError):
                    raise script
                if script is not None:
                    return script
                break
        return writing.write(request)

    def close(self) -> None:
        """End it, whatever it is doing."""
        os.kill(self._process_id, signal.SIGKILL)
        os.waitpid(self._process_id, 0)


def start() -> Scribe | None:
    """A scribe; None where processes do not fork safely. To be called before any thread is started."""
    if sys.platform != "linux":
        return None
    request_end, requests = os.pipe()
    scripts, script_end = os.pipe()
    program = os.getpid()
    process_id = os.fork()
    if process_id:
        os.close(request_end)
        os.close(script_end)
        return Scribe(process_id, os.fdopen(requests, "wb"), os.fdopen(scripts, "rb"))
    os.close(requests)
    os.close(scripts)
    try:
        _serve(program, os.fdopen(request_end, "rb"), os.fdopen(script_end, "wb"))
    finally:
        os._exit(0)


def _serve(program: int, requests: IO[bytes], scripts: IO[bytes]) -> None:
    from rhapsode.pool import die_with_parent, usable_processors

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program decides
    die_with_parent(program)
    writing.write(writing.Request("-", REHEARSAL))
    for request in pickle.load(requests):  # noqa: S301  # from the program that this is a fork of
        script: Script | RhapsodeError | None
        try:
            script = writing.write(request, _beside if usable_processors() > 1 else None)
        except RhapsodeError as error:
            script = error
        except Exception:
            script = None
        pickle.dump(script, scripts, pickle.HIGHEST_PROTOCOL)
        scripts.flush()


def _beside(work: Callable[[], T]) -> Callable[[], T | None]:
    """Begin `work` in a fork of this process; gives what waits for its result, None where it ended without one."""
    from rhapsode.pool import die_with_parent

    scribe = os.getpid()
    result_end, result = os.pipe()
    process_id = os.fork()
    if not process_id:
        try:
            die_with_parent(scribe)
            os.close(result_end)
            with os.fdopen(result, "wb") as sent:
                pickle.dump(work(), sent, pickle.HIGHEST_PROTOCOL)
        finally:
            os._exit(0)
    os.close(result)

    def wait() -> T | None:
        with os.fdopen(result_end, "rb") as received:
            try:
                made: T = pickle.load(received)  # noqa: S301  # from our own fork
            except (EOFError, pickle.UnpicklingError):
                return None
            finally:
                os.waitpid(process_id, 0)
        return made

    return wait
