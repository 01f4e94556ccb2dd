"""Reading a finished track's own timeline back out of its file."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import Any

from rhapsode.errors import SourceMissing, SourceUnreadable
from rhapsode.mixing.embedded_timeline import MP4_NAMESPACE, NAME, from_bytes
from rhapsode.mixing.mixed_track import MixedTrack


def read_track(path: Path) -> MixedTrack:
    """The track that `mix` wrote to `path`, with every section, utterance and word.

    Raises SourceMissing where there is no file, SourceUnreadable where it is not a track of this program.
    """
    if not path.is_file():
        raise SourceMissing(f"there is no track at {path}", "check the path")
    try:
        data = _timeline(path)
        if data is None:
            raise ValueError("it has no timeline")
        return from_bytes(data, path)
    except ValueError as fault:
        raise SourceUnreadable(f"{path.name} is not a track of this program: {fault}", "render it again") from fault


def _timeline(path: Path) -> bytes | None:
    from mutagen import File, MutagenError

    try:
        file: Any = File(path)
    except MutagenError as fault:
        raise ValueError("it cannot be read") from fault
    tags = None if file is None else file.tags
    if tags is None:
        return None
    if hasattr(tags, "getall"):
        return next((frame.data for frame in tags.getall("GEOB") if frame.desc == NAME), None)
    found = tags.get(f"----:{MP4_NAMESPACE}:{NAME}")
    if found:
        return b64decode(bytes(found[0]))
    found = tags.get(NAME)
    return b64decode(found[0]) if found else None
