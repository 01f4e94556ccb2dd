"""Keys as they are pressed, without waiting for the end of a line; the terminal is left as it was."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Wait = Callable[[float], str]
"""Waits for so many seconds, or until a key is pressed: its name in `NAMES`, or its letter; none where none was.

Where the key would stop this process (Ctrl-Z), `SUSPEND` is told, and the next call stops it and goes on when it does.
"""

SUSPEND = "suspend"

NAMES = {
    " ": "space",
    "\x1b": "escape",
    "\x1a": SUSPEND,
    "\x1b[A": "up", "\x1b[B": "down", "\x1b[C": "right", "\x1b[D": "left",
    "\x1bOA": "up", "\x1bOB": "down", "\x1bOC": "right", "\x1bOD": "left",
    "\xe0H": "up", "\xe0P": "down", "\xe0M": "right", "\xe0K": "left",
    "\x00H": "up", "\x00P": "down", "\x00M": "right", "\x00K": "left",
}  # fmt: skip
"""What terminals send (ECMA-48, and DEC's application mode), and the two codes of Windows' console."""
KEY = re.compile(r"\x1b[\[O].|.", re.DOTALL)
MOST_BYTES = 64
"""Taken at once, of however many keys."""
ESCAPE_S = 0.05
"""What follows the escape of an arrow comes within this."""
CONSOLE_POLL_S = 0.02


@contextmanager
def pressed_keys() -> Iterator[Wait | None]:
    """What waits for the next key; None where there is no terminal to press them at, or it is another program's."""
    if os.name == "nt":
        yield _console_key if sys.stdin.isatty() else None
        return
    terminal = _terminal()
    if terminal is None:
        yield None
        return
    keys = _TerminalKeys(terminal)
    try:
        keys.take()
        yield keys.wait
    finally:
        keys.give_back()
        os.close(terminal)


class _TerminalKeys:
    """Those of a terminal that is ours from `take` until `give_back`."""

    def __init__(self, terminal: int) -> None:
        import termios

        self._terminal = terminal
        self._before = termios.tcgetattr(terminal)
        self._pressed: deque[str] = deque()
        self._stops = False

    def take(self) -> None:
        """Have keys come as they are pressed, unseen."""
        import termios
        import tty

        tty.setcbreak(self._terminal)
        modes = termios.tcgetattr(self._terminal)
        none = os.fpathconf(self._terminal, "PC_VDISABLE")
        modes[6][termios.VSUSP] = bytes([none])  # the key comes as any other, so that there is silence before we stop
        termios.tcsetattr(self._terminal, termios.TCSANOW, modes)

    def give_back(self) -> None:
        """Have the terminal as it was."""
        import termios

        termios.tcsetattr(self._terminal, termios.TCSADRAIN, self._before)

    def wait(self, seconds: float) -> str:
        """The next key that was pressed, or is within so many seconds; see `Wait`."""
        if self._stops:
            self.give_back()
            os.kill(os.getpid(), signal.SIGSTOP)
            self.take()
        key = self._next(seconds)
        self._stops = key == SUSPEND
        return key

    def _next(self, seconds: float) -> str:
        if not self._pressed:
            read = self._read(seconds)
            if read is None:
                return ""
            if read == b"\x1b":  # mostly the beginning of what an arrow sends, cut by a slow line
                read += self._read(ESCAPE_S) or b""
            self._pressed.extend(KEY.findall(read.decode("utf-8", "replace")) or "q")  # nothing: the terminal has gone
        key = self._pressed.popleft()
        return NAMES.get(key, key)

    def _read(self, seconds: float) -> bytes | None:
        import select

        ready = select.select([self._terminal], [], [], seconds)[0]
        return os.read(self._terminal, MOST_BYTES) if ready else None


def _terminal() -> int | None:
    """The terminal that we are in front of, opened: also where standard input is the article."""
    with suppress(OSError):
        terminal = os.open("/dev/tty", os.O_RDONLY)
        if sys.stdout.isatty() and os.tcgetpgrp(terminal) == os.getpgrp():
            return terminal
        os.close(terminal)
    return None


def _console_key(seconds: float) -> str:  # pragma: no cover - Windows only
    import msvcrt

    end_s = time.monotonic() + seconds
    while not msvcrt.kbhit():  # type: ignore[attr-defined]
        if time.monotonic() >= end_s:
            return ""
        time.sleep(CONSOLE_POLL_S)
    pressed: str = msvcrt.getwch()  # type: ignore[attr-defined]
    if pressed in "\x00\xe0":
        pressed += msvcrt.getwch()  # type: ignore[attr-defined]
    return NAMES.get(pressed, pressed)
