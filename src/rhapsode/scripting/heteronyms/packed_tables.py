"""What was learned about words and cues: numbers under hashed names, found without being unpacked.

Everything is looked up by bisection in sorted arrays over the file's bytes, so opening costs a read and no parsing.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from rhapsode.scripting.heteronyms.context_cues import WordKinds

_HEAD = struct.Struct("<4sIII")
_MAGIC = b"HTN1"
WEIGHT_STEP = 0.05
"""A weight of one in the file."""
FACTOR_STEP = 0.01
"""A factor of one in the file."""


class Tables(NamedTuple):
    """The learned tables."""

    word_keys: Sequence[int]
    word_kinds: bytes
    """For each word the number of its kind."""
    word_groups: bytes
    """For each word the number of its group, 0 for none."""
    wider: bytes
    """For each group the number of a wider one."""
    kind_names: tuple[str, ...]
    weight_keys: Sequence[int]
    weights: memoryview
    """Signed, in steps of `WEIGHT_STEP`; factors in steps of `FACTOR_STEP`."""

    def weight(self, name: bytes, begun: int = 0) -> int:
        """The number kept for `name`, 0 where there is none; `begun` is the CRC of what stands before it."""
        key = crc32(name, begun)
        at = bisect_left(self.weight_keys, key)
        return self.weights[at] if at < len(self.weight_keys) and self.weight_keys[at] == key else 0

    def kinds(self) -> WordKinds:
        """What is known of words."""

        @lru_cache(4096)
        def index(word: str) -> int:
            key = crc32(word.encode())
            at = bisect_left(self.word_keys, key)
            return at if at < len(self.word_keys) and self.word_keys[at] == key else -1

        def kind(word: str) -> str:
            at = index(word)
            return self.kind_names[self.word_kinds[at]] if at >= 0 else ""

        def group(word: str) -> int:
            at = index(word)
            return self.word_groups[at] if at >= 0 else 0

        return WordKinds(kind, group, self.wider)


def pack(words: Mapping[str, tuple[str, int]], wider: Sequence[int], weights: Mapping[str, int]) -> bytes:
    """The file for `words` (kind and group of each), `wider` (of each group, 256) and `weights` (-127 to 127)."""
    names = sorted({kind for kind, _ in words.values()})
    number = {name: at for at, name in enumerate(names)}
    keyed = {crc32(word.encode()): entry for word, entry in words.items()}
    hashed = {crc32(name.encode()): weight for name, weight in weights.items() if weight}
    listed, kept = sorted(keyed), sorted(hashed)
    text = "\n".join(names).encode()
    return b"".join(
        (
            _HEAD.pack(_MAGIC, len(listed), len(kept), len(text)),
            _bytes(array("I", listed)),
            _bytes(array("I", kept)),
            bytes(number[keyed[key][0]] for key in listed),
            bytes(keyed[key][1] for key in listed),
            bytes(wider),
            array("b", [hashed[key] for key in kept]).tobytes(),
            text,
        )
    )


def unpack(data: bytes) -> Tables:
    """The tables in `data`, a file that `pack` made."""
    _, words, weights, text = _HEAD.unpack_from(data)
    view = memoryview(data)[_HEAD.size :]
    sizes = (4 * words, 4 * weights, words, words, 256, weights, text)
    parts = []
    for size in sizes:
        parts.append(view[:size])
        view = view[size:]
    return Tables(
        _numbers(parts[0]),
        bytes(parts[2]),
        bytes(parts[3]),
        bytes(parts[4]),
        tuple(bytes(parts[6]).decode().split("\n")),
        _numbers(parts[1]),
        parts[5].cast("b"),
    )


def _numbers(part: memoryview) -> array[int]:
    made = array("I")
    made.frombytes(part)
    if sys.byteorder == "big":
        made.byteswap()
    return made


def _bytes(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()
