"""The natural voices: which there are, which are here, and fetching one, only when the user asks for it."""

from __future__ import annotations

import json
import os
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rhapsode.errors import EngineError
from rhapsode.folders import is_there
from rhapsode.plugins import OfferedVoice
from rhapsode.speaking.natural.hibari_package import assets, module

DEFAULT = "heart"
LICENCE = "Apache-2.0"
"""Of every voice that hibari names."""


class NaturalVoice(NamedTuple):
    """What hibari's registry says about a voice."""

    name: str
    language: str
    """BCP 47."""
    gender: str
    british: bool
    file: str
    bytes: int
    sha256: str
    bundled: bool

    @property
    def languages(self) -> tuple[str, ...]:
        """BCP 47, best first; the default voice is that of English wherever it is spoken."""
        return (self.language, "en") if self.name == DEFAULT else (self.language,)


@cache
def registry() -> dict[str, NaturalVoice]:
    """Every voice of the installed hibari, by name. Raises EngineError where it is not installed."""
    found = json.loads((assets() / "voices.json").read_text("utf-8"))
    return {
        name: NaturalVoice(
            name, v["language"], v["gender"], v["british"], v["file"], v["bytes"], v["sha256"], v.get("bundled", False)
        )
        for name, v in found.items()
    }


def path(voice: NaturalVoice) -> Path:
    """Where the voice's model lies, or would lie: hibari's own place, so that neither fetches what the other has."""
    return (assets() if voice.bundled else folder()) / voice.file


def here() -> list[NaturalVoice]:
    """Those that can speak. Raises EngineError where hibari is not installed."""
    return [voice for voice in registry().values() if is_there(path(voice))]


def offered() -> list[OfferedVoice]:
    """Those that are not here. Raises EngineError where hibari is not installed."""
    source = module("voices").BASE_URL
    return [
        OfferedVoice(voice.name, voice.languages, voice.bytes, LICENCE, source + voice.file, str(path(voice)))
        for voice in registry().values()
        if not is_there(path(voice))
    ]


def fetch(voice: OfferedVoice) -> None:
    """Bring `voice`: whole and with the digest that the registry has, or not at all. Raises EngineError."""
    try:
        module("voices").download(voice.address, voice.place, registry()[voice.id].sha256)
    except (RuntimeError, OSError) as fault:
        cure = f"check the connection, or put the file at {voice.place} yourself"
        raise EngineError(f"the voice {voice.id!r} cannot be fetched ({fault.__cause__ or fault})", cure) from fault


def folder() -> Path:
    """Where voices that were fetched are kept: HIBARI_HOME, else hibari's folder in the user's cache."""
    if home := os.environ.get("HIBARI_HOME"):
        return Path(home)
    user = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or user / "AppData" / "Local") / "hibari"
    if sys.platform == "darwin":
        return user / "Library" / "Caches" / "hibari"
    return Path(os.environ.get("XDG_CACHE_HOME") or user / ".cache") / "hibari"
