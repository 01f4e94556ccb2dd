"""The tags and pictures in sound files, as mutagen reads them; the files may be anybody's."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from os import SEEK_CUR
from pathlib import Path
from typing import Any, NamedTuple

APPLICATION = 2
"""The type of a FLAC metadata block."""
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


def flac_application(file: Any, name: bytes) -> bytes | None:
    """What the APPLICATION block called `name` of mutagen's `file` holds (RFC 9639, section 8.4)."""
    blocks = (block.data for block in getattr(file, "metadata_blocks", ()) if block.code == APPLICATION)
    return next((bytes(data[len(name) :]) for data in blocks if data[: len(name)] == name), None)


def after_opus_comments(file: Any, lead: bytes) -> bytes | None:
    """What follows `lead` behind the comments of mutagen's `file` (RFC 7845, section 5.2)."""
    kept: bytes = getattr(file.tags, "_pad_data", b"")
    return kept[len(lead) :] if kept.startswith(lead) else None


def mp4_uuid(path: Path, name: bytes) -> bytes | None:
    """What the `uuid` box called `name` in the file's movie box holds (ISO 14496-12, section 4.2).

    Raises ValueError where the file is damaged.
    """
    from mutagen import mp4

    read: Any = vars(mp4)["Atoms"]
    try:
        with path.open("rb") as file:
            for movie in read(file).atoms:
                for box in (movie.children or ()) if movie.name == b"moov" else ():
                    whole, data = box.read(file) if box.name == b"uuid" else (False, b"")
                    if whole and data[: len(name)] == name:
                        return bytes(data[len(name) :])
    except Exception as fault:  # whatever damage leads to
        raise ValueError("it cannot be read") from fault
    return None


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
