"""Vorbis comments (Xiph.Org, "Ogg Vorbis I format specification: comment field"), for Opus and FLAC."""

from __future__ import annotations

import struct
from base64 import b64encode
from collections.abc import Iterator

from rhapsode.mixing.containers.chapter_list import chapters
from rhapsode.mixing.containers.track_tags import TrackTags
from rhapsode.model import Track

VENDOR = b"rhapsode"
FRONT_COVER = 3
"""Picture type, the same number as in ID3."""


def comment_block(track: Track, tags: TrackTags, *, picture: bool) -> bytes:
    """The whole comment block; `picture` puts the cover into a comment, as Ogg streams need it."""
    fields = [f"{name}={value}".encode("utf-8", "replace") for name, value in comments(track, tags)]
    if picture and tags.cover:
        fields.append(b"METADATA_BLOCK_PICTURE=" + b64encode(picture_block(tags)))
    counted = b"".join(struct.pack("<I", len(field)) + field for field in fields)
    return struct.pack("<I", len(VENDOR)) + VENDOR + struct.pack("<I", len(fields)) + counted


def comments(track: Track, tags: TrackTags) -> Iterator[tuple[str, str]]:
    """Names and values: the usual ones, and chapters as `CHAPTERnnn` and `CHAPTERnnnNAME`."""
    plain = [
        ("TITLE", tags.title),
        *(("ARTIST", name) for name in tags.authors),
        ("ALBUM", tags.album),
        ("COMPOSER", tags.narrator),
        ("GENRE", tags.genre),
        ("LANGUAGE", tags.language),
        ("DATE", tags.published),
        ("CONTACT", tags.address),
        ("LYRICS", tags.transcript),
        ("TRACKNUMBER", str(tags.number or "")),
        ("ENCODER", tags.encoder),
    ]
    yield from (pair for pair in plain if pair[1])
    for at, chapter in enumerate(chapters(track, 999)):
        seconds, ms = divmod(chapter.start_ms, 1000)
        yield f"CHAPTER{at:03}", f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"
        yield f"CHAPTER{at:03}NAME", chapter.title


def picture_block(tags: TrackTags) -> bytes:
    """The cover as a FLAC picture block (RFC 9639, section 8.8)."""
    mime = tags.cover_type.encode()
    width, height = tags.cover_size
    return (
        struct.pack(">II", FRONT_COVER, len(mime))
        + mime
        + struct.pack(">IIIII", 0, width, height, 24, 0)
        + struct.pack(">I", len(tags.cover))
        + tags.cover
    )
