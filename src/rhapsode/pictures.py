"""Pictures: telling a JPEG from a PNG, and writing a PNG (ISO/IEC 15948)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

MEDIA_TYPES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
"""By what a file begins with: the two kinds that every player shows."""
SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png"}
BY_SUFFIX = {suffix: kind for kind, suffix in SUFFIXES.items()}

TRUE_COLOUR, PALETTE = 2, 3
"""Colour types (11.2.2): three bytes a pixel, or an index into the palette."""


def media_type(data: bytes) -> str:
    """`image/jpeg` or `image/png` by the first bytes; empty for anything else."""
    return next((kind for start, kind in MEDIA_TYPES.items() if data.startswith(start)), "")


def still_kind(data: bytes) -> str:
    """The media type of a JPEG, PNG, GIF or WebP by its first bytes; empty for anything else."""
    if data.startswith(b"GIF8"):
        return "image/gif"
    return "image/webp" if data.startswith(b"RIFF") and data[8:12] == b"WEBP" else media_type(data)


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels that a JPEG, PNG, GIF or WebP says it has; 0 and 0 where it does not say."""
    try:
        return _SIZES[still_kind(data)](data)
    except (KeyError, struct.error, IndexError):
        return 0, 0


def _png_size(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _gif_size(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """From the first frame header (ISO/IEC 10918-1, B.2.2)."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return 0, 0


def _webp_size(data: bytes) -> tuple[int, int]:
    """From the header of the extended, lossless or lossy form (RFC 9649, 2.5 to 2.7)."""
    form = data[12:16]
    if form == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if form == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


_SIZES = {"image/png": _png_size, "image/jpeg": _jpeg_size, "image/gif": _gif_size, "image/webp": _webp_size}


def png(
    lines: Iterable[bytes], size: tuple[int, int], *, bits: int = 8, palette: bytes = b"", compression: int = 9
) -> bytes:
    """A PNG of `size` (width and height in pixels) from its packed `lines`, without filters.

    Each line holds three bytes a pixel or, with a `palette` (red, green and blue of each colour), indices into it of
    `bits` bits a pixel (1, 2, 4 or 8), the leftmost highest. `compression` is zlib's, 1 to 9.
    """
    head = struct.pack(">IIBBBBB", *size, bits, PALETTE if palette else TRUE_COLOUR, 0, 0, 0)
    image = zlib.compress(b"".join(b"\0" + line for line in lines), compression)
    chunks = ((b"IHDR", head), *([(b"PLTE", palette)] if palette else []), (b"IDAT", image), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
