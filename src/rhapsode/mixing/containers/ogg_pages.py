"""Ogg pages (RFC 3533): packets put together into a stream."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

CONTINUED, FIRST, LAST = 1, 2, 4
"""Page flags (RFC 3533, section 6)."""
SERIAL = 0x52484150
"""The one stream's number: constant, so that a track is the same bytes whenever it is made."""
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_HEAD = struct.Struct("<4sBBqIIIB")


class OggPacket(NamedTuple):
    """A packet and how many samples the stream has at its end."""

    data: bytes
    granule: int


def checksum(page: bytes) -> int:
    """The page's CRC-32 (polynomial 0x04C11DB7, RFC 3533, section 6).

    It is zlib's with every byte's and the result's bits turned round, from zero and not inverted.
    """
    mirrored = zlib.crc32(page.translate(_REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int.from_bytes(mirrored.to_bytes(4, "little").translate(_REVERSED), "big")


def pages(headers: Iterable[bytes], packets: Iterable[Iterable[OggPacket]]) -> Iterator[bytes]:
    """A whole stream: each header packet on pages of its own, then a page for every run of `packets`."""
    number = 0
    held: bytes | None = None
    for header in headers:
        for page in _paged([OggPacket(header, 0)], number):
            number += 1
            yield _sealed(page, FIRST if number == 1 else 0)
    for run in packets:
        for page in _paged(list(run), number):
            number += 1
            if held is not None:
                yield _sealed(held, 0)
            held = page
    if held is not None:
        yield _sealed(held, LAST)


def _paged(run: list[OggPacket], number: int) -> Iterator[bytes]:
    lacing = bytearray()
    body = bytearray()
    granule = -1
    flags = 0
    for packet in run:
        sizes = [255] * (len(packet.data) // 255) + [len(packet.data) % 255]
        offset = 0
        for size in sizes:
            if len(lacing) == 255:
                yield _page(flags, granule, number, lacing, body)
                number += 1
                flags = CONTINUED if offset else 0
                lacing, body, granule = bytearray(), bytearray(), -1
            lacing.append(size)
            body += packet.data[offset : offset + size]
            offset += size
        granule = packet.granule
    if lacing:
        yield _page(flags, granule, number, lacing, body)


def _page(flags: int, granule: int, number: int, lacing: bytearray, body: bytearray) -> bytes:
    return _HEAD.pack(b"OggS", 0, flags, granule, SERIAL, number, 0, len(lacing)) + bytes(lacing) + bytes(body)


def _sealed(page: bytes, flags: int) -> bytes:
    flagged = page[:5] + bytes([page[5] | flags]) + page[6:]
    return flagged[:22] + struct.pack("<I", checksum(flagged)) + flagged[26:]
