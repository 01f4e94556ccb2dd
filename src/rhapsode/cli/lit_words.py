"""What is being heard, in the terminal: the sentence with its word lit, and below it where in the whole that is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

from rhapsode.cli.show import echo
from rhapsode.listening.times import clock

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from rhapsode.live import HeardNow, LiveReading, LiveUtterance

KEYS = "space: pause  < >: sentence  ^ v: section  q: end"
"""Fits in 60 columns; the four are the arrows."""
LIT = "bold reverse"
INDENT = "  "
BREAKS = " \n\t"


class LitWords:
    """Shows it while it is entered: at a terminal lit word by word, elsewhere a line a sentence; nothing on `quiet`."""

    def __init__(self, reading: LiveReading, *, quiet: bool, has_keys: bool) -> None:
        self._reading, self._quiet, self._has_keys = reading, quiet, has_keys
        self._shown: HeardNow | None = None
        self._second = -1
        self._said: LiveUtterance | None = None
        self._lights = not quiet and sys.stdout.isatty()

    def __enter__(self) -> Self:
        if self._lights:
            from rich.console import Console
            from rich.live import Live

            self._console = Console(highlight=False)
            self._live = Live(console=self._console, auto_refresh=False, transient=True)
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._lights:
            self._leave()
            self._live.stop()

    def show(self, hearing: HeardNow, heard_s: float) -> None:
        """Show what is heard now, `heard_s` seconds into the listening."""
        if self._quiet or (hearing == self._shown and int(heard_s) == self._second):
            return
        self._shown, self._second = hearing, int(heard_s)
        if hearing.said and hearing.said is not self._said:
            self._leave()
            self._said = hearing.said
            if not self._lights:
                echo(source_text(self._said)[0])
        if self._lights:
            self._live.update(self._picture(hearing), refresh=True)

    def _leave(self) -> None:
        """Have the sentence that was shown stand above what follows, unlit."""
        if self._said and self._lights:
            self._console.print(self._line(self._said, None))
            self._said = None

    def _picture(self, hearing: HeardNow) -> RenderableType:
        from rich.console import Group
        from rich.text import Text

        place = clock(self._reading.position_s(hearing.said.number)) if hearing.said else ""
        about = "" if self._reading.is_written else "about "
        state = "paused, " if hearing.is_paused else "" if hearing.said else "getting ready, "
        of = f"{state}{place}{' of ' if place else ''}{about}{clock(self._reading.length_s)}"
        keys = f"\n{KEYS}" if self._has_keys else ""
        status = Text(f"{of}{keys}", style="dim", no_wrap=True, overflow="crop")
        return Group(self._line(hearing.said, hearing), status) if hearing.said else status

    def _line(self, said: LiveUtterance, hearing: HeardNow | None) -> Text:
        from rich.text import Text

        text, begins = source_text(said)
        line = Text(text, style="bold" if said.utterance.role == "heading" else "")
        if hearing and hearing.word and begins is not None:
            line.stylize(LIT, hearing.word.start - begins, hearing.word.end - begins)
        return line


def source_text(said: LiveUtterance) -> tuple[str, int | None]:
    """The sentence as the source has it, on one line, and at which of its block's characters that begins.

    What is no text of the source, as an announcement, is as it is said, and begins nowhere.
    """
    block = next((one for one in said.section.blocks if one.id == said.utterance.block_id), None)
    if not (block and said.words):
        return "".join(c if c.isprintable() else " " for c in said.utterance.text), None
    start, end = said.words[0].start, said.words[-1].end
    while start and block.text[start - 1] not in BREAKS:
        start -= 1
    while end < len(block.text) and block.text[end] not in BREAKS:
        end += 1
    return "".join(c if c.isprintable() else " " for c in block.text[start:end]), start
