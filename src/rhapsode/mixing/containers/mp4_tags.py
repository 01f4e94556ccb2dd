"""Tags of M4A and M4B files: Apple's item list, and Nero's chapter list."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from rhapsode.mixing.containers.chapter_list import ChapterSpan
from rhapsode.mixing.containers.mp4_boxes import box, full, hdlr
from rhapsode.mixing.containers.track_tags import TrackTags
from rhapsode.mixing.embedded_timeline import MP4_NAMESPACE

UTF8, JPEG, PNG, INTEGER, BINARY = 1, 13, 14, 21, 0
"""Well-known data types (QuickTime file format, metadata)."""
AUDIOBOOK = 2
"""Media kind, as iTunes shows it."""
MOST_NERO = 255
"""The list's length is one byte; the other list, the text track, has them all."""


def udta(tags: TrackTags, listed: Sequence[ChapterSpan], smoothing: str) -> bytes:
    """User data: chapters and tags. `smoothing` is iTunes' account of what to leave out at both ends."""
    items = box("ilst", *_items(tags, smoothing))
    return box("udta", _nero(listed), full("meta", hdlr("mdir", "appl"), items))


def _items(tags: TrackTags, smoothing: str) -> Iterator[bytes]:
    for kind, text in (
        ("\xa9nam", tags.title),
        ("\xa9ART", ", ".join(tags.authors)),
        ("aART", ", ".join(tags.authors)),
        ("\xa9alb", tags.album),
        ("\xa9wrt", tags.narrator),
        ("\xa9gen", tags.genre),
        ("\xa9day", tags.published),
        ("\xa9too", tags.encoder),
        ("\xa9lyr", tags.transcript),
    ):
        if text:
            yield box(kind, _data(UTF8, text.encode("utf-8", "replace")))
    if tags.number:
        yield box("trkn", _data(BINARY, struct.pack(">HHHH", 0, tags.number, tags.count, 0)))
    yield box("stik", _data(INTEGER, bytes([AUDIOBOOK])))
    yield box("pgap", _data(INTEGER, b"\1"))
    if tags.cover:
        yield box("covr", _data(PNG if tags.cover_type == "image/png" else JPEG, tags.cover))
    yield _freeform("iTunSMPB", UTF8, smoothing.encode())
    if tags.language:
        yield _freeform("LANGUAGE", UTF8, tags.language.encode())
    if tags.address:
        yield _freeform("WWW", UTF8, tags.address.encode())


def _data(kind: int, value: bytes) -> bytes:
    return box("data", struct.pack(">II", kind, 0), value)


def _freeform(name: str, kind: int, value: bytes) -> bytes:
    return box("----", full("mean", MP4_NAMESPACE.encode()), full("name", name.encode()), _data(kind, value))


def _nero(listed: Sequence[ChapterSpan]) -> bytes:
    kept = listed[:MOST_NERO]
    entries = []
    for chapter in kept:
        title = chapter.title.encode("utf-8", "replace")[:255].decode("utf-8", "ignore").encode()
        entries.append(struct.pack(">QB", chapter.start_ms * 10_000, len(title)) + title)
    return full("chpl", bytes(4), bytes([len(kept)]), *entries, version=1)
