"""`rhapsode play`: hear a source at once, while the rest of it is still being spoken."""

from __future__ import annotations

import re
import shlex
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from rhapsode.cli import completion
from rhapsode.cli.command_help import GroupedCommand, examples
from rhapsode.cli.pressed_keys import SUSPEND, pressed_keys
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
ACTIONS |= {"[": ACTIONS["up"], "]": ACTIONS["down"]}
ACTIONS[SUSPEND] = lambda player: player.now().is_paused or player.pause_or_resume()
ENDING = ("q", "Q", "escape", "\x03", "\x04")
FROM = "--from"


class PlayCommand(GroupedCommand):
    """Keeps what it was called with, for the command that is named at the end."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the arguments, and note them."""
        ctx.meta["called with"] = list(args)
        return super().parse_args(ctx, args)


@click.command("play", cls=PlayCommand, epilog=examples("play article.md", "play https://example.org/post"))
@click.argument("source", shell_complete=completion.files)
@click.option(FROM, "place", default="", metavar="PLACE", help="Begin at a section (its number or title) or a time.")
@click.option("--jobs", type=click.IntRange(1, 256), help="Worker processes.  [default: one per processor]")
@click.option("-q", "--quiet", is_flag=True, help="Show no words.")
@saying
@click.pass_context
def command(ctx: click.Context, /, source: str, place: str, jobs: int | None, *, quiet: bool, **options: Any) -> None:
    """Hear SOURCE at once, with its words lit, while the rest of it is still being spoken.

    A source is a file, a URL, or - for standard input. Space pauses, left and right go by a sentence, up and down (or
    [ and ]) by a section, q ends. Nothing is written, but what was spoken is kept: a render afterwards speaks only the
    rest.
    """
    from rhapsode.request import every_source
    from rhapsode.sound_output import sound_output

    output = sound_output()  # before anything is read
    sources = every_source([source])
    if len(sources) != 1:
        raise UsageError(f"{source} names {len(sources)} sources", "play one of them")
    asked = request(sources[0], options)
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
        if not quiet:
            echo(closing(player, reading, source, ctx.meta["called with"]))


def _go_to(reading: LiveReading, place: str) -> None:
    """Have the reading begin at `place`. Raises UsageError where there is no such section, and what reading raises."""
    if found := CLOCK.fullmatch(place):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        reading.seek(seconds=3600 * hours + 60 * minutes + seconds)
        return
    sections = reading.wait_until_read()
    number = int(place) - 1 if place.isdecimal() else -1
    if not 0 <= number < len(sections):  # a year may be a title
        wanted = place.casefold()
        number = next((at for at, one in enumerate(sections) if wanted in one.title.casefold()), -1)
    if number < 0:
        raise UsageError(f"there is no section {place!r}", "see `rhapsode sections` for those there are")
    reading.seek(section=number)


def _listen(player: LivePlayer, reading: LiveReading, *, quiet: bool) -> None:
    """Show what is heard and do what the keys say, to the end. Raises what reading and output raise."""
    from rhapsode.cli.lit_words import LitWords

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


def closing(player: LivePlayer, reading: LiveReading, source: str, arguments: Sequence[str]) -> str:
    """What a person is told at the end: how much was heard, what never is, and the command that makes a track of it."""
    from rhapsode.cli.track_summary import skipped_words, wrapped
    from rhapsode.listening.times import clock

    whole = f"{'' if reading.is_written else 'about '}{clock(reading.length_s)}"
    lines = [f"Heard {clock(player.heard_s)} of {whole}; what was spoken is kept."]
    if reading.ledger and reading.ledger.skipped_words:
        lines += wrapped([skipped_words(reading.ledger.skipped_words, source)])
    if source != "-":
        lines.append(f"Next: rhapsode render {shlex.join(without_place(arguments))}")
    return "\n".join(lines)


def without_place(arguments: Sequence[str]) -> list[str]:
    """The `arguments` that `render` takes too, and with which it finds in the store what was heard."""
    kept, is_place = [], False
    for one in arguments:
        if not (is_place or one == FROM or one.startswith(f"{FROM}=")):
            kept.append(one)
        is_place = one == FROM
    return kept
