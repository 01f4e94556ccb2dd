"""Waiting between two updates, and waking early where a watched folder changes (with the `feeds` extra)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from rhapsode.errors import ReaderMissing
from rhapsode.installed import extra_cure


def wait_for_work(seconds: float, folders: Sequence[Path]) -> bool:
    """Wait so long, or until something in `folders` changes; whether it was that.

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
    for changes in watch(*there, rust_timeout=max(1, int(seconds * 1000)), yield_on_timeout=True, recursive=False):
        if changes:
            return True
        if time.monotonic() >= end_s:
            break
    return False
