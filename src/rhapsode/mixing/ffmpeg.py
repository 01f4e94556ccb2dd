"""Finding ffmpeg and running it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from rhapsode.errors import EncoderError

SETTING = "RHAPSODE_FFMPEG"
"""Environment variable: the ffmpeg to use."""

QUIET = ("-hide_banner", "-nostdin", "-v", "error", "-y")


@cache
def find() -> Path | None:
    """The ffmpeg to use: the one set, imageio-ffmpeg's, the system's; None where there is none. Always absolute."""
    if named := os.environ.get(SETTING):
        return Path(named).absolute() if Path(named).is_file() else None
    # The package's own lookup starts the program to see whether it runs; the file's name is all that is needed here.
    spec = find_spec("imageio_ffmpeg")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for binary in sorted(Path(folder, "binaries").glob("ffmpeg-*")):
            return binary.absolute()
    path = os.pathsep.join(p for p in os.environ.get("PATH", "").split(os.pathsep) if Path(p).is_absolute())
    found = shutil.which("ffmpeg", path=path)
    return Path(found).absolute() if found else None


def ffmpeg() -> Path:
    """The ffmpeg to use. Raises EncoderError where there is none."""
    found = find()
    if found is None:
        raise EncoderError(
            "there is no ffmpeg",
            f"pip install imageio-ffmpeg, or set {SETTING}, or choose --format wav --loudness none",
        )
    return found


@cache
def identity() -> str:
    """Which ffmpeg it is, for keys: its name (imageio-ffmpeg's carries the version) and its size."""
    found = ffmpeg()
    return f"{found.name} {found.stat().st_size}"


def run(arguments: Sequence[str | Path], data: bytes | None = None) -> bytes:
    """Run ffmpeg with `arguments`, give it `data`, return what it writes to standard output.

    Raises EncoderError with ffmpeg's own last words where it fails.
    """
    command = [str(ffmpeg()), *QUIET, *map(str, arguments)]
    if data is None:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    else:
        done = subprocess.run(command, input=data, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        raise EncoderError(f"ffmpeg failed: {said[-1]}", "see 'rhapsode doctor'")
    return done.stdout
