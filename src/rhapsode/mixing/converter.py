"""Running ffmpeg."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from io import BufferedReader
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, cast

from rhapsode import ffmpeg
from rhapsode.errors import EncoderError

PIPE_BYTES = 1 << 16
"""What a pipe holds, and so the most that one reading of it gives."""
QUIET = ("-hide_banner", "-nostdin", "-v", "error", "-y")


@cache
def identity() -> str:
    """Which ffmpeg it is, for keys: its name (imageio-ffmpeg's carries the version) and its size."""
    found = Path(ffmpeg.find())
    return f"{found.name} {found.stat().st_size}"


def run(arguments: Sequence[str | Path], data: bytes | None = None) -> bytes:
    """Run ffmpeg with `arguments`, give it `data`, return what it writes to standard output.

    Raises EncoderError with ffmpeg's own last words where it fails.
    """
    command = _command(arguments)
    if data is None:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    else:
        done = subprocess.run(command, input=data, capture_output=True, check=False)
    _check(done.returncode, done.stderr)
    return done.stdout


@contextmanager
def reading(arguments: Sequence[str | Path], data: IO[bytes]) -> Iterator[BufferedReader]:
    """Run ffmpeg on the open file `data`; yields its standard output, to be read while it works.

    Raises EncoderError as `run` does, at the end.
    """
    with TemporaryFile() as said:
        with subprocess.Popen(
            _command(arguments), PIPE_BYTES, stdin=data, stdout=subprocess.PIPE, stderr=said
        ) as process:
            yield cast(BufferedReader, process.stdout)
        said.seek(0)
        _check(process.returncode, said.read())


def _command(arguments: Sequence[str | Path]) -> list[str]:
    return [ffmpeg.find(), *QUIET, *map(str, arguments)]


def _check(returncode: int, stderr: bytes) -> None:
    if returncode:
        said = stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        raise EncoderError(f"ffmpeg failed: {said[-1]}", "see 'rhapsode doctor'")
