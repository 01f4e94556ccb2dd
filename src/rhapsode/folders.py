"""Where a user's own files lie: where platformdirs says, which knows every system's rules."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

NAME = "rhapsode"


def config_folder() -> Path:
    """Of what the user has written: `RHAPSODE_CONFIG` where set, else the system's usual place."""
    if named := os.environ.get("RHAPSODE_CONFIG"):
        return Path(named)
    from platformdirs import user_config_path

    return _somewhere(user_config_path)


def cache_folder() -> Path:
    """Of what can be made again."""
    from platformdirs import user_cache_path

    return _somewhere(user_cache_path)


def _somewhere(usual: Callable[..., Path]) -> Path:
    """What platformdirs' `usual` says; a temporary one where the system knows of no home, as in some containers."""
    with suppress(RuntimeError):  # older releases raise nothing, and leave a `~` in the path
        if (folder := usual(NAME, appauthor=False)).is_absolute():
            return folder
    import tempfile

    return Path(tempfile.gettempdir()) / f"{NAME}-{os.getuid()}"
