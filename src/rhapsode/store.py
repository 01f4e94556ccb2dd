"""The content-addressed store: what was spoken or encoded once is never made twice.

A value is bytes under a key; the key is the sha256 of all that decides the value. Safe for any number of renders at
once: a value is written whole or not at all, and two writers of one key write the same thing. In its file it stands as

    the value | its length u64 | crc32 of its key and the value u32

(little-endian), so that a cut, a bit that flips, a run of zeros and a value in another's place are found out when it is
read; what is damaged can be made again, and nothing is lost but time. That is also why no value is synced to the disk:
it would take 7 ms for each of a book's thousands instead of 0.3, and what a power cut leaves in part is found out.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from struct import Struct
from struct import error as StructError  # noqa: N812
from typing import NamedTuple, TypeVar
from zlib import crc32

from rhapsode.errors import DamagedValue, StoreError
from rhapsode.folders import cache_folder, is_there, private

T = TypeVar("T")

SCHEMA = 2
"""Part of every key and of every value's path: raised when a stored value's form or making changes. Values of another
are never read, and the first to go where room is wanted."""
NOT_UNDERSTOOD = (ValueError, LookupError, TypeError, ArithmeticError, StructError)
"""What is raised by whoever takes a value apart that is none of theirs."""
OWN_NAME = re.compile(r"[0-9a-f]{63}|\.[0-9a-f]{63}\.\d+\.\w+\.part")
"""A value, or what a killed writer left of one."""
ABSENT = (FileNotFoundError, NotADirectoryError, PermissionError)
"""No value that this user could have: what is made anew instead meets, and names, a folder that cannot be used."""
_TRAILER = Struct("<QI")
TRAILER_BYTES = _TRAILER.size


def key_of(parts: Mapping[str, object]) -> str:
    """sha256, in hexadecimal, of the canonical JSON (sorted keys, no spaces, UTF-8) of `parts` and the schema."""
    text = _canonical({"schema": SCHEMA, **parts})
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def default_folder() -> Path:
    """`RHAPSODE_STORE` where set, else the user's cache folder.

    Raises UsageError where it lies in a folder that everybody can write to, and is not this user's alone.
    """
    return private(Path(os.environ.get("RHAPSODE_STORE") or cache_folder() / "store"))


class Glimpse(NamedTuple):
    """The beginning of a value."""

    head: bytes
    size: int
    """How many bytes the whole value has."""


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
        return f"{self.folder}{os.sep}v{SCHEMA}{os.sep}{key[0]}{os.sep}{key[1:]}"

    def __contains__(self, key: str) -> bool:
        try:
            os.utime(self._name(key))  # also says that it was wanted lately, which `trim` goes by
        except FileNotFoundError:
            return False
        except OSError:  # a store that can only be read
            return is_there(self.path(key))
        return True

    def get(self, key: str) -> bytes | None:
        """The value of `key`, or None. Raises DamagedValue where it is not what was stored."""
        try:
            with open(self._name(key), "rb", buffering=0) as file:  # noqa: PTH123
                value = file.read(max(0, os.fstat(file.fileno()).st_size - TRAILER_BYTES))
                if file.read(TRAILER_BYTES + 1) == trailer(key, value):
                    return value
        except ABSENT:
            return None
        raise damaged(key)

    def read(self, key: str, understood: Callable[[bytes], T]) -> T:
        """What `understood` makes of the value of `key`.

        Raises DamagedValue where there is none, where it is not what was stored, or not understood.
        """
        value = self.get(key)
        if value is None:
            raise DamagedValue(f"value {key[:12]} is missing from the store", "run the command again", key)
        try:
            return understood(value)
        except NOT_UNDERSTOOD as fault:
            raise damaged(key, whole=True) from fault

    def glimpse(self, key: str, count: int) -> Glimpse:
        """The first `count` bytes of the value of `key`, which prove nothing but that its length is the one stored.

        For what is only an estimate, or read as a whole before it counts. Raises DamagedValue where there is none or
        its length is another.
        """
        try:
            with open(self._name(key), "rb", buffering=0) as file:  # noqa: PTH123
                size = max(0, os.fstat(file.fileno()).st_size - TRAILER_BYTES)
                head = file.read(min(count, size))
                file.seek(size)
                if file.read(TRAILER_BYTES)[:8] == size.to_bytes(8, "little"):
                    return Glimpse(head, size)
        except ABSENT:
            pass
        raise damaged(key)

    def absent(self, keys: Iterable[str]) -> set[str]:
        """Those of `keys` that it holds no value of; what it holds was wanted lately."""
        return {key for key in keys if key not in self}

    def bring(self, keys: Iterable[str]) -> None:
        """Have the values of `keys` where `read` is quick. Here they are."""

    def sending(self) -> AbstractContextManager[None]:
        """While it lasts, others may not have what is put; at its end they have."""
        return nullcontext()

    def size(self, key: str) -> int:
        """How many bytes the value of `key` has, as its file says; 0 where there is none."""
        try:
            return max(0, os.stat(self._name(key)).st_size - TRAILER_BYTES)  # noqa: PTH116
        except ABSENT:
            return 0

    def put(self, key: str, value: bytes) -> None:
        """Keep `value` under `key`: whole or not at all, and quickly, since a book has thousands.

        Raises StoreError, which no engine or encoder is blamed for, in whatever process it happens.
        """
        target = self.path(key)
        half = target.with_name(f".{target.name}.{os.getpid()}.{threading.get_ident()}.part")
        try:
            try:
                _write(half, key, value)
            except FileNotFoundError:
                target.parent.mkdir(parents=True, exist_ok=True)
                _write(half, key, value)
            half.replace(target)
        except BaseException as fault:  # a full disk, an interrupt
            with suppress(OSError):
                half.unlink()
            if not isinstance(fault, OSError):
                raise
            what = f"what is spoken cannot be kept ({fault.strerror or fault}: {fault.filename or self.folder})"
            raise StoreError(what, "name a folder that can be written by RHAPSODE_STORE, or make room there") from fault

    def drop(self, key: str) -> None:
        """Have no value of `key`."""
        with suppress(FileNotFoundError):
            os.unlink(self._name(key))  # noqa: PTH108

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """While it lasts, nothing that is wanted from the store meanwhile is trimmed away by any process."""
        mark = self.folder / "running" / f"{os.getpid()}.{threading.get_ident()}"
        try:
            with suppress(OSError):  # a store that can only be read loses nothing
                mark.parent.mkdir(parents=True, exist_ok=True)
                mark.touch()
            yield
        finally:
            with suppress(OSError):
                mark.unlink()

    def entries(self) -> Iterator[tuple[Path, os.stat_result]]:
        """Every value's file, of any schema, and its status; whatever else lies in the folder is not the store's."""
        # The latter is where the first schema had them.
        for folder in (*self.folder.glob("v*/[0-9a-f]"), *self.folder.glob("[0-9a-f]")):
            with suppress(*ABSENT), os.scandir(folder) as found:  # half the time of a glob of the files
                for one in found:
                    if OWN_NAME.fullmatch(one.name):
                        with suppress(FileNotFoundError):
                            yield Path(one), one.stat()


def trailer(key: str, value: bytes) -> bytes:
    """What stands behind `value` in the file of `key`."""
    return _TRAILER.pack(len(value), crc32(value, crc32(key.encode())))


def damaged(key: str, *, whole: bool = False) -> DamagedValue:
    """The error to raise for a value that is not what was stored under `key`, or `whole` and not understood."""
    cure = "run `rhapsode store check`, then it again"
    return DamagedValue(f"value {key[:12]} of the store is damaged", cure, key, whole=whole)


def _write(file: Path, key: str, value: bytes) -> None:
    with open(file, "wb") as opened:  # noqa: PTH123
        opened.write(value)
        opened.write(trailer(key, value))
