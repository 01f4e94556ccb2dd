"""ID3 v2.3 tags, for MP3 and as a chunk for WAV.

Version 2.3, because some players lose the chapters of long 2.4 tags. Written here rather than by a library, because
libraries sort frames by size, and players list chapters in the order in which they stand in the file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from rhapsode.mixing.containers.chapter_list import ChapterNode, ChapterSpan, chapters, tree
from rhapsode.mixing.containers.track_tags import TrackTags
from rhapsode.mixing.embedded_timeline import NAME
from rhapsode.model import Track

TOP, ORDERED = 0x02, 0x01
"""CTOC flags (ID3v2 chapter frame addendum 1.0, section 3.2)."""
NOWHERE = 0xFFFFFFFF
"""Byte offsets that are not given (the same, section 3.1)."""
FRONT_COVER = 3
"""Picture type (ID3v2.3.0, section 4.15)."""
MOST_CHAPTERS = 2_000
MOST_ENTRIES = 200
"""In one table of contents, whose length is one byte; more are shared out over tables of their own."""


def id3_tag(track: Track, tags: TrackTags) -> bytes:
    """The whole tag."""
    body = b"".join(_frames(track, tags))
    size = len(body)
    safe = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + safe + body


def _frames(track: Track, tags: TrackTags) -> Iterator[bytes]:
    year, _, rest = tags.published.partition("-")
    texts = {
        "TIT2": tags.title,
        "TPE1": "/".join(tags.authors),
        "TALB": tags.album,
        "TCOM": tags.narrator,
        "TCON": tags.genre,
        "TLAN": tags.language,
        "TYER": year[:4],
        "TDAT": f"{rest[3:5]}{rest[:2]}" if len(rest) >= 5 else "",
        "TRCK": f"{tags.number}/{tags.count}" if tags.number else "",
        "TSSE": tags.encoder,
    }
    yield from (text_frame(name, text) for name, text in texts.items() if text)
    yield from chapter_frames(chapters(track, MOST_CHAPTERS))
    if tags.address:
        yield frame("WOAS", tags.address.encode("latin-1", "replace"))
    if tags.transcript:
        encoding, mark, end = _encoding(tags.transcript)
        language = (tags.language or "und").encode()
        yield frame("USLT", bytes([encoding]), language, mark, end, mark, _coded(tags.transcript))
    if tags.cover:
        yield frame("APIC", b"\0", tags.cover_type.encode(), b"\0", bytes([FRONT_COVER]), b"\0", tags.cover)
    name = NAME.encode() + b"\0"
    yield frame("GEOB", b"\0application/octet-stream\0", name, name, tags.timeline)


def frame(name: str, *parts: bytes) -> bytes:
    """A frame (ID3v2.3.0, section 3.3)."""
    body = b"".join(parts)
    return name.encode() + struct.pack(">IH", len(body), 0) + body


def text_frame(name: str, text: str) -> bytes:
    """A text frame: Latin-1 for ASCII, else UTF-16 with its mark (the same, section 4.2)."""
    encoding, mark, _ = _encoding(text)
    return frame(name, bytes([encoding]), mark, _coded(text))


def _encoding(text: str) -> tuple[int, bytes, bytes]:
    """Its number, the mark before a text in it, and the end of one."""
    return (0, b"", b"\0") if text.isascii() else (1, b"\xff\xfe", b"\0\0")


def _coded(text: str) -> bytes:
    return text.encode("ascii") if text.isascii() else text.encode("utf-16-le", "replace")


def chapter_frames(listed: list[ChapterSpan]) -> Iterator[bytes]:
    """The tables of contents, nested as the headings are, and the chapters in order of time."""
    if not listed:
        return
    yield from _tables("toc", tree(listed), TOP, "")
    for at, chapter in enumerate(listed):
        times = struct.pack(">IIII", chapter.start_ms, chapter.end_ms, NOWHERE, NOWHERE)
        yield frame("CHAP", b"chp%d\0" % at, times, text_frame("TIT2", chapter.title))


def _tables(name: str, nodes: list[ChapterNode], flags: int, title: str) -> Iterator[bytes]:
    """The table `name` of `nodes`, before it nothing, after it the tables it refers to."""
    if len(nodes) > MOST_ENTRIES:
        parts = [nodes[at : at + MOST_ENTRIES] for at in range(0, len(nodes), MOST_ENTRIES)]
        names = [f"{name}-{at}" for at in range(len(parts))]
        yield _table(name, names, flags, title)
        for part_name, part in zip(names, parts, strict=True):
            yield from _tables(part_name, part, 0, part[0].chapter.title)
        return
    names = [f"toc{node.place}" if node.children else f"chp{node.place}" for node in nodes]
    yield _table(name, names, flags, title)
    for node in nodes:
        if node.children:
            own = ChapterNode(node.place, node.chapter, [])
            yield from _tables(f"toc{node.place}", [own, *node.children], 0, node.chapter.title)


def _table(name: str, entries: list[str], flags: int, title: str) -> bytes:
    listed = b"".join(entry.encode() + b"\0" for entry in entries)
    named = text_frame("TIT2", title) if title else b""
    return frame("CTOC", name.encode() + b"\0", bytes([flags | ORDERED, len(entries)]), listed, named)
