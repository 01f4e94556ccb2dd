"""`rhapsode play`: hear a source at once, while the rest of it is still being spoken."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from rhapsode.cli.command_help import GroupedCommand
from rhapsode.cli.show import echo, warn
from rhapsode.cli.speech_options import request, saying
from rhapsode.errors import UsageError

if TYPE_CHECKING:
    from rhapsode.cli.pressed_keys import Wait
    from rhapsode.live import LivePlayer, LiveReading

LOOK_S = 0.04
"""Between two looks at which word is heard."""
CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d\d)")
ACTIONS = {
    "space": lambda player: player.pause_or_resume(),
    "left": lambda player: player.skip_sentences(-1),
    "right": lambda player: player.skip_sentences(1),
    "up": lambda player: player.skip_sections(-1),
    "down": lambda player: player.skip_sections(1),
}
ENDING = ("q", "Q", "escape", "\x03", "\x04")


@click.command("play", cls=GroupedCommand)
@click.argument("source")
@click.option(
    "--from", "place", default="", metavar="PLACE", help="Begin at a section (its number or title) or a time."
)
@click.option("--jobs", type=click.IntRange(1, 256), help="Worker processes.  [default: one per processor]")
@click.option("-q", "--quiet", is_flag=True, help="Show no words.")
@saying
def command(source: str, place: str, jobs: int | None, *, quiet: bool, **options: Any) -> None:
    """Hear SOURCE at once, with its words lit, while the rest of it is still being spoken.

    A source is a file, a URL, or - for standard input. Space pauses, left and right go by a sentence, up and down by a
    section, q ends. Nothing is written, but what was spoken is kept: a render afterwards speaks only the rest.
    """
    asked = request(source, options)
    from rhapsode.sound_output import sound_output

    output = sound_output()  # before anything is spoken
    from rhapsode.live import LivePlayer, reading_aloud

    with reading_aloud(asked, jobs=jobs) as reading:
        if place:
            _go_to(reading, place)
        player = LivePlayer(reading, output)
        try:
            _listen(player, reading, quiet=quiet)
        finally:
            player.close()
        warn(reading.warnings)
        _close(player, reading, source, quiet=quiet)


def _go_to(reading: LiveReading, place: str) -> None:
    """Have the reading begin at `place`. Raises UsageError where there is no such section, and what reading raises."""
    if found := CLOCK.fullmatch(place):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        reading.seek(seconds=3600 * hours + 60 * minutes + seconds)
        return
    sections = reading.wait_until_read()
    if place.isdigit():
        number = int(place) - 1
    else:
        wanted = place.casefold()
        number = next((at for at, one in enumerate(sections) if wanted in one.title.casefold()), -1)
    if not 0 <= number < len(sections):
        raise UsageError(f"there is no section {place!r}", "see `rhapsode sections` for those there are")
    reading.seek(section=number)


def _listen(player: LivePlayer, reading: LiveReading, *, quiet: bool) -> None:
    """Show what is heard and do what the keys say, to the end. Raises what reading and output raise."""
    from rhapsode.cli.lit_words import LitWords
    from rhapsode.cli.pressed_keys import pressed_keys

    with (
        suppress(KeyboardInterrupt),  # enough heard
        pressed_keys() as key,
        LitWords(reading, quiet=quiet, has_keys=key is not None) as lit,
    ):
        wait: Wait = key or _no_key
        while not player.has_ended:
            lit.show(player.now(), player.heard_s)
            pressed = wait(LOOK_S)
            if pressed in ENDING:
                return
            if action := ACTIONS.get(pressed):
                action(player)
        if player.fault:
            raise player.fault


def _no_key(seconds: float) -> str:
    time.sleep(seconds)
    return ""


def _close(player: LivePlayer, reading: LiveReading, source: str, *, quiet: bool) -> None:
    from rhapsode.listening.times import clock

    if not quiet:
        whole = f"{'' if reading.is_written else 'about '}{clock(reading.length_s)}"
        echo(f"Heard {clock(player.heard_s)} of {whole}; what was spoken is kept.")
        if source != "-":
            echo(f"Next: rhapsode render {source}")
