"""Options that several commands share, and turning them into a Request."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rhapsode.cli.command_help import Command, in_group
from rhapsode.cli.completion import engines, readers, voices
from rhapsode.files import is_remote
from rhapsode.model import FASTEST_RATE_WPM, NORMAL_RATE_WPM, SLOWEST_RATE_WPM

if TYPE_CHECKING:
    from rhapsode.request import Request


def _most_requests(ctx: click.Context, option: click.Parameter, stated: int | None) -> None:
    if stated:
        ctx.meta["of the engine"] = {"max_requests": str(stated)}


def _settings(ctx: click.Context, option: click.Parameter, stated: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    split = [one.partition("=") for one in stated]
    if wrong := next((name for name, equals, _ in split if not (name and equals)), None):
        raise click.BadParameter(f"{wrong!r} is no NAME=VALUE", ctx, option)
    settings = {name: value for name, _, value in split}
    return tuple(sorted((settings | ctx.meta.get("of the engine", {})).items()))


ENGINE: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--engine",
        shell_complete=engines,
        default="auto",
        show_default=True,
        help="What speaks: auto (the best for each language), natural, espeak, piper, http, system, or one added.",
    ),
    click.option(
        "--engine-setting",
        "engine_settings",
        multiple=True,
        callback=_settings,
        metavar="NAME=VALUE",
        help="A setting of the engine; may be repeated.",
    ),
    click.option(
        "--max-requests",
        type=click.IntRange(1),
        is_eager=True,  # before the settings, which it becomes one of
        expose_value=False,
        callback=_most_requests,
        metavar="N",
        help="With --engine http: refuse a render that needs more requests.",
    ),
)
"""Which engine."""

VOICING: tuple[Callable[[Any], Any], ...] = (
    *ENGINE,
    click.option("--voice", default="", shell_complete=voices, metavar="ID", help="Id or language: `rhapsode voices`."),
    click.option(
        "--rate",
        "rate_wpm",
        type=click.IntRange(SLOWEST_RATE_WPM, FASTEST_RATE_WPM),
        metavar="WPM",
        help=f"Words per minute.  [default: {NORMAL_RATE_WPM}]",
    ),
    click.option(
        "--language", default="", metavar="TAG", help="The text's language (BCP 47), where it does not say so itself."
    ),
    click.option(
        "--style",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="A style file: voices, pauses, what to skip.",
    ),
    click.option(
        "--lexicon",
        "lexicons",
        multiple=True,
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="A pronunciation lexicon, PLS or TOML; may be repeated.",
    ),
    click.option(
        "--normalize/--no-normalize", default=True, help="Whether numbers, abbreviations and symbols are written out."
    ),
)
"""How a text is said."""

READING: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--depth",
        type=click.IntRange(1, 6),
        default=6,
        show_default=True,
        help="How many heading levels begin a section.",
    ),
    click.option(
        "--keep",
        multiple=True,
        metavar="TEXT",
        help="Speak what would be passed over where it has TEXT in it; may be repeated.",
    ),
    click.option("--announce-skips", is_flag=True, help="Say where something is passed over."),
    click.option("--strict", is_flag=True, help="Fail where a word would be lost, instead of warning."),
    click.option(
        "--reader",
        default="",
        shell_complete=readers,
        metavar="NAME",
        help="Read the source as this: text, markdown, html, epub, docx, odt, fb2, org, asciidoc, mime, rst, pdf.",
    ),
    click.option("--allow-private", is_flag=True, help="Let a URL lead to an address of your own network."),
)
"""What of a source is said."""


def engine_options(command: Command) -> Command:
    """The options that choose an engine."""
    return in_group("Voice and words", ENGINE, command)


def voicing(command: Command) -> Command:
    """The options that shape how a text is said."""
    return in_group("Voice and words", VOICING, command)


def saying(command: Command) -> Command:
    """All the options that shape a Request."""
    return voicing(in_group("What is said", READING, command))


def request(source: str, options: dict[str, Any], stdin: bytes | None = None) -> Request:
    """The request that the shared options ask for; standard input is read here, where the source is `-`."""
    from rhapsode.request import Request  # not at the top: the options are needed before the rooms are

    if source == "-" and stdin is None:
        stdin = sys.stdin.buffer.read()
    private = options.get("allow_private", False) or is_remote(source)  # `say` reads no source, and has no such option
    own = {"lexicons": tuple(options["lexicons"]), "allow_private": private}
    return Request(source, stdin, **{**options, **own})
