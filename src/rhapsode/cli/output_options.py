"""Options for what is written: the finished file (a Master) and what one reads along with beside it (views)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rhapsode.cli import completion
from rhapsode.cli.command_help import Command, in_group

if TYPE_CHECKING:
    from rhapsode.mixing import Master

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

MASTERING: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--format",
        default="",
        shell_complete=completion.formats,
        type=str.lower,
        metavar="NAME",
        help="mp3, m4b, m4a, opus, flac or wav; else the target's suffix says it.",
    ),
    click.option(
        "--bitrate",
        "bitrate_kbps",
        type=click.IntRange(8, 512),
        metavar="KBPS",
        help="Of the encoded sound.  [default: the format's own; 64 for mp3]",
    ),
    click.option(
        "--sample-rate",
        "sample_rate_hz",
        type=click.IntRange(8_000, 192_000),
        metavar="HZ",
        help="Of the file.  [default: the voice's own]",
    ),
    click.option(
        "--loudness",
        default="podcast",
        show_default=True,
        metavar="TARGET",
        help="podcast (-19 LUFS, mono), acx, none, or a number in LUFS.",
    ),
    click.option(
        "--preset",
        type=click.Choice(["", "acx"]),
        metavar="acx",
        default="",
        show_default=False,
        help="acx: 44.1 kHz, 192 kbit/s constant, head and tail room.",
    ),
    click.option("--split", is_flag=True, help="A file per section, with a playlist and a cue sheet."),
    click.option(
        "--cover",
        type=FILE,
        help="A JPEG or PNG.  [default: the document's own, the picture a page names, or one made of the title]",
    ),
    click.option("--drawn-cover", is_flag=True, help="One made of the title also where there is another."),
    click.option("--intro", type=FILE, help="Music before the first words."),
    click.option("--outro", type=FILE, help="Music after the last words."),
    click.option("--section-cue", type=FILE, help="A short sound before each section."),
    click.option("--title", default="", help="In place of the document's."),
    click.option("--author", "authors", multiple=True, help="In place of the document's; may be repeated."),
    click.option("--transcript", is_flag=True, help="The words too, in the tag for lyrics that some players show."),
)

NAMES = (
    "format",
    "bitrate_kbps",
    "sample_rate_hz",
    "loudness",
    "preset",
    "split",
    "cover",
    "drawn_cover",
    "intro",
    "outro",
    "section_cue",
    "title",
    "authors",
    "transcript",
)


def mastering(command: Command) -> Command:
    """The options that shape a Master."""
    return in_group("The file", MASTERING, command)


def master(options: dict[str, Any]) -> Master:
    """Take the mastering options out of `options`. Raises UsageError for one that does not make sense."""
    from rhapsode.mixing import Master  # not at the top: the options are needed before the rooms are

    taken = {name: options.pop(name) for name in NAMES}
    return Master(**{**taken, "authors": tuple(taken["authors"])})


CAPTIONS = ("vtt", "srt", "lrc", "lrc-words", "json")

LISTENING: tuple[Callable[[Any], Any], ...] = (
    click.option("--captions", multiple=True, type=click.Choice(CAPTIONS), help="Captions too; may be repeated."),
    click.option("--page", is_flag=True, help="A read-along page too."),
    click.option("--epub", is_flag=True, help="An EPUB with the sound in it too."),
    click.option("--no-pictures", is_flag=True, help="Page and EPUB without the article's pictures."),
    click.option(
        "--no-record", is_flag=True, help="Without NAME.json, from which captions and pages can be made again."
    ),
)


def listening(command: Command) -> Command:
    """The options that ask for views."""
    return in_group("Beside it", LISTENING, command)


def views(options: dict[str, Any]) -> tuple[str, ...]:
    """Take the views asked for out of `options`, by the names that `rhapsode publish` knows them by.

    What the request is to know of them stays.
    """
    options["pictures"] = not options.pop("no_pictures")
    flags = tuple(name for name in ("page", "epub") if options.pop(name))
    return (*options.pop("captions"), *flags)
