"""What keeps a store small and whole: done seldom, and loaded only then."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from rhapsode.errors import DamagedValue, UsageError
from rhapsode.files import is_alive
from rhapsode.store import SCHEMA, TRAILER_BYTES, Store, trailer

MOST_MB = 5_000
NAMED = 3
"""How many damaged values a warning names."""
UNTOUCHED_S = 600.0
"""What was used so lately is kept: a render on another machine, or in another container, may be at it."""


def heal(store: Store, fault: DamagedValue) -> str:
    """Drop from `store` every damaged value, and the one that `fault` is about; a warning that says so."""
    if fault.whole:  # else another render may just have made it anew
        with suppress(OSError):
            store.drop(fault.key)
    gone = list(dict.fromkeys([fault.key, *sweep(store)]))
    what = f"{len(gone)} values of the store were" if len(gone) > 1 else "a value of the store was"
    return f"{what} damaged or lost, and made anew where needed: {', '.join(key[:12] for key in gone[:NAMED])}" + (
        f" and {len(gone) - NAMED} more" if len(gone) > NAMED else ""
    )


def sweep(store: Store) -> list[str]:
    """Drop every value that is not what was stored, and what killed writers left half written. Returns the keys.

    Reads the whole store.
    """
    gone = []
    for file in [file for file, _ in store.entries() if file.parts[-3] == f"v{SCHEMA}"]:
        with suppress(OSError):
            if file.suffix == ".part":
                _drop_orphan(file)
            elif not _whole(key := file.parent.name + file.name, file):
                gone.append(key)
    return gone


def _drop_orphan(half: Path) -> None:
    if not is_alive(int(half.name.split(".")[2])):
        half.unlink()


def _whole(key: str, file: Path) -> bool:
    """Whether `file` holds what was stored under `key`; where it does not, it is dropped."""
    with file.open("rb", buffering=0) as opened:
        status = os.fstat(opened.fileno())
        value = opened.read(max(0, status.st_size - TRAILER_BYTES))
        if opened.read(TRAILER_BYTES + 1) == trailer(key, value):
            return True
        if file.stat().st_ino == status.st_ino:  # else another render has just made it anew
            file.unlink()
        return False


def trim(store: Store, most_bytes: int, used_ns: int | None = None) -> int:
    """Remove the values longest unused until at most `most_bytes` are left, none used since the time `used_ns`.

    What killed writers left half written goes first. Returns how many values went.
    """
    excess = -most_bytes
    for file, status in store.entries():
        if not file.name.startswith("."):
            excess += status.st_size
            continue
        with suppress(OSError):
            _drop_orphan(file)
    if excess <= 0:
        return 0  # as mostly, and a large store's files need not be held in memory
    files = sorted((status.st_mtime_ns, status.st_size, file) for file, status in store.entries())
    gone = 0
    for last_ns, size, file in files:
        if excess <= 0 or (used_ns is not None and last_ns >= used_ns):
            break
        with suppress(FileNotFoundError):
            if file.stat().st_mtime_ns == last_ns:  # else a render has wanted it since it was listed
                file.unlink()
                excess -= size
                gone += 1
    return gone


def keep_small(store: Store) -> None:
    """Trim to RHAPSODE_STORE_MB (default 5,000), and drop what killed writers left half written.

    What was used since the oldest running render began stays, however much it is: it may need it yet.
    """
    wanted = os.environ.get("RHAPSODE_STORE_MB") or str(MOST_MB)
    if not wanted.isdecimal():
        raise UsageError(f"RHAPSODE_STORE_MB is {wanted!r}", "set it to a whole number of megabytes")
    trim(store, int(wanted) * 1_000_000, min([time.time_ns() - round(UNTOUCHED_S * 1e9), *_begun_ns(store)]))


def _begun_ns(store: Store) -> Iterator[int]:
    """When each running render began; the marks of those that were killed go."""
    for mark in store.folder.glob("running/*.*"):
        with suppress(OSError, ValueError):
            if is_alive(int(mark.name.split(".")[0])):
                yield mark.stat().st_mtime_ns
            else:
                mark.unlink()
