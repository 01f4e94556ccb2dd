"""ffmpeg: found by a setting, else the one that pip brought, else the system's; and the one place that runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from io import BufferedReader
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, cast

from rhapsode.errors import EncoderError

CURE = "install imageio-ffmpeg with pip, or ffmpeg on the system, or set RHAPSODE_FFMPEG to its path; WAV needs none"
ALWAYS = ("-hide_banner", "-nostdin", "-nostats", "-y")
PIPE_BYTES = 1 << 16
"""What a pipe holds, and so the most that one reading of it gives."""


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


@cache
def identity() -> str:
    """Which ffmpeg it is, for keys: its name (imageio-ffmpeg's carries the version) and its size."""
    found = Path(find())
    return f"{found.name} {found.stat().st_size}"


def version() -> str:
    """What it calls itself, for people: `ffmpeg version 7.0`."""
    return " ".join(run(["-version"]).decode("utf-8", "replace").split()[:3])


def run(arguments: Sequence[str | Path], data: bytes | None = None) -> bytes:
    """Run ffmpeg with `arguments`, give it `data`, return what it writes to standard output.

    Raises EncoderError with ffmpeg's own last words where it fails.
    """
    command = _command(arguments, "error")
    if data is None:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    else:
        done = subprocess.run(command, input=data, capture_output=True, check=False)
    _check(done.returncode, done.stderr)
    return done.stdout


class Running:
    """An ffmpeg at work."""

    def __init__(self, output: BufferedReader) -> None:
        self.output = output
        """What it writes to standard output, to be read while it works."""
        self.said = ""
        """What it wrote to standard error, once it has ended."""


@contextmanager
def running(
    arguments: Sequence[str | Path], data: IO[bytes] | None = None, *, verbosity: str = "error"
) -> Iterator[Running]:
    """Run ffmpeg with `arguments`, on the open file `data` if there is one; yields it while it works.

    Raises EncoderError as `run` does, at the end.
    """
    command = _command(arguments, verbosity)
    given = data or subprocess.DEVNULL
    with TemporaryFile() as said:
        with subprocess.Popen(command, PIPE_BYTES, stdin=given, stdout=subprocess.PIPE, stderr=said) as process:
            started = Running(cast(BufferedReader, process.stdout))
            yield started
        said.seek(0)
        words = said.read()
    _check(process.returncode, words)
    started.said = words.decode("utf-8", "replace")


def _command(arguments: Sequence[str | Path], verbosity: str) -> list[str]:
    return [find(), *ALWAYS, "-v", verbosity, *map(str, arguments)]


def _check(returncode: int, stderr: bytes) -> None:
    if returncode:
        said = stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        raise EncoderError(f"ffmpeg failed: {said[-1]}", "see 'rhapsode doctor'")
