"""Folders and reading lists to single locations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from rhapsode.errors import SourceMissing, SourceRefused, SourceUnreadable, UsageError
from rhapsode.files import is_remote
from rhapsode.plugins import reader_suffixes

MOST = 1_000_000
"""Locations in one call."""
_LIST_BYTES = 100_000_000


def expand(locations: Sequence[str]) -> list[str]:
    """Each location once, in the order given: a folder's readable files in natural order (`2` before `10`), hidden
    ones left out, and so those below `s3://bucket/folder/`; a reading list's lines (a file ending in `.list`, or any
    file as `@file`).

    In a list, empty lines and lines beginning with `#` are left out, and paths are relative to the list's folder.
    Raises SourceMissing, SourceUnreadable or SourceRefused (lists that name lists, or more than a million locations).
    """
    found: dict[str, None] = {}
    for location in locations:
        for one in _one(location):
            found[one] = None
            if len(found) > MOST:
                raise SourceRefused(f"there are more than {MOST:,} sources", "name fewer at a time")
    return list(found)


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sorting key by which `2.txt` stands before `10.txt`."""
    parts = re.findall(r"\d{1,18}|\D+|\d", name.casefold())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def _one(location: str) -> list[str]:
    if not location.strip():
        raise UsageError("a source without a name", "name a file, a folder, an address, or - for standard input")
    if location == "-" or "://" in location:
        return _below(location) if is_remote(location) and location.endswith("/") else [location]
    if location.startswith("@"):
        return _listed(Path(location[1:]))
    path = Path(location)
    try:
        if path.is_dir():
            return _folder(path)
        if path.suffix.lower() == ".list":
            return _listed(path)
    except (OSError, ValueError):
        return [location]
    return [location]


def _below(address: str) -> list[str]:
    """The same of an address that ends in a slash."""
    from rhapsode.remote_files import below  # only where it is asked for

    suffixes = reader_suffixes()
    names = [found.removeprefix(address) for found in below(address)]
    read = [name for name in names if PurePosixPath(name).suffix.lower() in suffixes and "/." not in f"/{name}"]
    if not read:
        raise SourceMissing(f"{address} has no file that can be read", "name one, or another folder")
    return [address + name for name in sorted(read, key=lambda name: [natural(part) for part in name.split("/")])]


def _folder(folder: Path) -> list[str]:
    """What readers call their own; a file named outright is tried whatever it is called."""
    suffixes = reader_suffixes()
    files = [
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in suffixes
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
    ]
    if not files:
        raise SourceMissing(f"{folder} has no file that can be read", "name one, or another folder")
    return [str(path) for path in sorted(files, key=lambda path: [natural(p) for p in path.relative_to(folder).parts])]


def _listed(path: Path) -> list[str]:
    try:
        if not path.is_file():
            raise SourceMissing(f"there is no reading list {path}", "check the path")
        if path.stat().st_size > _LIST_BYTES:
            raise SourceRefused(f"the reading list {path} is too long", "split it")
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError) as fault:
        raise SourceUnreadable(f"the reading list {path} cannot be read: {fault}", "save it as UTF-8 text") from fault
    lines = [line.strip() for line in text.splitlines()]
    entries = [line for line in lines if line and not line.startswith("#")]
    if not entries:
        raise SourceUnreadable(f"the reading list {path} names nothing", "write a path or an address on each line")
    return [location for entry in entries for location in _entry(entry, path)]


def _entry(entry: str, listed_in: Path) -> list[str]:
    if "://" in entry:
        return [entry]
    path = listed_in.parent / entry
    if entry.startswith("@") or path.suffix.lower() == ".list":
        raise SourceRefused(f"the reading list {listed_in} names another list, {entry}", "name its lines instead")
    return _folder(path) if path.is_dir() else [str(path)]
