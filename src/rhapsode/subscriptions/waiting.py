"""Waiting between two updates, and waking early where a watched folder changes (with the `feeds` extra)."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from rhapsode.errors import ReaderMissing
from rhapsode.installed import extra_cure

LOOK_AGAIN_S = 2.0
"""Folders on another machine tell of no change, and none tells of one from before it was watched."""


def folder_contents(folders: Iterable[Path]) -> frozenset[tuple[str, int, int]]:
    """What lies in `folders`: of each file its path, its size in bytes and its time in ns."""
    found = set()
    for folder in folders:
        with suppress(OSError):
            for file in folder.iterdir():
                with suppress(OSError):
                    facts = file.stat()
                    found.add((str(file), facts.st_size, facts.st_mtime_ns))
    return frozenset(found)


def wait_for_work(seconds: float, folders: Sequence[Path], known: frozenset[tuple[str, int, int]]) -> bool:
    """Wait so long, or until `folders` no longer hold what is `known` of them; whether it was that.

    `known` is taken before the update that the wait follows, so that nothing put there meanwhile waits for the next.
    Raises ReaderMissing where there are folders and watchfiles is not installed.
    """
    there = [folder for folder in folders if folder.is_dir()]
    if not there:
        time.sleep(seconds)
        return False
    try:
        from watchfiles import watch
    except ImportError as fault:
        raise ReaderMissing("watching a folder needs watchfiles", extra_cure("feeds")) from fault
    end_s = time.monotonic() + seconds
    pause_ms = max(1, int(min(seconds, LOOK_AGAIN_S) * 1000))
    for _ in watch(
        *there, rust_timeout=pause_ms, yield_on_timeout=True, recursive=False, ignore_permission_denied=True
    ):
        if folder_contents(folders) != known:
            return True
        if time.monotonic() >= end_s:
            break
    return False
