"""The picture that stands for a track: the one in its file, the document's, or one drawn from its waveform."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rhapsode import pictures
from rhapsode.listening.waveform_drawing import drawn
from rhapsode.model import Track

SIDE = 1400
"""Pixels: the least that podcast folders take."""


def cover(track: Track) -> tuple[bytes, str]:
    """The track's picture, JPEG or PNG, and its suffix. Opens `track.path` where there is such a file."""
    data = _given(track) or drawn(track, SIDE)
    return data, kind(data)


def suffix(track: Track) -> str:
    """The suffix that `cover` gives, without drawing anything."""
    return kind(_given(track)) or ".png"


def _given(track: Track) -> bytes:
    return next((data for data in (*embedded(track.path), track.document.cover) if data and kind(data)), b"")


def kind(data: bytes) -> str:
    """`.jpg` or `.png` by the first bytes; empty for anything else."""
    return pictures.SUFFIXES.get(pictures.media_type(data), "")


def embedded(path: Path) -> Iterator[bytes]:
    """The pictures in a sound file's tags: ID3 APIC, MP4 covr, FLAC and Vorbis picture blocks."""
    from mutagen import File, MutagenError

    try:
        file: Any = File(path)
    except MutagenError:
        return
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
        try:
            yield read(b64decode(value)).data
        except (error, ValueError):
            continue
