"""What is being heard, in the terminal: the sentence with its word lit, and below it where in the whole that is."""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from rhapsode.cli.show import echo
from rhapsode.listening.times import clock

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.live import Live
    from rich.spinner import Spinner
    from rich.text import Text

    from rhapsode.live import HeardNow, LiveReading, LiveUtterance

KEYS = "space: pause  < >: sentence  ^ v: section  q: end"
"""Fits in 60 columns; the four are the arrows."""
LIT = "bold reverse"
WIDEST = 76
"""Columns of text; longer lines are hard to read."""
PATIENCE_S = 1.0
"""Whoever waits longer for the first word sees something that moves."""


class LitWords:
    """Shows it while it is entered: at a terminal lit word by word, elsewhere a line a sentence; nothing on `quiet`."""

    def __init__(self, reading: LiveReading, *, quiet: bool, has_keys: bool) -> None:
        self._reading, self._quiet, self._has_keys = reading, quiet, has_keys
        self._shown: HeardNow | None = None
        self._second = -1
        self._said: LiveUtterance | None = None
        self._lights = not quiet and sys.stdout.isatty() and os.environ.get("TERM", "") not in {"", "dumb"}
        self._open = ExitStack()
        self._live: Live | None = None
        self._waiting: Spinner | None = None
        self._begun_s = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._leave()
        self._open.close()

    def show(self, hearing: HeardNow, heard_s: float) -> None:
        """Show what is heard now, `heard_s` seconds into the listening."""
        waits = self._said is None and hearing.said is None
        if self._quiet or (waits and time.monotonic() < self._begun_s + PATIENCE_S):
            return
        if hearing == self._shown and int(heard_s) == self._second and not waits:
            return
        self._shown, self._second = hearing, int(heard_s)
        if hearing.said and hearing.said is not self._said:
            if not (self._said and self._said.number == hearing.said.number):  # else it is heard from its beginning
                self._leave()
                if not self._lights:
                    echo(hearing.said.shown_text[0])
            self._said = hearing.said
        if self._lights:
            self._display.update(self._picture(hearing), refresh=True)

    @property
    def _display(self) -> Live:
        if self._live is None:  # not before: what it loads would keep the first word waiting
            from rich.console import Console
            from rich.live import Live

            live = Live(console=Console(highlight=False), auto_refresh=False, transient=True)
            self._live = self._open.enter_context(live)
        return self._live

    def _leave(self) -> None:
        """Have the sentence that was shown stand above what follows, unlit."""
        if self._said and self._lights:
            self._display.console.print(self._line(self._said, None), width=self._width)
            self._said = None

    @property
    def _width(self) -> int:
        return min(self._display.console.width, WIDEST)

    def _picture(self, hearing: HeardNow) -> RenderableType:
        from rich.console import Group
        from rich.constrain import Constrain
        from rich.spinner import Spinner
        from rich.text import Text

        said = hearing.said or self._said
        if said is None:
            self._waiting = self._waiting or Spinner("line", "getting ready", style="dim")
            return self._waiting
        place = clock(self._reading.position_s(said.number))
        about = "" if self._reading.is_written else "about "
        state = "paused, " if hearing.is_paused else "" if hearing.said else "getting ready, "
        keys = f"\n{KEYS}" if self._has_keys else ""
        of = f"\n{state}{place} of {about}{clock(self._reading.length_s)}{keys}"
        status = Text(of, style="dim", no_wrap=True, overflow="crop")
        return Constrain(Group(self._line(said, hearing), status), self._width)

    def _line(self, said: LiveUtterance, hearing: HeardNow | None) -> Text:
        from rich.text import Text

        text, begins = said.shown_text
        line = Text(text, style="bold" if said.is_heading else "" if hearing else "dim")
        if hearing and hearing.word and begins is not None:
            line.stylize(LIT, hearing.word.start - begins, hearing.word.end - begins)
        return Text("\n") + line if said.is_heading else line
