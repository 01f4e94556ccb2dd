"""Finding ffmpeg: a setting, then the one that pip brought, then the system's. Always an absolute path."""

from __future__ import annotations

import os
import shutil
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from rhapsode.errors import EncoderError

CURE = "install imageio-ffmpeg with pip, or ffmpeg on the system, or set RHAPSODE_FFMPEG to its path; WAV needs none"


@cache
def find() -> str:
    """The absolute path of the ffmpeg to use: RHAPSODE_FFMPEG, imageio-ffmpeg's, or the first on PATH.

    Never one from the current folder. Raises EncoderError where there is none.
    """
    if named := os.environ.get("RHAPSODE_FFMPEG"):
        if Path(named).is_file() and os.access(named, os.X_OK):
            return str(Path(named).resolve())
        raise EncoderError(f"RHAPSODE_FFMPEG names {named!r}, which is no program", CURE)
    if brought := _from_pip():
        return brought
    path = os.pathsep.join(part for part in os.environ.get("PATH", "").split(os.pathsep) if Path(part).is_absolute())
    if found := shutil.which("ffmpeg", path=path):
        return str(Path(found).resolve())
    raise EncoderError("there is no ffmpeg here", CURE)


def _from_pip() -> str | None:
    """imageio-ffmpeg's program, found without importing the package, which would start it once to try it."""
    spec = find_spec("imageio_ffmpeg")
    if spec is None or spec.origin is None:
        return None
    found = sorted((Path(spec.origin).parent / "binaries").glob("ffmpeg-*"))
    return str(found[0].resolve()) if found else None
