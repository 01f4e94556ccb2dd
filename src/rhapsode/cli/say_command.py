"""`rhapsode say`: a short text, to hear a voice or a word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rhapsode import pipeline
from rhapsode.cli.show import warn
from rhapsode.cli.speech_options import request, voicing
from rhapsode.errors import UsageError
from rhapsode.listening.times import clock


@click.command("say")
@click.argument("text")
@click.option(
    "-o",
    "--output",
    default="said.wav",
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write.",
)
@voicing
def command(text: str, output: Path, **options: Any) -> None:
    """Speak TEXT (- for standard input) to a file, as a render would say it."""
    if not text.strip():
        raise UsageError("there is nothing to say", "give a text")
    said = pipeline.say(request("-", options, stdin=None if text == "-" else text.encode()), output)
    warn(said.warnings)
    click.echo(f"{said.path}: {clock(said.seconds(said.frames))}")
