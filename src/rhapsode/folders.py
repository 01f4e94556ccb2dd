"""Where a user's own files lie.

On Linux by the XDG Base Directory Specification, whose two rules stand here because every render needs them and
platformdirs takes as long to load as a page takes to read; elsewhere platformdirs knows.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

NAME = "rhapsode"


def config_folder() -> Path:
    """Of what the user has written: `RHAPSODE_CONFIG` where set, else the system's usual place."""
    if named := os.environ.get("RHAPSODE_CONFIG"):
        return Path(named)
    if sys.platform == "linux":
        return _xdg("XDG_CONFIG_HOME", ".config")
    from platformdirs import user_config_path

    return user_config_path(NAME, appauthor=False)


def cache_folder() -> Path:
    """Of what can be made again."""
    if sys.platform == "linux":
        return _xdg("XDG_CACHE_HOME", ".cache")
    from platformdirs import user_cache_path

    return user_cache_path(NAME, appauthor=False)


def _xdg(variable: str, usual: str) -> Path:
    """The specification's "Environment variables": what is empty or no absolute path does not count."""
    stated = Path(os.environ.get(variable, ""))
    return (stated if stated.is_absolute() else _home() / usual) / NAME


def _home() -> Path:
    """The user's own folder; a temporary one where the system knows of none, as in some containers."""
    try:
        return Path.home()
    except RuntimeError:
        import tempfile

        return Path(tempfile.gettempdir()) / f"{NAME}-{os.getuid()}"
