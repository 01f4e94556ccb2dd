"""A store that many machines share by an address, such as `s3://bucket/store`.

Every machine has a folder of its own, and there what it made or needed lately; what it lacks it fetches, and what it
makes it sends, each value by itself, as the file that it is in the folder. An object store writes one whole or not at
all; what another protocol leaves of one is found out when it is fetched, and counts as not there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from rhapsode import remote_files
from rhapsode.errors import RhapsodeError, StoreError, UsageError
from rhapsode.files import is_remote
from rhapsode.folders import cache_folder, is_there, private
from rhapsode.store import SCHEMA, TRAILER_BYTES, Glimpse, Store, trailer

T = TypeVar("T")

AT_ONCE = 16
"""Values on their way: an object store takes some 20 ms for each, whatever its size."""

MOST_SEEN = 100_000
TRIES = 2
"""What is fetched while another writes it may be half of each, with some protocols."""


@dataclass(frozen=True, slots=True)
class RemoteStore(Store):
    """The values at `address`, and in `folder` those that this machine has; picklable, and opened anew where it is."""

    address: str = ""

    def __reduce__(self) -> tuple[Callable[[str], RemoteStore], tuple[str]]:
        return remote_store, (self.address,)

    def __contains__(self, key: str) -> bool:
        return self._size(key) is not None  # what lies here only is no use to other machines

    def get(self, key: str) -> bytes | None:
        """The value of `key`, or None; fetched where it is not here. Raises DamagedValue and StoreError."""
        found = Store.get(self, key)
        return self._fetched(key) if found is None else found

    def glimpse(self, key: str, count: int) -> Glimpse:
        """As the store's; of a value that is not here all is fetched."""
        if not Store.size(self, key):
            self._fetched(key)
        return Store.glimpse(self, key, count)

    def size(self, key: str) -> int:
        """How many bytes the value of `key` has; 0 where there is none."""
        return self._size(key) or 0

    def absent(self, keys: Iterable[str]) -> set[str]:
        """Those of `keys` that it holds no value of, asked for many at once."""
        wanted = list(dict.fromkeys(keys))
        return {key for key, found in zip(wanted, _at_once(self.__contains__, wanted), strict=True) if not found}

    def bring(self, keys: Iterable[str]) -> None:
        """Fetch those of `keys` that are not here, many at once."""
        _at_once(self._fetched, [key for key in dict.fromkeys(keys) if not is_there(self.path(key))])

    def sending(self) -> AbstractContextManager[None]:
        """While it lasts, values are sent while others are made; at its end they are there."""
        return sending()

    def put(self, key: str, value: bytes) -> None:
        """Keep `value` here and there. Raises StoreError, now or at the end of `sending`."""
        Store.put(self, key, value)
        sender = _sender.get()
        if sender:
            sender(self._send, key, value)
        else:
            self._send(key, value)

    def drop(self, key: str) -> None:
        """Have no value of `key`, here and there."""
        _seen.pop((self.address, key), None)
        Store.drop(self, key)
        remote_files.remove(self._there(key))

    def here(self) -> Store:
        """What this machine has of it, as a store of its own."""
        return Store(self.folder)

    def _there(self, key: str) -> str:
        return f"{self.address}/v{SCHEMA}/{key[:2]}/{key[2:]}"

    def _size(self, key: str) -> int | None:
        if (found := _seen.get((self.address, key))) is None:
            there = remote_files.size(self._there(key))
            if there is None:
                return None
            _note(self, key, found := max(0, there - TRAILER_BYTES))
        return found

    def _send(self, key: str, value: bytes) -> None:
        try:
            remote_files.write(self._there(key), value + trailer(key, value))
        except RhapsodeError as fault:
            raise StoreError(f"what is spoken cannot be kept: {fault.what}", fault.cure) from fault
        _note(self, key, len(value))

    def _fetched(self, key: str) -> bytes | None:
        for _ in range(TRIES):
            data = remote_files.read(self._there(key))
            if data is None:
                return None
            value = data[:-TRAILER_BYTES]
            if data[-TRAILER_BYTES:] == trailer(key, value):
                Store.put(self, key, value)
                _note(self, key, len(value))
                return value
        self.drop(key)  # so that it is made anew
        return None


def remote_store(address: str) -> RemoteStore:
    """The store at `address`, whose folder on this machine lies in the user's cache. Raises UsageError."""
    if not is_remote(address):
        raise UsageError(f"{address} is no place for a store", "name a folder, or s3://BUCKET/...")
    plain = address.rstrip("/")
    name = hashlib.sha256(plain.encode()).hexdigest()[:16]
    return RemoteStore(private(cache_folder() / "stores" / name), plain)


_seen: dict[tuple[str, str], int] = {}
"""By address and key, how long the values are that this process knows to be there: to ask takes as long as to fetch."""


def _note(store: RemoteStore, key: str, size: int) -> None:
    if len(_seen) >= MOST_SEEN:
        _seen.clear()
    _seen[store.address, key] = size


def _at_once(call: Callable[[str], T], keys: Sequence[str]) -> list[T]:
    if len(keys) < 2:
        return [call(key) for key in keys]
    with ThreadPoolExecutor(min(AT_ONCE, len(keys))) as beside:
        return list(beside.map(call, keys))


_sender: ContextVar[Callable[..., object] | None] = ContextVar("_sender", default=None)


@contextmanager
def sending() -> Iterator[None]:
    """While it lasts, values are sent while others are made; at its end all of them are there.

    Raises StoreError where one could not be sent.
    """
    sent: list[Future[None]] = []
    with ThreadPoolExecutor(AT_ONCE) as beside:
        token = _sender.set(lambda call, *args: sent.append(beside.submit(call, *args)))
        try:
            yield
        finally:
            _sender.reset(token)
    for one in sent:
        one.result()
