"""What of a machine a track's bytes depend on, and how two machines differ in it."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Mapping
from contextlib import suppress

from rhapsode import ffmpeg, speaking, track_record
from rhapsode.errors import EncoderError, RhapsodeError
from rhapsode.folders import config_folder
from rhapsode.plugins import EngineChoice

USERS_OWN = ("style.toml", "lexicon.pls", "lexicon.toml")
"""Files of the user's configuration that decide what is said."""


def facts(choice: EngineChoice) -> dict[str, str]:
    """All that a track's bytes depend on besides its source: by name, the version or what else tells it.

    Raises EngineError where no engine of `choice` is here.
    """
    found = track_record.versions()
    found["python"] = ".".join(map(str, sys.version_info[:2]))
    found["zlib"] = zlib.ZLIB_RUNTIME_VERSION
    with suppress(EncoderError):
        found["ffmpeg"] = ffmpeg.identity()
    for engine in speaking.engines(choice):
        found |= {f"{engine.name} ({part})": value for part, value in sorted(engine.fingerprint().items())}
    for name in USERS_OWN:
        with suppress(OSError):
            found[f"the user's {name}"] = f"{zlib.crc32((config_folder() / name).read_bytes()):08x}"
    return found


def differing(own: Mapping[str, str], theirs: Mapping[str, str], worker: str) -> RhapsodeError | None:
    """The error that says what a worker has otherwise."""
    names = [name for name in {**own, **theirs} if own.get(name) != theirs.get(name)]
    if not names:
        return None
    first, more = names[0], f" (and {len(names) - 1} more)" if len(names) > 1 else ""
    here, there = own.get(first, "none"), theirs.get(first, "none")
    what = f"the worker {worker} has {first} {there}, and here it is {here}{more}"
    return RhapsodeError(what, "install the same on all machines, or their tracks differ")
