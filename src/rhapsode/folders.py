"""Where a user's own files lie: where platformdirs says, which knows every system's rules.

On Linux the two rules of the XDG Base Directory Specification stand here: every render asks, and platformdirs with what
it loads takes 4 ms of the 160 of a render of nothing new.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from rhapsode.errors import UsageError

NAME = "rhapsode"
ROOT = 0
"""The user who could choose anyhow."""


def config_folder() -> Path:
    """Of what the user has written: `RHAPSODE_CONFIG` where set, else the system's usual place."""
    if named := os.environ.get("RHAPSODE_CONFIG"):
        return Path(named)
    return _usual("XDG_CONFIG_HOME", ".config", "user_config_path")


def data_folder() -> Path:
    """Of what the program keeps for the user and cannot make again: `RHAPSODE_DATA` where set, else the usual place."""
    if named := os.environ.get("RHAPSODE_DATA"):
        return Path(named)
    return _usual("XDG_DATA_HOME", ".local/share", "user_data_path")


def cache_folder() -> Path:
    """Of what can be made again."""
    return _usual("XDG_CACHE_HOME", ".cache", "user_cache_path")


def is_there(file: Path) -> bool:
    """Whether there is such a file, and in a folder that this user may look into: a strange HOME may be another's."""
    return os.path.isfile(file)  # noqa: PTH113  # Path.is_file raises PermissionError


def _usual(variable: str, below_home: str, elsewhere: str) -> Path:
    """The usual place; a temporary one where the system knows of no home, as in some containers."""
    with suppress(RuntimeError):  # older releases of platformdirs raise nothing, and leave a `~` in the path
        found = _xdg(variable, below_home) if sys.platform == "linux" else _of_platformdirs(elsewhere)
        if found.is_absolute():
            return found
    import tempfile

    return private(Path(tempfile.gettempdir()) / f"{NAME}-{os.getuid()}")


def private(folder: Path) -> Path:
    """`folder`, made for this user alone where it lies in one that everybody can write to, such as /tmp.

    Raises UsageError where it is there and another user than root owns it or can write to it: what is read from it
    would be theirs to choose.
    """
    if not hasattr(os, "getuid"):
        return folder
    with suppress(OSError):  # what cannot even be looked at is found out where it is used
        whole = folder.absolute()
        for inner, outer in reversed([*zip((whole, *whole.parents), whole.parents, strict=False)]):
            if outer.exists() and outer.stat().st_mode & stat.S_IWOTH:
                with suppress(FileExistsError):
                    inner.mkdir(0o700)
                found = inner.lstat()
                others_write = stat.S_IMODE(found.st_mode) & 0o022 and not inner.is_symlink()
                if found.st_uid not in (os.getuid(), ROOT) or others_write:
                    raise UsageError(f"{inner} is not yours alone", "set RHAPSODE_STORE to a folder that is")
    return folder


def _xdg(variable: str, below_home: str) -> Path:
    """The specification's "Environment variables": what is empty or no absolute path does not count."""
    stated = Path(os.environ.get(variable, ""))
    return (stated if stated.is_absolute() else Path.home() / below_home) / NAME


def _of_platformdirs(function: str) -> Path:
    import platformdirs

    found: Path = getattr(platformdirs, function)(NAME, appauthor=False)
    return found
