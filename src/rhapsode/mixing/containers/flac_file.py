"""FLAC files (RFC 9639) from pieces encoded apart: every frame is given its place in the whole.

A frame's header names its first sample; the checksums that cover the header are renewed without reading the frame,
because a CRC is linear.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from rhapsode import ffmpeg
from rhapsode.mixing.containers.assembly import Assembly
from rhapsode.mixing.containers.hashed_file import hashed
from rhapsode.mixing.containers.vorbis_comments import comment_block, picture_block
from rhapsode.mixing.embedded_timeline import FLAC_APPLICATION
from rhapsode.mixing.encoding.formats import BLOCK

STREAMINFO, APPLICATION, COMMENT, PICTURE = 0, 2, 4, 6
"""Metadata block types (RFC 9639, section 8.1)."""
LAST_BLOCK = 0x80
MOST_BLOCK = 1 << 24
"""A metadata block's length has 24 bits."""


def write(half: Path, assembly: Assembly) -> str:
    """Write the FLAC file `half`. Returns its sha256."""
    with hashed(half) as (file, sha256):
        file.write(b"fLaC" + b"".join(_metadata(assembly)))
        sample = 0
        for piece in assembly.pieces():
            for frame in piece:
                placed, length = place(frame, sample)
                file.write(placed)
                sample += length
        if sample != (due := assembly.placement.samples):
            raise ffmpeg.lacking(f"{sample:,} encoded samples instead of {due:,}")
    return sha256()


def _metadata(assembly: Assembly) -> Iterator[bytes]:
    tags = assembly.tags
    packed = assembly.coding.rate_hz << 44 | 15 << 36 | assembly.placement.samples
    # Variable block size: the smallest and largest differ. The digest is not known without decoding: zero says so.
    yield _block(STREAMINFO, struct.pack(">HH", 16, BLOCK) + bytes(6) + struct.pack(">Q", packed) + bytes(16))
    if tags.cover and len(tags.cover) < MOST_BLOCK - 1_000:
        yield _block(PICTURE, picture_block(tags))
    if len(tags.timeline) < MOST_BLOCK - len(FLAC_APPLICATION):
        yield _block(APPLICATION, FLAC_APPLICATION + tags.timeline)
    yield _block(COMMENT | LAST_BLOCK, comment_block(assembly.track, tags, picture=False))


def _block(kind: int, body: bytes) -> bytes:
    return bytes([kind]) + len(body).to_bytes(3, "big") + body


def place(frame: bytes, sample: int) -> tuple[bytes, int]:
    """`frame` with a header that says it begins at `sample`, and how many samples it has."""
    old_number = _number_size(frame[4])
    tail_size = {6: 1, 7: 2}.get(frame[2] >> 4, 0) + {12: 1, 13: 2, 14: 2}.get(frame[2] & 15, 0)
    tail = frame[4 + old_number : 4 + old_number + tail_size]
    old = frame[: 4 + old_number + tail_size + 1]
    header = bytes([frame[0], frame[1] | 1]) + frame[2:4] + _number(sample) + tail
    header += bytes([crc8(header)])
    body = frame[len(old) : -2]
    both = crc16(old) ^ crc16(header)
    checksum = int.from_bytes(frame[-2:], "big") ^ advance(both, len(body))
    return header + body + checksum.to_bytes(2, "big"), _samples(frame[2] >> 4, tail)


def _samples(code: int, tail: bytes) -> int:
    """Block size (RFC 9639, section 9.1.1)."""
    if code == 6:
        return tail[0] + 1
    if code == 7:
        return int.from_bytes(tail[:2], "big") + 1
    return 192 if code == 1 else 144 << code if code <= 5 else 1 << code


def _number_size(first: int) -> int:
    return 1 if first < 0x80 else 8 - (first ^ 0xFF).bit_length()


def _number(value: int) -> bytes:
    """A coded number (RFC 9639, section 9.1.5): UTF-8's scheme, up to 36 bits."""
    if value < 0x80:
        return bytes([value])
    size = next(count for count in range(2, 8) if value < 1 << (5 * count + 1 if count < 7 else 36))
    following = [0x80 | value >> 6 * at & 0x3F for at in range(size - 2, -1, -1)]
    return bytes([(0xFF00 >> size) & 0xFF | value >> 6 * (size - 1), *following])


def crc8(data: bytes) -> int:
    """Polynomial 0x07 (RFC 9639, section 9.1.8)."""
    value = 0
    for byte in data:
        value = _table(8, 0x07)[value ^ byte]
    return value


def crc16(data: bytes) -> int:
    """Polynomial 0x8005 (RFC 9639, section 9.3)."""
    value = 0
    for byte in data:
        value = (value << 8 & 0xFFFF) ^ _table(16, 0x8005)[value >> 8 ^ byte]
    return value


@cache
def _table(bits: int, polynomial: int) -> tuple[int, ...]:
    top, mask = 1 << (bits - 1), (1 << bits) - 1
    table = []
    for byte in range(256):
        value = byte << (bits - 8)
        for _ in range(8):
            value = (value << 1 ^ (polynomial if value & top else 0)) & mask
        table.append(value)
    return tuple(table)


def advance(value: int, count: int) -> int:
    """The CRC-16 `value` after `count` further bytes of zero."""
    bit = 0
    while count >> bit:
        if count >> bit & 1:
            low, high = _jumps(bit)
            value = low[value & 0xFF] ^ high[value >> 8]
        bit += 1
    return value


@cache
def _jumps(bit: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What every low and high byte of a CRC becomes after 2 to the `bit` zero bytes."""

    def jump(value: int) -> int:
        if bit == 0:
            return (value << 8 & 0xFFFF) ^ _table(16, 0x8005)[value >> 8]
        low, high = _jumps(bit - 1)
        once = low[value & 0xFF] ^ high[value >> 8]
        return low[once & 0xFF] ^ high[once >> 8]

    return tuple(map(jump, range(256))), tuple(jump(byte << 8) for byte in range(256))
