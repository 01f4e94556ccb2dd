"""Which Piper models are here: a model is `NAME.onnx` with `NAME.onnx.json` beside it."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from rhapsode.errors import VoiceNotFound
from rhapsode.folders import cache_folder
from rhapsode.plugins import VoiceInfo


class PiperModel(NamedTuple):
    """A model's file and what its configuration says."""

    file: Path
    language: str
    """BCP 47."""
    rate_hz: int
    speakers: int


def folders(named: str = "") -> list[Path]:
    """Where models are looked for: the folder named, RHAPSODE_PIPER_VOICES, the user's, and packages that bring one."""
    brought = [place / "data" for entry in sys.path for place in sorted(Path(entry or ".").glob("*_piper_voice"))]
    stated = [Path(place).expanduser() for place in (named, os.environ.get("RHAPSODE_PIPER_VOICES", "")) if place]
    return [*stated, cache_folder() / "piper-voices", *brought]


def models(named: str = "") -> Iterator[PiperModel]:
    """Every model in the folders, each name once."""
    seen: set[str] = set()
    for folder in folders(named):
        for file in sorted(folder.glob("*.onnx")):
            if file.stem not in seen and (found := model(file)):
                seen.add(file.stem)
                yield found


def model(file: Path) -> PiperModel | None:
    """The model in `file`; None where there is none, or no configuration that can be read."""
    config = configuration(file)
    try:
        code = str(config.get("language", {}).get("code") or config["espeak"]["voice"])
        return PiperModel(
            file, code.replace("_", "-"), int(config["audio"]["sample_rate"]), int(config.get("num_speakers", 1))
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def configuration(file: Path) -> dict[str, Any]:
    """What stands in the file beside the model; empty where there is none that can be read."""
    try:
        found = json.loads(file.with_name(f"{file.name}.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if file.is_file() and isinstance(found, dict) else {}


def by_id(voice: str, named: str = "") -> PiperModel:
    """The model whose name or path is `voice`. Raises VoiceNotFound."""
    if found := model(Path(voice).expanduser()):
        return found
    for one in models(named):
        if one.file.stem == voice:
            return one
    raise VoiceNotFound(f"there is no Piper model {voice!r}", "name its .onnx file, with its .onnx.json beside it")


def info(found: PiperModel) -> VoiceInfo:
    """For lists: the id is the model's name."""
    return VoiceInfo(found.file.stem, found.file.stem, (found.language, found.language.partition("-")[0]))


@cache
def digest(file: Path, changed_ns: int) -> str:
    """What tells a model from any other. `changed_ns` is when the file was changed."""
    with file.open("rb") as data:
        weights = hashlib.file_digest(data, "sha256").hexdigest()
    return f"{weights[:16]} {hashlib.sha256(json.dumps(configuration(file)).encode()).hexdigest()[:16]}"
