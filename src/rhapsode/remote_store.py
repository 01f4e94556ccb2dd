"""A store that many machines share by an address, such as `s3://bucket/store`.

Every machine has a folder of its own, and there what it made or needed lately; what it lacks it fetches, and what it
makes it sends, each value by itself, as the file that it is in the folder. An object store writes one whole or not at
all; what another protocol leaves of one is found out when it is fetched, and counts as not there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from rhapsode import remote_files
from rhapsode.errors import RhapsodeError, StoreError, UsageError
from rhapsode.files import is_remote
from rhapsode.folders import cache_folder, private
from rhapsode.store import SCHEMA, TRAILER_BYTES, Glimpse, Store, trailer

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
        if (self.address, key) in _seen:
            return True
        found = remote_files.exists(self._there(key))  # what lies here only is no use to other machines
        if found:
            _note(self, key)
        return found

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
        return Store.size(self, key) or max(0, (remote_files.size(self._there(key)) or 0) - TRAILER_BYTES)

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
        _seen.discard((self.address, key))
        Store.drop(self, key)
        remote_files.remove(self._there(key))

    def here(self) -> Store:
        """What this machine has of it, as a store of its own."""
        return Store(self.folder)

    def _there(self, key: str) -> str:
        return f"{self.address}/v{SCHEMA}/{key[:2]}/{key[2:]}"

    def _send(self, key: str, value: bytes) -> None:
        try:
            remote_files.write(self._there(key), value + trailer(key, value))
        except RhapsodeError as fault:
            raise StoreError(f"what is spoken cannot be kept: {fault.what}", fault.cure) from fault
        _note(self, key)

    def _fetched(self, key: str) -> bytes | None:
        for _ in range(TRIES):
            data = remote_files.read(self._there(key))
            if data is None:
                return None
            value = data[:-TRAILER_BYTES]
            if data[-TRAILER_BYTES:] == trailer(key, value):
                Store.put(self, key, value)
                _note(self, key)
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


_seen: set[tuple[str, str]] = set()
"""Addresses and keys of values that this process knows to be there: asking costs as much as fetching."""


def _note(store: RemoteStore, key: str) -> None:
    if len(_seen) >= MOST_SEEN:
        _seen.clear()
    _seen.add((store.address, key))


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
