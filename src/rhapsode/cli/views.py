"""Options that make what one reads along with, beside the track."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

CAPTIONS = ("vtt", "srt", "lrc", "lrc-words", "json")

LISTENING: tuple[Callable[[Any], Any], ...] = (
    click.option("--captions", multiple=True, type=click.Choice(CAPTIONS), help="Captions too; may be repeated."),
    click.option("--page", is_flag=True, help="A read-along page too."),
    click.option("--epub", is_flag=True, help="An EPUB with the sound in it too."),
)


def listening(command: Command) -> Command:
    """The options that ask for views."""
    for option in reversed(LISTENING):
        command = option(command)
    return command


def views(options: dict[str, Any]) -> tuple[str, ...]:
    """Take the views asked for out of `options`, by the names that `rhapsode publish` knows them by."""
    flags = tuple(name for name in ("page", "epub") if options.pop(name))
    return (*options.pop("captions"), *flags)
