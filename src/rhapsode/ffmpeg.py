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

from rhapsode.errors import EncoderError, quoted

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
    """What it calls itself, for people: `ffmpeg version 7.0`. Raises EncoderError where it is no ffmpeg."""
    said = run(["-version"]).decode("utf-8", "replace")
    if not said.startswith("ffmpeg version "):
        raise EncoderError(f"{find()} is no ffmpeg: it does not tell its version", CURE)
    return " ".join(said.split()[:3])


def works() -> bool:
    """Whether it gives back the sound that it is given: to be asked where it gives none, and that may be right."""
    form = ("-f", "s16le", "-ar", "8000", "-ac", "1")
    sound = bytes(range(256)) * 8
    return run([*form, "-i", "pipe:0", "-bitexact", *form, "pipe:1"], sound) == sound


def run(arguments: Sequence[str | Path], data: bytes | None = None, *, least: int = 0, section: str = "") -> bytes:
    """Run ffmpeg with `arguments`, give it `data`, return what it writes to standard output.

    Raises EncoderError with ffmpeg's own last words where it fails, and where it says that it did not, but gave fewer
    than `least` bytes. `section` is what the error names as the place.
    """
    command = _command(arguments, "error")
    with _startable():
        done = _done(command, data)
        if done.returncode < 0:  # a signal from outside, of a system short of memory say: once is bad luck
            done = _done(command, data)
    _check(done.returncode, done.stderr, section)
    if len(done.stdout) < least:
        raise lacking(f"{len(done.stdout):,} bytes of sound instead of {least:,}", section)
    return done.stdout


def _done(command: Sequence[str], data: bytes | None) -> subprocess.CompletedProcess[bytes]:
    if data is None:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return subprocess.run(command, input=data, capture_output=True, check=False)


def lacking(gave: str, section: str = "") -> EncoderError:
    """The error to raise where ffmpeg said that all went well, and that is not so; `gave` says what it gave."""
    try:
        name = f"{version()}, {find()},"
    except EncoderError:
        name = f"{find()}, which does not tell its version,"
    return EncoderError(f"{name} says that all went well, but gave {gave}{_place(section)}", CURE)


def _place(section: str) -> str:
    return f", in the section {quoted(section)}" if section else ""


@contextmanager
def _startable() -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise EncoderError(f"{find()} cannot be started: {fault.strerror}", CURE) from fault


class Running:
    """An ffmpeg at work."""

    def __init__(self, output: BufferedReader) -> None:
        self.output = output
        """What it writes to standard output, to be read while it works."""
        self.said = ""
        """What it wrote to standard error, once it has ended."""


@contextmanager
def running(
    arguments: Sequence[str | Path], data: IO[bytes] | None = None, *, verbosity: str = "error", section: str = ""
) -> Iterator[Running]:
    """Run ffmpeg with `arguments`, on the open file `data` if there is one; yields it while it works.

    Raises EncoderError as `run` does, at the end.
    """
    command = _command(arguments, verbosity)
    given = data or subprocess.DEVNULL
    with TemporaryFile() as said:
        with _startable():
            begun = subprocess.Popen(command, PIPE_BYTES, stdin=given, stdout=subprocess.PIPE, stderr=said)
        with begun as process:
            started = Running(cast(BufferedReader, process.stdout))
            yield started
        said.seek(0)
        words = said.read()
    _check(process.returncode, words, section)
    started.said = words.decode("utf-8", "replace")


def _command(arguments: Sequence[str | Path], verbosity: str) -> list[str]:
    return [find(), *ALWAYS, "-v", verbosity, *map(str, arguments)]


def _check(returncode: int, stderr: bytes, section: str) -> None:
    if returncode:
        said = stderr.decode("utf-8", "replace").strip().splitlines() or [_ending(returncode)]
        raise EncoderError(f"ffmpeg failed{_place(section)}: {said[-1]}", "see 'rhapsode doctor'")


def _ending(returncode: int) -> str:
    return f"signal {-returncode} ended it" if returncode < 0 else f"exit code {returncode}, and no reason given"
