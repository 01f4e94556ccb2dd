"""A clip as bytes, for the store: what the speaking room writes and the mixing room reads.

    "RHC1" | rate_hz u32 | number of words u32 | (start, end, frame) u32 each | 16-bit PCM

All little-endian.
"""

from __future__ import annotations

import struct
from itertools import chain

from rhapsode.model import Clip, WordMark

MAGIC = b"RHC1"
_HEAD = struct.Struct("<4sII")
_WORD = struct.Struct("<III")
HEAD_BYTES = _HEAD.size


def pack(clip: Clip) -> bytes:
    """`clip` as bytes."""
    head = _HEAD.pack(MAGIC, clip.rate_hz, len(clip.words))
    words = struct.pack(f"<{3 * len(clip.words)}I", *chain.from_iterable(clip.words))
    return b"".join([head, words, clip.samples])


def clip_ms(head: bytes, size: int) -> float:
    """How long the clip is, in milliseconds, that has `size` bytes and begins with `head`, its first HEAD_BYTES.

    Raises ValueError where it is no clip.
    """
    try:
        magic, rate_hz, count = _HEAD.unpack_from(head)
    except struct.error as fault:
        raise ValueError("not a clip") from fault
    if magic != MAGIC or rate_hz == 0:
        raise ValueError("not a clip")
    return float((size - _HEAD.size - count * _WORD.size) / 2 * 1000 / rate_hz)


def unpack(data: bytes) -> Clip:
    """The clip that `pack` made `data` of, its samples a view of them.

    Raises ValueError where `data` is something else or cut short.
    """
    try:
        magic, rate_hz, count = _HEAD.unpack_from(data)
    except struct.error as fault:
        raise ValueError("not a clip") from fault
    body = _HEAD.size + count * _WORD.size
    if magic != MAGIC or len(data) < body or (len(data) - body) % 2:
        raise ValueError("not a clip")
    words = tuple(map(WordMark._make, _WORD.iter_unpack(data[_HEAD.size : body])))
    return Clip(memoryview(data)[body:], rate_hz, words)
