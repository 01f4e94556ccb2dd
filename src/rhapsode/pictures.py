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
