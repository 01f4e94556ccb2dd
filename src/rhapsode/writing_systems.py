"""Writing systems: which characters they have, and which languages are written in them."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple


class WritingSystem(NamedTuple):
    """One of them."""

    characters: str
    """Single ones, and pairs of first and last with a hyphen between, as inside a regular expression's brackets."""
    language: str
    """BCP 47: what a word in it is taken for where nothing says what it is."""
    languages: frozenset[str]
    """All those written in it (BCP 47, without a region)."""


def _system(characters: str, language: str, languages: str) -> WritingSystem:
    return WritingSystem(characters, language, frozenset(languages.split()))


LATIN = "Latin"
_LATIN_CHARACTERS = "A-Za-zªºÀ-ÖØ-öø-\u02af\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff\ufb00-\ufb06"

SYSTEMS = {
    "Cyrillic": _system("\u0400-\u052f", "ru", "ru uk be bg sr mk kk ky mn tt ba cv"),
    "Greek": _system("\u0370-\u03ff\u1f00-\u1fff", "el", "el grc"),
    "Hebrew": _system("\u0590-\u05ff", "he", "he yi"),
    "Arabic": _system("\u0600-\u06ff\u0750-\u077f", "ar", "ar fa ur ug ps sd"),
    "Devanagari": _system("\u0900-\u097f", "hi", "hi mr ne kok sa"),
    "Bengali": _system("\u0980-\u09ff", "bn", "bn as bpy"),
    "Gurmukhi": _system("\u0a00-\u0a7f", "pa", "pa"),
    "Gujarati": _system("\u0a80-\u0aff", "gu", "gu"),
    "Odia": _system("\u0b00-\u0b7f", "or", "or"),
    "Tamil": _system("\u0b80-\u0bff", "ta", "ta"),
    "Telugu": _system("\u0c00-\u0c7f", "te", "te"),
    "Kannada": _system("\u0c80-\u0cff", "kn", "kn"),
    "Malayalam": _system("\u0d00-\u0d7f", "ml", "ml"),
    "Sinhala": _system("\u0d80-\u0dff", "si", "si"),
    "Thai": _system("\u0e00-\u0e7f", "th", "th"),
    "Burmese": _system("\u1000-\u109f", "my", "my shn"),
    "Georgian": _system("\u10a0-\u10ff", "ka", "ka"),
    "Ethiopic": _system("\u1200-\u137f", "am", "am ti"),
    "Armenian": _system("\u0530-\u058f", "hy", "hy hyw"),
    "Korean": _system("\u1100-\u11ff\uac00-\ud7af", "ko", "ko"),
    "Japanese": _system("\u3040-\u30ff", "ja", "ja"),
    "Chinese": _system("\u3400-\u4dbf\u4e00-\u9fff", "cmn", "zh cmn yue ja hak"),
}
"""By the name that people know: `Japanese` are the kana, `Chinese` the characters that Japanese has besides. All the
others are taken for Latin or for no letters."""


@cache
def within(character: str, characters: str) -> bool:
    """Whether `character` is among `characters`, written as a `WritingSystem` has them."""
    return any(first <= character <= last for first, last in _pairs(characters))


@cache
def _pairs(characters: str) -> list[tuple[str, str]]:
    return [(piece[0], piece[-1]) for piece in re.findall(r".-.|.", characters, re.S)]


@cache
def system_of(character: str) -> str:
    """The name of the system that a letter belongs to; empty for what is no letter of any of them."""
    if within(character, _LATIN_CHARACTERS):
        return LATIN
    return next((name for name, system in SYSTEMS.items() if within(character, system.characters)), "")


@cache
def systems_of(language: str) -> frozenset[str]:
    """The names of the systems that a text in `language` (BCP 47) is written in; Latin words stand in any."""
    own = {name for name, system in SYSTEMS.items() if language.partition("-")[0].lower() in system.languages}
    return frozenset({LATIN, *own})
