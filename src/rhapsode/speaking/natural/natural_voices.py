"""The natural voices: which there are, which are here, and fetching one, only when the user asks for it."""

from __future__ import annotations

import json
import os
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rhapsode.speaking.natural.hibari_package import assets

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
