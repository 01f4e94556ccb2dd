"""Writing beside the target and moving into place, so that a file is whole or not there."""

from __future__ import annotations

import os
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rhapsode.errors import UsageError

MOST_STEM_BYTES = 180
"""File systems allow 255 bytes in a name; the rest is for the process, the chance and the suffix."""
HALF = re.compile(r"\..*\.(\d+)\.[a-z0-9_]{8}\.part(?:\.\w+)?", re.DOTALL)
"""The name that `replacing` gives; the group is the number of the process."""

ADDRESS = re.compile(r"([a-z][a-z0-9+]+):/+(?=[^/])")
"""One letter is a drive of Windows."""
NOT_REMOTE = {"file", "http", "https"}


def is_remote(place: str | Path) -> bool:
    """Whether `place` is an address that tracks and values can be kept at, such as `s3://bucket/out`, and no folder."""
    found = ADDRESS.match(place if isinstance(place, str) else place.as_posix())
    return found is not None and found[1] not in NOT_REMOTE


def address_of(place: Path) -> str:
    """`place` for people and programs: an address has lost a slash as a path."""
    return ADDRESS.sub(r"\1://", place.as_posix(), count=1) if is_remote(place) else str(place)


@contextmanager
def replacing(target: Path, *, sweep: bool = True) -> Iterator[Path]:
    """Yield a path beside `target` to write to; on success it takes the target's place in one step.

    On any error the half file is removed and the old target stays as it was. Missing folders are made. Raises
    UsageError where `target` is a folder, a device or a pipe, or lies below something that is no folder.

    The name starts with a dot and ends in `.part` plus the target's own suffix (encoders go by it); what a killed
    run left behind for the same target is removed first, where `sweep` says so.
    """
    if target.exists() and not target.is_file():
        raise UsageError(f"{target} is no file that could be replaced", "name another")
    check_folder(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    if sweep:
        _sweep(target)
    prefix = f".{_short(target.stem)}.{os.getpid()}."
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=prefix, suffix=f".part{target.suffix}")
    os.close(handle)
    half = Path(name)
    try:
        yield half
        half.chmod(0o666 & ~_umask())
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)


def check_folder(target: Path) -> None:
    """Raise UsageError where `target` would lie below a file or a device."""
    for folder in target.parents:
        if folder.is_dir():
            return
        if folder.exists():
            raise UsageError(f"{folder} is no folder", "name another place for the file")


def spelled(name: str) -> str:
    """`name` as the system can write it: where the locale has no such letters, the bytes of UTF-8 all the same."""
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        return os.fsdecode(name.encode("utf-8", "surrogateescape"))
    return name


def write_atomically(target: Path, data: bytes) -> None:
    """Write `data` to `target`, whole or not at all."""
    with replacing(target, sweep=False) as half:
        half.write_bytes(data)


_asking = threading.Lock()


def _umask() -> int:
    with _asking:  # two threads at once would leave the process with none
        mask = os.umask(0)
        os.umask(mask)
    return mask


def _sweep(target: Path) -> None:
    stem = _short(target.stem)
    for left in target.parent.glob(f".{_literal(stem)}.*.part{_literal(target.suffix)}"):
        owner = left.name.removeprefix(f".{stem}.").split(".")[0]
        if owner.isdigit() and not is_alive(int(owner)):
            left.unlink(missing_ok=True)


def sweep_halves(folder: Path) -> None:
    """Remove from `folder` what processes that were ended had half written, whatever it was to become."""
    for left in folder.glob(".*.part*"):
        if (half := HALF.fullmatch(left.name)) and not is_alive(int(half[1])):
            left.unlink(missing_ok=True)


def _short(stem: str) -> str:
    """`stem`, cut so that the name of the half file is not too long where the target's just fits."""
    short = stem[:MOST_STEM_BYTES]
    while len(os.fsencode(short)) > MOST_STEM_BYTES:
        short = short[:-1]
    return short


def _literal(text: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in text)


def is_alive(pid: int) -> bool:
    """Whether there is a process of that number; on Windows always."""
    if os.name == "nt":
        return True  # os.kill would end the process there; a stale half file is the lesser evil
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
