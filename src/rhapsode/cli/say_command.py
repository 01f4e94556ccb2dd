"""`rhapsode say`: a short text, to hear a voice or a word."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from rhapsode import pipeline, playback
from rhapsode.cli.command_help import GroupedCommand, examples
from rhapsode.cli.show import echo, warn
from rhapsode.cli.speech_options import request, voicing
from rhapsode.errors import UsageError
from rhapsode.listening.times import clock
from rhapsode.model import Track
from rhapsode.request import Request
from rhapsode.work_folders import work_folder

SHORT_TAIL = {"document": {"pause-before": "0ms", "pause-after": "200ms"}}
"""What is only listened to ends when it has been said."""


@click.command("say", cls=GroupedCommand, epilog=examples("say 'Good evening.' --play"))
@click.argument("text")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The file to write.  [default: said.wav; with --play none]",
)
@click.option("--play", is_flag=True, help="Play it, by a player of this machine.")
@voicing
def command(text: str, output: Path | None, *, play: bool, **options: Any) -> None:
    """Speak TEXT (- for standard input) to a file, as a render would say it."""
    if not text.strip():
        raise UsageError("there is nothing to say", "give a text")
    asked = request("-", options, stdin=None if text == "-" else _as_typed(text))
    if not play:
        _said(asked, output or Path("said.wav"))
        return
    playback.find_player()  # before anything is spoken
    with work_folder() as folder, suppress(KeyboardInterrupt):  # the key: enough heard
        if output is None and asked.style is None:
            asked = asked._replace(style=SHORT_TAIL)
        track = _said(asked, output or Path(folder) / "said.wav", show=output is not None)
        playback.play([track.path])


def _as_typed(text: str) -> bytes:
    """`text` in UTF-8, as the terminal gave it, also where the locale can spell no letter but ASCII's."""
    return text.encode("utf-8", "surrogateescape")


def _said(asked: Request, output: Path, *, show: bool = True) -> Track:
    there = output.exists()
    track = pipeline.say(asked, output)
    warn(track.warnings)
    if show:
        echo(f"{track.path}{' (replaced)' * there}: {clock(track.seconds(track.frames))}")
    return track
