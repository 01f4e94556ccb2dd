"""The tags and pictures in sound files, as mutagen reads them; the files may be anybody's."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from os import SEEK_CUR
from pathlib import Path
from typing import Any, NamedTuple

TAG_CHUNKS = (b"id3 ", b"ID3 ")


def tagged(path: Path) -> Any:
    """The file at `path` as mutagen knows it; None where it knows none such. Raises ValueError where it is damaged."""
    from mutagen import File

    try:
        return _long_wav(path) or File(path)
    except Exception as fault:  # besides its own errors: IndexError, struct.error and whatever else damage leads to
        raise ValueError("it cannot be read") from fault


class LongWav(NamedTuple):
    """A WAV file beyond 4 GiB."""

    tags: Any
    """mutagen's ID3; None where there are none."""


def _long_wav(path: Path) -> LongWav | None:
    """The same of an RF64 file (EBU Tech 3306), which mutagen does not know; tags behind 4 GiB of sound are left."""
    from mutagen.id3 import ID3

    read: Any = ID3

    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] != b"RF64" or head[8:] != b"WAVE":
            return None
        while len(chunk := file.read(8)) == 8:
            name, size = chunk[:4], int.from_bytes(chunk[4:], "little")
            if name in TAG_CHUNKS:
                return LongWav(read(BytesIO(file.read(size))))
            file.seek(size + size % 2, SEEK_CUR)
    return LongWav(None)


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
