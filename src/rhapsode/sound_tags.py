"""The tags and pictures in sound files, as mutagen reads them; the files may be anybody's."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any


def tagged(path: Path) -> Any:
    """The file at `path` as mutagen knows it; None where it knows none such. Raises ValueError where it is damaged."""
    from mutagen import File

    try:
        return File(path)
    except Exception as fault:  # besides its own errors: IndexError, struct.error and whatever else damage leads to
        raise ValueError("it cannot be read") from fault


def embedded_pictures(path: Path) -> Iterator[bytes]:
    """The pictures in a file's tags: ID3 APIC, MP4 covr, FLAC and Vorbis picture blocks; of a damaged one none."""
    with suppress(ValueError):
        file = tagged(path)
        tags = getattr(file, "tags", None)
        if tags is None:
            return
        if hasattr(tags, "getall"):
            yield from (frame.data for frame in tags.getall("APIC"))
            return
        yield from (picture.data for picture in getattr(file, "pictures", ()))
        yield from map(bytes, tags.get("covr") or ())
        yield from _blocks(tags.get("metadata_block_picture") or [])


def _blocks(values: list[str]) -> Iterator[bytes]:
    from mutagen.flac import Picture, error

    read: Any = Picture

    for value in values:
        with suppress(error, ValueError):
            yield read(b64decode(value)).data
