"""What a person wants to know about a finished track, on lines that fit a narrow terminal."""

from __future__ import annotations

import re
import shlex
import shutil
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rhapsode import plugins
from rhapsode.cli.show import size
from rhapsode.files import address_of, is_remote
from rhapsode.listening.times import clock
from rhapsode.plugins import EngineChoice

if TYPE_CHECKING:
    from pathlib import Path

    from rhapsode.model import Track

WIDEST = 80
"""Columns; a line of text longer than this is hard to read."""
PLAIN_ENGLISH = "espeak gmw/en"
COMMAND = re.compile("`.*`")
MOST_NAMED = 5
"""Files beside the track that are named one by one."""


def summary(track: Track, source: str, *, replaced: bool = False) -> str:
    """The track in a few lines: where it is, what it is, what was done for it, what is not in it."""
    return "\n".join([f"{address_of(track.path)}{' (replaced)' * replaced}", *wrapped(_facts(track, source))])


def next_step(tracks: Iterable[Path]) -> str:
    """What to do with the `tracks` just made, as a command; empty where there is nothing to suggest."""
    places = list(tracks)
    if not places or any(path.suffix == ".m3u8" or is_remote(path) for path in places):
        # sections of their own make no shelf, nor does what is elsewhere
        return ""
    folders = dict.fromkeys(path.parent for path in places)
    what = places[0] if len(places) == 1 else next(iter(folders))
    return "" if len(folders) > 1 else f"Next: rhapsode publish {shlex.quote(str(what))} --to shelf"


def better_voice(voices: Iterable[Sequence[str]], engine: str) -> str:
    """How to get the natural voice, where `auto` had to do without it for a text in English; else empty.

    `voices` are those of each track, the one that said most first.
    """
    if engine != "auto" or not any(voice.startswith(PLAIN_ENGLISH) for own in voices for voice in own[:1]):
        return ""
    cure = plugins.engine(EngineChoice("natural")).missing()
    return f"For a natural English voice, {cure}" if cure else ""


def _facts(track: Track, source: str) -> Iterator[str]:
    sections = f"{len(track.sections)} section{'s' * (len(track.sections) != 1)}"
    loudness = f", {track.loudness_lufs:.1f} LUFS" if track.loudness_lufs is not None else ""
    yield f"{clock(track.seconds(track.frames))}, {sections}, {size(track.bytes)}{loudness}"
    if track.voices:
        yield f"said by {', '.join(track.voices)}"
    total = track.hits + track.misses
    yield f"{track.misses} of {total} sentences spoken now" if track.misses else "nothing spoken anew"
    if track.ledger.skipped_words:
        yield skipped_words(track.ledger.skipped_words, source)
    others = [file.name for file in track.files if file != track.path]
    if others:
        yield f"beside it: {', '.join(others) if len(others) <= MOST_NAMED else f'{len(others)} files'}"


def skipped_words(count: int, source: str) -> str:
    """That so many words of `source` are not spoken, and the command that says which; none for standard input."""
    named = f": see `rhapsode sections {shlex.quote(source)}`" if source != "-" else ""
    return f"{count} word{'s' * (count != 1)} skipped{named}"


def wrapped(lines: Iterable[str]) -> Iterator[str]:
    """Each line indented, and cut between words where the terminal is narrow.

    A long name stays in one piece, and so does a command, which may be copied.
    """
    width = min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)
    cut = textwrap.TextWrapper(
        width, initial_indent="  ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )
    for line in lines:
        for part in cut.wrap(COMMAND.sub(lambda command: command[0].replace(" ", "\0"), line)):
            yield part.replace("\0", " ")
