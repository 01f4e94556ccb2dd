"""What is subscribed to, what was seen of it and what failed: one readable JSON file in the user's data folder."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from rhapsode.errors import RhapsodeError, UsageError
from rhapsode.files import is_alive, write_atomically
from rhapsode.folders import data_folder
from rhapsode.subscriptions.feed_posts import Post

SCHEMA = 1
MOST_SEEN = 3_000
"""Posts remembered of one subscription: three times what is read of a feed."""
LATEST = 5
"""Posts taken of a feed when it is new."""


class FailedPost(NamedTuple):
    """A post that could not be made an episode yet."""

    post: Post
    error: str
    tries: int


class Subscription(NamedTuple):
    """A feed, or a folder."""

    address: str
    """Of the feed; or the folder's absolute path."""
    title: str = ""
    kind: str = "feed"
    """`feed` or `folder`."""
    latest: int = LATEST
    """How many of the posts that are there at first are wanted."""
    etag: str = ""
    last_modified: str = ""
    seen: tuple[tuple[str, ...], ...] = ()
    """As `feed_posts.identity` has each post, the oldest first."""
    failed: tuple[FailedPost, ...] = ()

    @property
    def name(self) -> str:
        """For people."""
        return self.title or self.address


class SubscriptionList:
    """The file. Every change reads it anew, so that an update that takes long undoes no other's change."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file or data_folder() / "subscriptions.json"

    def read(self) -> list[Subscription]:
        """All of it. Raises RhapsodeError where the file cannot be understood."""
        try:
            told = json.loads(self.file.read_text("utf-8"))
            return [_subscription(row) for row in told["subscriptions"]]
        except FileNotFoundError:
            return []
        except (ValueError, LookupError, TypeError, AttributeError) as fault:
            raise RhapsodeError(f"{self.file} is no list of subscriptions", "mend it, or move it away") from fault

    def add(self, *more: Subscription) -> list[Subscription]:
        """Add what is not there yet; returns what was added."""
        old = self.read()
        there = {one.address for one in old}
        new = [one for one in {one.address: one for one in more}.values() if one.address not in there]
        if new:
            self._write([*old, *new])
        return new

    def remove(self, address: str) -> Subscription:
        """Forget the one of that address or title. Raises UsageError where there is none."""
        old = self.read()
        found = next((one for one in old if address in (one.address, one.title)), None)
        if found is None:
            raise UsageError(f"there is no subscription {address}", "see `rhapsode subscribe --list`")
        self._write([one for one in old if one.address != found.address])
        return found

    def change(self, address: str, how: Callable[[Subscription], Subscription]) -> None:
        """Put `how` of it in the place of the one of that address, if it is still there.

        Where it moved to an address that is another's already, it goes.
        """
        old = self.read()
        others = {one.address for one in old if one.address != address}
        new = [how(one) if one.address == address else one for one in old]
        self._write([one for before, one in zip(old, new, strict=True) if before == one or one.address not in others])

    @contextmanager
    def updating(self) -> Iterator[None]:
        """Only one update at a time. Raises RhapsodeError where another is at work."""
        lock = self.file.with_name("update.lock")
        lock.parent.mkdir(parents=True, exist_ok=True)
        for _ in range(2):
            try:
                handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
                break
            except FileExistsError:
                owner = lock.read_text("ascii", "replace").strip()
                if owner.isdigit() and is_alive(int(owner)) and int(owner) != os.getpid():
                    raise RhapsodeError(
                        f"another update is at work (process {owner})", f"wait, or end it; {lock}"
                    ) from None
                lock.unlink(missing_ok=True)
        else:
            raise RhapsodeError("another update has just begun", "wait for it")
        try:
            with os.fdopen(handle, "w") as file:
                file.write(str(os.getpid()))
            yield
        finally:
            lock.unlink(missing_ok=True)

    def _write(self, subscriptions: list[Subscription]) -> None:
        told = {"schema": SCHEMA, "subscriptions": [_row(one) for one in subscriptions]}
        write_atomically(self.file, (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace"))


def _row(one: Subscription) -> dict[str, Any]:
    failed = [{"post": two.post._asdict(), "error": two.error, "tries": two.tries} for two in one.failed]
    return {**one._asdict(), "seen": one.seen[-MOST_SEEN:], "failed": failed}


def _subscription(row: dict[str, Any]) -> Subscription:
    known = {name: row[name] for name in Subscription._fields if name in row}
    failed = tuple(
        FailedPost(_post(one["post"]), str(one["error"]), int(one["tries"])) for one in row.get("failed", ())
    )
    seen = tuple(tuple(map(str, facts)) for facts in row.get("seen", ()))
    return Subscription(**{**known, "address": str(row["address"]), "seen": seen, "failed": failed})


def _post(row: dict[str, Any]) -> Post:
    return Post(**{**row, "authors": tuple(row.get("authors", ()))})
