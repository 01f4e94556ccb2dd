"""Tags of M4A and M4B files: Apple's item list, and Nero's chapter list."""

from __future__ import annotations

import struct
from base64 import b64encode
from collections.abc import Iterator, Sequence

from rhapsode.mixing.boxes import box, full, hdlr
from rhapsode.mixing.capsule import NAME
from rhapsode.mixing.chapters import Chapter
from rhapsode.mixing.labels import Labels

UTF8, JPEG, PNG, INTEGER, BINARY = 1, 13, 14, 21, 0
"""Well-known data types (QuickTime file format, metadata)."""
AUDIOBOOK = 2
"""Media kind, as iTunes shows it."""
MOST_NERO = 255
"""The list's length is one byte; the other list, the text track, has them all."""
FREEFORM = "com.apple.iTunes"


def udta(labels: Labels, listed: Sequence[Chapter], smoothing: str) -> bytes:
    """User data: chapters and tags. `smoothing` is iTunes' account of what to leave out at both ends."""
    items = box("ilst", *_items(labels, smoothing))
    return box("udta", _nero(listed), full("meta", hdlr("mdir", "appl"), items))


def _items(labels: Labels, smoothing: str) -> Iterator[bytes]:
    for kind, text in (
        ("\xa9nam", labels.title),
        ("\xa9ART", ", ".join(labels.authors)),
        ("aART", ", ".join(labels.authors)),
        ("\xa9alb", labels.album),
        ("\xa9wrt", labels.narrator),
        ("\xa9gen", labels.genre),
        ("\xa9day", labels.published),
        ("\xa9too", labels.encoder),
        ("\xa9lyr", labels.transcript),
    ):
        if text:
            yield box(kind, _data(UTF8, text.encode("utf-8", "replace")))
    if labels.number:
        yield box("trkn", _data(BINARY, struct.pack(">HHHH", 0, labels.number, labels.count, 0)))
    yield box("stik", _data(INTEGER, bytes([AUDIOBOOK])))
    yield box("pgap", _data(INTEGER, b"\1"))
    if labels.cover:
        yield box("covr", _data(PNG if labels.cover_type == "image/png" else JPEG, labels.cover))
    yield _freeform("iTunSMPB", UTF8, smoothing.encode())
    if labels.language:
        yield _freeform("LANGUAGE", UTF8, labels.language.encode())
    if labels.address:
        yield _freeform("WWW", UTF8, labels.address.encode())
    yield _freeform(NAME, UTF8, b64encode(labels.capsule))


def _data(kind: int, value: bytes) -> bytes:
    return box("data", struct.pack(">II", kind, 0), value)


def _freeform(name: str, kind: int, value: bytes) -> bytes:
    return box("----", full("mean", FREEFORM.encode()), full("name", name.encode()), _data(kind, value))


def _nero(listed: Sequence[Chapter]) -> bytes:
    kept = listed[:MOST_NERO]
    entries = []
    for chapter in kept:
        title = chapter.title.encode("utf-8", "replace")[:255].decode("utf-8", "ignore").encode()
        entries.append(struct.pack(">QB", chapter.start_ms * 10_000, len(title)) + title)
    return full("chpl", bytes(4), bytes([len(kept)]), *entries, version=1)
