"""Keys as they are pressed, without waiting for the end of a line; the terminal is left as it was."""

from __future__ import annotations

import os
import re
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Wait = Callable[[float], str]
"""Waits for so many seconds, or until a key is pressed: its name in `NAMES`, or its letter; none where none was."""

NAMES = {
    " ": "space",
    "\x1b": "escape",
    "\x1b[A": "up", "\x1b[B": "down", "\x1b[C": "right", "\x1b[D": "left",
    "\x1bOA": "up", "\x1bOB": "down", "\x1bOC": "right", "\x1bOD": "left",
    "\xe0H": "up", "\xe0P": "down", "\xe0M": "right", "\xe0K": "left",
    "\x00H": "up", "\x00P": "down", "\x00M": "right", "\x00K": "left",
}  # fmt: skip
"""What terminals send (ECMA-48, and DEC's application mode), and the two codes of Windows' console."""
KEY = re.compile(r"\x1b[\[O].|.", re.DOTALL)
MOST_BYTES = 64
"""Taken at once, of however many keys."""
CONSOLE_POLL_S = 0.02


@contextmanager
def pressed_keys() -> Iterator[Wait | None]:
    """What waits for the next key; None where there is no terminal to press them at, or it is another program's."""
    if os.name == "nt":
        yield _console_key if sys.stdin.isatty() else None
        return
    import termios
    import tty

    terminal = _terminal()
    if terminal is None:
        yield None
        return
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal)
        pressed: deque[str] = deque()
        yield lambda seconds: _terminal_key(terminal, pressed, seconds)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
        os.close(terminal)


def _terminal() -> int | None:
    """The terminal that we are in front of, opened: also where standard input is the article."""
    with suppress(OSError):
        terminal = os.open("/dev/tty", os.O_RDONLY)
        if sys.stdout.isatty() and os.tcgetpgrp(terminal) == os.getpgrp():
            return terminal
        os.close(terminal)
    return None


def _terminal_key(terminal: int, pressed: deque[str], seconds: float) -> str:
    """The next of those `pressed`, or pressed now; a terminal that has gone is as the key that ends."""
    import select

    if not pressed:
        if not select.select([terminal], [], [], seconds)[0]:
            return ""
        read = os.read(terminal, MOST_BYTES).decode("utf-8", "replace")
        pressed.extend(KEY.findall(read) or "q")
    key = pressed.popleft()
    return NAMES.get(key, key)


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
