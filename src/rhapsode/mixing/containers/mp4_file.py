"""M4A and M4B files: AAC with its tags, its chapters, and an edit list that says where the sound begins and ends."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Sequence
from itertools import accumulate, chain
from pathlib import Path

from rhapsode.mixing.containers.assembly import Assembly
from rhapsode.mixing.containers.chapter_list import ChapterSpan, chapters
from rhapsode.mixing.containers.hashed_file import hashed
from rhapsode.mixing.containers.mp4_boxes import (
    DINF,
    MOST_32,
    UNITY,
    aac_entry,
    box,
    elst,
    full,
    hdlr,
    mdhd,
    mvhd,
    stbl,
    tkhd,
)
from rhapsode.mixing.containers.mp4_tags import udta
from rhapsode.mixing.embedded_timeline import MP4_UUID

PER_CHUNK = 64
"""Packets that lie together: some three seconds."""
SOUND, CHAPTERS = 1, 2
"""Track numbers."""
MOST_CHAPTERS = 2_000
UTF8_MARK = bytes.fromhex("0000000c656e636400000100")
"""After each title: it is UTF-8 (QuickTime's `encd` atom)."""
BRANDS = {"m4a": b"M4A ", "m4b": b"M4B "}


def write(half: Path, assembly: Assembly) -> str:
    """Write the M4A or M4B file `half`: what a player needs to begin comes first, the sound last.

    Returns its sha256.
    """
    brand = BRANDS[assembly.coding.format]
    listed = chapters(assembly.track, MOST_CHAPTERS)
    titles = [_title(chapter) for chapter in listed]
    sizes = array("I", chain.from_iterable(assembly.sizes()))
    front = box("ftyp", brand, struct.pack(">I", 0x200), brand, b"isomiso2mp42")
    # Offsets change no size of a box (but beyond 4 GiB), so the first draft says where the sound will begin.
    draft = len(_moov(assembly, listed, titles, sizes, 0))
    total = sum(sizes) + sum(map(len, titles))
    large = 8 if total + draft + 100 > MOST_32 else 0
    start = len(front) + draft + 8 + large
    with hashed(half, start + total) as (file, sha256):
        file.write(front + _moov(assembly, listed, titles, sizes, start))
        file.write(struct.pack(">I4sQ", 1, b"mdat", total + 16) if large else struct.pack(">I4s", total + 8, b"mdat"))
        file.writelines(titles)
        for piece in assembly.pieces():
            file.write(piece.data)
    return sha256()


def _moov(
    assembly: Assembly, listed: Sequence[ChapterSpan], titles: Sequence[bytes], sizes: Sequence[int], start: int
) -> bytes:
    coding, placement = assembly.coding, assembly.placement
    padding = len(sizes) * coding.frame - coding.delay - placement.samples
    smoothing = f" 00000000 {coding.delay:08X} {padding:08X} {placement.samples:016X}" + " 00000000" * 8
    tracks = [_sound(assembly, sizes, start + sum(map(len, titles)), chaptered=bool(listed))]
    if listed:
        tracks.append(_chapters(listed, titles, start, coding.rate_hz, placement.samples))
    tags = udta(assembly.tags, listed, smoothing)
    own = box("uuid", MP4_UUID, assembly.tags.timeline)
    return box("moov", mvhd(coding.rate_hz, placement.samples, len(tracks) + 1), *tracks, tags, own)


def _sound(assembly: Assembly, sizes: Sequence[int], start: int, *, chaptered: bool) -> bytes:
    coding, placement = assembly.coding, assembly.placement
    offsets = [start, *accumulate(sizes, initial=start)][1::PER_CHUNK][: -(-len(sizes) // PER_CHUNK)]
    entry = aac_entry(coding.rate_hz, coding.kbps)
    table = stbl(entry, [coding.frame] * len(sizes), sizes, offsets, PER_CHUNK)
    return box(
        "trak",
        tkhd(SOUND, placement.samples, enabled=True, audio=True),
        elst(placement.samples, coding.delay),
        box("tref", box("chap", struct.pack(">I", CHAPTERS))) if chaptered else b"",
        box(
            "mdia",
            mdhd(coding.rate_hz, len(sizes) * coding.frame, assembly.tags.language),
            hdlr("soun", name="Sound"),
            box("minf", full("smhd", bytes(4)), DINF, table),
        ),
    )


def _chapters(listed: Sequence[ChapterSpan], titles: Sequence[bytes], start: int, rate_hz: int, samples: int) -> bytes:
    """A text track that the sound refers to (QuickTime file format, "Chapter lists")."""
    lengths = [chapter.end_ms - chapter.start_ms for chapter in listed]
    offsets = list(accumulate(map(len, titles[:-1]), initial=start))
    entry = box("text", struct.pack(">6xHIII", 1, 1, 0, 0), bytes(32))
    gmhd = box("gmhd", full("gmin", struct.pack(">HHHHHH", 0x40, 0x8000, 0x8000, 0x8000, 0, 0)), box("text", UNITY))
    return box(
        "trak",
        tkhd(CHAPTERS, samples, enabled=False, audio=False),
        box(
            "mdia",
            mdhd(1000, sum(lengths), ""),
            hdlr("text", name="Chapters"),
            box("minf", gmhd, DINF, stbl(entry, lengths, [len(title) for title in titles], offsets, 1)),
        ),
    )


def _title(chapter: ChapterSpan) -> bytes:
    text = chapter.title.encode("utf-8", "replace")
    return struct.pack(">H", len(text)) + text + UTF8_MARK
