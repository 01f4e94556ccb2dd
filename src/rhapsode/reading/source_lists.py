"""Folders and reading lists to single locations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from rhapsode.errors import SourceMissing, SourceRefused, SourceUnreadable, UsageError
from rhapsode.plugins import reader_suffixes

MOST = 10_000
"""Locations in one call."""
_LIST_BYTES = 10_000_000


def expand(locations: Sequence[str]) -> list[str]:
    """Each location once, in the order given: a folder's readable files in natural order (`2` before `10`), hidden
    ones left out; a reading list's lines (a file ending in `.list`, or any file as `@file`).

    In a list, empty lines and lines beginning with `#` are left out, and paths are relative to the list's folder.
    Raises SourceMissing, SourceUnreadable or SourceRefused (lists that name lists, or more than 10,000 locations).
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
        return [location]
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
