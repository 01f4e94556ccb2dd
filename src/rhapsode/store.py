"""The content-addressed store: what was spoken or encoded once is never made twice.

A value is bytes under a key; the key is the sha256 of all that decides the value. Safe for any number of renders at
once: a value is written whole or not at all, and two writers of one key write the same thing.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rhapsode.errors import UsageError
from rhapsode.folders import cache_folder

SCHEMA = 1
"""Part of every key: raised when a stored value's form or making changes, so that old values are simply not found."""

OWN_NAME = re.compile(r"[0-9a-f]{63}|\.[0-9a-f]{63}\.\d+\.\w+\.part")
"""A value, or what a killed writer left of one."""
MOST_MB = 5_000
DAY_S = 86_400.0


def key_of(parts: Mapping[str, object]) -> str:
    """sha256, in hexadecimal, of the canonical JSON (sorted keys, no spaces, UTF-8) of `parts` and the schema."""
    text = _canonical({"schema": SCHEMA, **parts})
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def default_folder() -> Path:
    """`RHAPSODE_STORE` where set, else the user's cache folder."""
    if named := os.environ.get("RHAPSODE_STORE"):
        return Path(named)
    return cache_folder() / "store"


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of values; picklable, so that worker processes open the same one.

    Values lie in sixteen folders: making one takes longer than writing a value.
    """

    folder: Path

    def path(self, key: str) -> Path:
        """Where the value of `key` lies, or would lie."""
        return Path(self._name(key))

    def _name(self, key: str) -> str:
        """The same as text, which takes a tenth of the time to put together: a book has thousands of values."""
        return f"{self.folder}{os.sep}{key[0]}{os.sep}{key[1:]}"

    def __contains__(self, key: str) -> bool:
        try:
            os.utime(self._name(key))  # also says that it was wanted lately, which `trim` goes by
        except FileNotFoundError:
            return False
        return True

    def get(self, key: str) -> bytes | None:
        """The value of `key`, or None."""
        try:
            with open(self._name(key), "rb") as file:  # noqa: PTH123
                return file.read()
        except FileNotFoundError:
            return None

    def head(self, key: str, count: int) -> bytes:
        """The first `count` bytes of the value of `key`; fewer where it is shorter or there is none."""
        try:
            with open(self._name(key), "rb") as file:  # noqa: PTH123
                return file.read(count)
        except FileNotFoundError:
            return b""

    def size(self, key: str) -> int:
        """How many bytes the value of `key` has; 0 where there is none."""
        try:
            return os.stat(self._name(key)).st_size  # noqa: PTH116
        except FileNotFoundError:
            return 0

    def put(self, key: str, value: bytes) -> None:
        """Keep `value` under `key`: whole or not at all, and quickly, since a book has thousands."""
        target = self.path(key)
        half = target.with_name(f".{target.name}.{os.getpid()}.{threading.get_ident()}.part")
        try:
            half.write_bytes(value)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            half.write_bytes(value)
        half.replace(target)

    def entries(self) -> Iterator[tuple[Path, os.stat_result]]:
        """Every value's file and its status; whatever else lies in the folder is not the store's."""
        for file in self.folder.glob("[0-9a-f]/*"):
            if OWN_NAME.fullmatch(file.name):
                with suppress(FileNotFoundError):
                    yield file, file.stat()

    def trim(self, most_bytes: int, unused_s: float = 0.0) -> int:
        """Remove the values longest unused until at most `most_bytes` are left, none used in the last `unused_s`.

        Returns how many went.
        """
        excess = sum(status.st_size for _, status in self.entries()) - most_bytes
        if excess <= 0:
            return 0
        newest_ns = time.time_ns() - round(unused_s * 1e9)
        files = sorted((status.st_mtime_ns, status.st_size, file) for file, status in self.entries())
        gone = 0
        for used_ns, size, file in files:
            if excess <= 0 or used_ns > newest_ns:
                break
            file.unlink(missing_ok=True)
            excess -= size
            gone += 1
        return gone

    def keep_small(self) -> None:
        """Trim to RHAPSODE_STORE_MB (default 5,000), leaving alone what any render of the last day has used."""
        wanted = os.environ.get("RHAPSODE_STORE_MB") or str(MOST_MB)
        if not wanted.isdecimal():
            raise UsageError(f"RHAPSODE_STORE_MB is {wanted!r}", "set it to a whole number of megabytes")
        self.trim(int(wanted) * 1_000_000, DAY_S)
