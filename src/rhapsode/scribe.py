"""A process that reads and writes scripts while the program that asked it is still starting.

Before the first word can be spoken Python loads some two hundred modules, half of them for reading and writing, and it
loads them on one processor. The scribe is a fork of the program made before any of them: it loads its half while the
program loads its own. What it cannot do is done by the program itself, so nothing depends on it.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from contextlib import suppress
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from rhapsode.model import Script
    from rhapsode.writing import Request

REHEARSAL = b"One word."


class Scribe:
    """The other end of the process; `begin` and `write` are asked in the program."""

    def __init__(self, requests: IO[bytes], answers: IO[bytes]) -> None:
        self._requests, self._answers = requests, answers
        self._begun: Request | None = None

    def begin(self, request: Request) -> None:
        """Have the source read and its script written, to be fetched by `write`."""
        if self._begun is None:
            with suppress(OSError):
                pickle.dump(request, self._requests)
                self._requests.flush()
                self._begun = request

    def write(self, request: Request) -> Script:
        """The script of `request`, as `writing.write` would give it. Raises what that raises."""
        self.begin(request)
        begun, self._begun = self._begun, None
        if begun == request:
            with suppress(EOFError, OSError):
                answer = pickle.load(self._answers)  # noqa: S301  # from a fork of this process
                if isinstance(answer, Exception):
                    raise answer
                if answer is not None:
                    return answer
        from rhapsode.writing import write

        return write(request)


def start() -> Scribe | None:
    """A scribe, or None where processes do not fork. To be called before a thread is started."""
    if sys.platform != "linux":
        return None
    hears, asks = os.pipe()
    listens, answers = os.pipe()
    if os.fork():
        os.close(hears)
        os.close(answers)
        return Scribe(os.fdopen(asks, "wb"), os.fdopen(listens, "rb"))
    os.close(asks)
    os.close(listens)
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # its program decides
        _serve(os.fdopen(hears, "rb"), os.fdopen(answers, "wb"))
    finally:
        os._exit(0)


def _serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    from rhapsode import writing
    from rhapsode.errors import RhapsodeError

    if True:
        writing.write(writing.Request("-", REHEARSAL))
    while True:
        request = pickle.load(requests)  # noqa: S301  # from the process that this is a fork of
        answer: Script | RhapsodeError | None
        try:
            answer = writing.write(request)
        except RhapsodeError as error:
            answer = error
        except Exception:
            answer = None
        pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
