"""Encoded sound as packets: what the store keeps of a piece, and what a file is put together from.

    "RHP1" | number of packets u32 | size of each u32 | the packets

All little-endian.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from sys import byteorder
from typing import NamedTuple

from rhapsode.store import Store

MAGIC = b"RHP1"
SIZES_BYTES = 16_384
"""As much as most pieces' lists of sizes take."""
NOT_ENCODED = (ValueError, IndexError, struct.error)
"""What is raised by what takes a stream apart where it is something else."""
OGG_HEAD = 27
"""Bytes of an Ogg page before its list of segments; the last one says how many there are (RFC 3533, section 6)."""


@dataclass(frozen=True, slots=True)
class Packets:
    """Packets one after another."""

    sizes: Sequence[int]
    data: memoryview

    def __iter__(self) -> Iterator[bytes]:
        at = 0
        for size in self.sizes:
            yield bytes(self.data[at : at + size])
            at += size

    def first(self, count: int) -> Packets:
        """The first `count` packets."""
        if count >= len(self.sizes):
            return self
        return Packets(self.sizes[:count], self.data[: sum(self.sizes[:count])])


def gathered(packets: Iterable[bytes]) -> Packets:
    """`packets` end to end."""
    every = list(packets)
    return Packets([len(packet) for packet in every], memoryview(b"".join(every)))


def pack(packets: Packets) -> bytes:
    """`packets` as bytes."""
    count = len(packets.sizes)
    return b"".join([MAGIC, struct.pack(f"<I{count}I", count, *packets.sizes), packets.data])


def unpack(data: bytes) -> Packets:
    """What `pack` made. Raises ValueError where `data` is something else or cut short."""
    listed = unpack_sizes(data)
    body = 8 + 4 * len(listed)
    if sum(listed) != len(data) - body:
        raise ValueError("not packets")
    return Packets(listed, memoryview(data)[body:])


def unpack_sizes(data: bytes) -> Sequence[int]:
    """The packets' sizes from the beginning of what `pack` made. Raises ValueError as `unpack` does."""
    if data[:4] != MAGIC or len(data) < 8:
        raise ValueError("not packets")
    (count,) = struct.unpack_from("<I", data, 4)
    if len(data) < 8 + 4 * count:
        raise ValueError("not packets")
    listed = array("I", data[8 : 8 + 4 * count])
    if byteorder == "big":
        listed.byteswap()
    return listed


def stored_sizes(store: Store, key: str) -> Sequence[int]:
    """The packets' sizes of what `pack` made and `store` holds under `key`, without reading the packets.

    Raises DamagedValue where it is no such thing; that each size is right is known when the whole value is read.
    """
    head, size = store.glimpse(key, SIZES_BYTES)
    listed = 8 + 4 * int.from_bytes(head[4:8], "little")
    try:
        return unpack_sizes(head if listed <= min(len(head), size) else store.glimpse(key, min(listed, size)).head)
    except ValueError:
        return store.read(key, unpack_sizes)  # which tells what is wrong with it


def mp3_frames(stream: bytes) -> Packets:
    """The frames of an MPEG audio layer III elementary stream (ISO 11172-3 and 13818-3, 2.4.2.3).

    Of one encoder's frames only the third byte of the header differs in what decides a size: bit rate and padding.
    """
    sizes: list[int] = []
    known: dict[int, int] = {}
    at, last = 0, len(stream) - 4
    while at <= last:
        third = stream[at + 2]
        if third not in known:
            known[third] = mp3_header(stream[at : at + 4]).size
        sizes.append(known[third])
        at += known[third]
    if at != len(stream):
        raise ValueError("not a whole MP3 frame")
    return Packets(sizes, memoryview(stream)[:at])


def adts_frames(stream: bytes) -> Packets:
    """The raw AAC frames of an ADTS stream (ISO/IEC 14496-3, 1.A.2)."""
    return gathered(_adts_frames(stream))


def _adts_frames(stream: bytes) -> Iterator[bytes]:
    at = 0
    while at + 7 <= len(stream):
        if stream[at] != 0xFF or stream[at + 1] & 0xF6 != 0xF0:
            raise ValueError("not an ADTS frame")
        size = (stream[at + 3] & 3) << 11 | stream[at + 4] << 3 | stream[at + 5] >> 5
        head = 7 if stream[at + 1] & 1 else 9
        yield stream[at + head : at + size]
        at += size
    if at != len(stream):
        raise ValueError("not a whole ADTS frame")


def ogg_packets(stream: bytes) -> Iterator[bytes]:
    """The packets of an Ogg stream that holds one logical stream (RFC 3533). Raises ValueError where it is not Ogg."""
    at = 0
    pending: list[bytes] = []
    while at < len(stream):
        if stream[at : at + 4] != b"OggS":
            raise ValueError("not an Ogg page")
        lacing = stream[at + OGG_HEAD : at + OGG_HEAD + stream[at + OGG_HEAD - 1]]
        at += OGG_HEAD + len(lacing)
        for size in lacing:
            pending.append(stream[at : at + size])
            at += size
            if size < 255:
                yield b"".join(pending)
                pending = []
    if at > len(stream) or pending:
        raise ValueError("not a whole Ogg page")


def opus_packets(stream: bytes) -> Packets:
    """The sound packets of an Ogg Opus stream: all but its two headers (RFC 7845, section 3)."""
    return gathered(list(ogg_packets(stream))[2:])


def flac_frames(stream: bytes) -> Packets:
    """The frames of an Ogg FLAC stream: the packets that begin with a frame's sync code (RFC 9639, section 10.1)."""
    return gathered(packet for packet in ogg_packets(stream) if packet[:1] == b"\xff")


class Mp3Header(NamedTuple):
    """What the four bytes before a frame say."""

    size: int
    samples: int
    rate_hz: int
    mpeg1: bool
    mono: bool


_KBPS = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


@lru_cache(64)
def mp3_header(four: bytes) -> Mp3Header:
    """Read a frame header. Raises ValueError where it is none."""
    (word,) = struct.unpack(">I", four)
    version, layer, rate_index, rate = word >> 19 & 3, word >> 17 & 3, word >> 12 & 15, word >> 10 & 3
    if word >> 21 != 0x7FF or layer != 1 or version == 1 or rate == 3 or rate_index in (0, 15):
        raise ValueError("not an MP3 frame")
    mpeg1 = version == 3
    samples = 1_152 if mpeg1 else 576
    rate_hz = _RATES[version][rate]
    size = samples // 8 * _KBPS[mpeg1][rate_index] * 1_000 // rate_hz + (word >> 9 & 1)
    return Mp3Header(size, samples, rate_hz, mpeg1, word >> 6 & 3 == 3)
