"""The voices as people look through them: by language, in columns."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

from rhapsode.cli.show import hung, size
from rhapsode.plugins import OfferedVoice, VoiceInfo

Found = Sequence[tuple[str, VoiceInfo]]
"""Voices, each with the name of its engine."""
Offered = Sequence[tuple[str, OfferedVoice]]
"""Voices that could be fetched, each with the name of its engine."""
Kind = TypeVar("Kind", VoiceInfo, OfferedVoice)
MOST = 0.9
"""Of the cells: what is wider is let stand out of a column that has to be narrow."""


def named(voices: Found, name: str) -> frozenset[str]:
    """The languages (first parts of BCP 47 tags) of the voices that are called `name`, in English."""
    alike = (voice for _, voice in voices if _plain_name(voice).casefold() == name.casefold())
    return frozenset(_primary(tag) for voice in alike for tag in voice.languages)


def of_language(voices: Sequence[tuple[str, Kind]], language: str, known: Found) -> list[tuple[str, Kind]]:
    """Those of `voices` that speak `language`, a tag or the name that some of the `known` voices bear; all for none."""
    asked = language.casefold().replace("_", "-")
    names = named(known, language)
    return [one for one in voices if not asked or any(_fits(tag.casefold(), asked, names) for tag in one[1].languages)]


def near_languages(voices: Found, language: str) -> list[str]:
    """At most three names of languages that are written much as `language` is."""
    from difflib import get_close_matches  # only where something was mistyped

    names = {_plain_name(voice).casefold(): _plain_name(voice) for _, voice in voices}
    return [names[near] for near in get_close_matches(language.casefold(), names, cutoff=0.7)]


def _plain_name(voice: VoiceInfo) -> str:
    return voice.name.partition(" (")[0]


def _fits(tag: str, asked: str, names: Collection[str]) -> bool:
    return tag == asked or tag.startswith(f"{asked}-") or _primary(tag) in names


def _primary(tag: str) -> str:
    return tag.casefold().partition("-")[0]


def table(voices: Found, offers: Offered = ()) -> Iterator[str]:
    """The voices under a header, in columns as wide as they need to be, then those that could be fetched, and how.

    On a terminal that has no room for them, a column is as wide as most of its cells, and a name is wrapped.
    """
    rows = [("VOICE", "ENGINE", "LANGUAGE", "NAME")]
    rows += [(voice.id, engine, ", ".join(voice.languages), voice.name) for engine, voice in voices]
    rows += [(one.id, engine, ", ".join(one.languages), f"not here, {size(one.bytes)}") for engine, one in offers]
    lengths = [sorted(map(len, column)) for column in zip(*rows, strict=True)]
    widths = [column[-1] for column in lengths]
    if sys.stdout.isatty() and sum(widths) + 6 > shutil.get_terminal_size().columns:
        widths = [column[int(MOST * (len(column) - 1))] for column in lengths]
    for *cells, name in rows:
        yield hung("".join(f"{cell:<{width}}  " for cell, width in zip(cells, widths, strict=False)), name)
    if offers:
        yield "Fetch one that is not here: rhapsode voices --get NAME"
