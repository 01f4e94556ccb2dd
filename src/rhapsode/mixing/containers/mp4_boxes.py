"""MPEG-4 boxes (ISO/IEC 14496-12), the ones that every file has."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import groupby

UNITY = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
"""The matrix that changes nothing."""
MOST_32 = 0xFFFFFFFF


def box(kind: str, *parts: bytes) -> bytes:
    """A box of `kind` that holds `parts`."""
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind.encode("latin-1") + body


def full(kind: str, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    """A box with version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


def mvhd(timescale: int, duration: int, next_track: int) -> bytes:
    """Movie header; without dates, so that a track is the same bytes whenever it is made."""
    times = struct.pack(">QQIQ", 0, 0, timescale, duration)
    return full("mvhd", times, struct.pack(">IHHII", 0x10000, 0x100, 0, 0, 0), UNITY, bytes(24),
                struct.pack(">I", next_track), version=1)  # fmt: skip


def tkhd(track: int, duration: int, *, enabled: bool, audio: bool) -> bytes:
    """Track header (enabled, in movie; or only in movie for a track of chapters)."""
    times = struct.pack(">QQIIQ", 0, 0, track, 0, duration)
    rest = struct.pack(">QHHHH", 0, 0, 1 if audio else 0, 0x100 if audio else 0, 0)
    return full("tkhd", times, rest, UNITY, bytes(8), version=1, flags=3 if enabled else 2)


def mdhd(timescale: int, duration: int, language: str) -> bytes:
    """Media header; the ISO 639-2 language in three times five bits."""
    letters = language if len(language) == 3 else "und"
    packed = 0
    for letter in letters:
        packed = packed << 5 | ord(letter) - 0x60
    return full("mdhd", struct.pack(">QQIQHH", 0, 0, timescale, duration, packed, 0), version=1)


def hdlr(kind: str, maker: str = "", name: str = "") -> bytes:
    """What the media is."""
    return full("hdlr", bytes(4), kind.encode(), (maker or "\0\0\0\0").encode(), bytes(8), name.encode(), b"\0")


def elst(duration: int, media_time: int) -> bytes:
    """One edit: the media from `media_time` (in its own timescale) for `duration` (in the movie's)."""
    return box("edts", full("elst", struct.pack(">IQqHH", 1, duration, media_time, 1, 0), version=1))


def stbl(entry: bytes, durations: Sequence[int], sizes: Sequence[int], chunks: Sequence[int], per_chunk: int) -> bytes:
    """The sample table: `chunks` are file offsets of every `per_chunk` samples."""
    runs = [(len(list(run)), duration) for duration, run in groupby(durations)]
    whole, left = divmod(len(sizes), per_chunk)
    spans = ([(1, per_chunk)] if whole else []) + ([(whole + 1, left)] if left else [])
    offsets = (
        full("co64", struct.pack(f">I{len(chunks)}Q", len(chunks), *chunks))
        if chunks and chunks[-1] > MOST_32
        else full("stco", struct.pack(f">I{len(chunks)}I", len(chunks), *chunks))
    )
    return box(
        "stbl",
        full("stsd", struct.pack(">I", 1), entry),
        full("stts", struct.pack(">I", len(runs)), *(struct.pack(">II", *run) for run in runs)),
        full("stsc", struct.pack(">I", len(spans)), *(struct.pack(">III", *span, 1) for span in spans)),
        full("stsz", struct.pack(f">II{len(sizes)}I", 0, len(sizes), *sizes)),
        offsets,
    )


DINF = box("dinf", full("dref", struct.pack(">I", 1), full("url ", flags=1)))
"""The media is in this file."""


def aac_entry(rate_hz: int, kbps: int) -> bytes:
    """Sample entry of mono AAC-LC, with its ES descriptor (ISO/IEC 14496-1, 7.2.6 and 14496-3, 1.6.2)."""
    index = AAC_RATES.index(rate_hz)
    config = struct.pack(">H", 2 << 11 | index << 7 | 1 << 3)
    specific = _descriptor(5, config)
    decoder = _descriptor(4, struct.pack(">BBBHII", 0x40, 0x15, 0, 0x1800, kbps * 1000, kbps * 1000), specific)
    stream = _descriptor(3, struct.pack(">HB", 1, 0), decoder, _descriptor(6, b"\2"))
    fields = struct.pack(">6xHIIHHHHI", 1, 0, 0, 1, 16, 0, 0, rate_hz << 16)
    return box("mp4a", fields, full("esds", stream))


AAC_RATES = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000)
"""By sampling frequency index (ISO/IEC 14496-3, table 1.18)."""


def _descriptor(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return bytes([tag, 0x80, 0x80, 0x80, len(body)]) + body
