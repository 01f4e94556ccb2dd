"""The voices as people look through them: by language, in columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

from rhapsode.cli.show import size
from rhapsode.plugins import OfferedVoice, VoiceInfo

Found = Sequence[tuple[str, VoiceInfo]]
"""Voices, each with the name of its engine."""
Offered = Sequence[tuple[str, OfferedVoice]]
"""Voices that could be fetched, each with the name of its engine."""
Kind = TypeVar("Kind", VoiceInfo, OfferedVoice)


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
    """The voices under a header, in columns as wide as they need to be, then those that could be fetched."""
    rows = [("VOICE", "ENGINE", "LANGUAGE", "NAME")]
    rows += [(voice.id, engine, ", ".join(voice.languages), voice.name) for engine, voice in voices]
    for engine, one in offers:
        cure = f"not here: `rhapsode voices --get {one.id}` fetches {size(one.bytes)}"
        rows.append((one.id, engine, ", ".join(one.languages), cure))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
