"""Temporary folders that do not outlive their owner for long: what a killed run left, the next one removes.

A folder's name carries its owner's process id, and the owner holds a lock on it, which the kernel takes away however
the owner ends; so a number that was given out again, or means another process in a container, misleads nobody.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rhapsode.files import is_alive

PREFIX = "rhapsode-work-"


@contextmanager
def work_folder() -> Iterator[Path]:
    """Yield a new folder for files of this process alone; it is removed at the end."""
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-") as name:
        held = _lock(Path(name))
        try:
            yield Path(name)
        finally:
            if held is not None:
                os.close(held)


def sweep_work_folders() -> None:
    """Remove those whose owner has died; where a system has no locks on folders (Windows), none."""
    with suppress(OSError):
        for found in os.scandir(tempfile.gettempdir()):
            owner = found.name.removeprefix(PREFIX).split("-")[0]
            if not found.name.startswith(PREFIX) or not owner.isdigit() or is_alive(int(owner)):
                continue
            if found.is_dir(follow_symlinks=False) and (held := _lock(Path(found.path))) is not None:
                shutil.rmtree(found.path, ignore_errors=True)
                os.close(held)


def _lock(folder: Path) -> int | None:
    """An open file that holds the folder's lock; None where another holds it or the folder is not ours."""
    with suppress(OSError, ImportError):
        import fcntl  # not at the top: Windows has none

        opened = os.open(folder, os.O_RDONLY)
        try:
            if os.fstat(opened).st_uid == os.getuid():
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return opened
        except OSError:
            pass
        os.close(opened)
    return None
