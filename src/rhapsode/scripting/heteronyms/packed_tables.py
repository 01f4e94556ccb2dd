"""What was learned about words and cues: numbers under hashed names, read where they are needed.

A word is found by bisection in a sorted array. Weights lie together by the word, reading or shared table that they
belong to, so that only what a text asks for is read from the file's bytes.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

_HEAD = struct.Struct("<4sIIII")
_MAGIC = b"HTN2"
WEIGHT_STEP = 0.05
"""A weight of one in the file."""
FACTOR_STEP = 0.01
"""A factor of one in the file."""
DIRECTION_STEP = 0.1
"""A number of one in the file, where it says how much a word's vector counts."""
VECTOR_STEP = 1 / 128
VECTOR_LENGTH = 32
WIDER_COUNT = 256
_LANES = struct.Struct(f"<{VECTOR_LENGTH}H")
_ZEROES = int.from_bytes(_LANES.pack(*[1 << 15] * VECTOR_LENGTH), "little")
_SIGNS = _ZEROES >> 8


class WordEntry(NamedTuple):
    """What is known of a word in lower case."""

    kind: str
    """Parts of speech that it is used as, a letter each; empty where unknown."""
    group: int = 0
    """Number of a group of words with like meaning; 0 where unknown."""
    vector: int = 0
    """What it means, as one number that adds up with others: see `vector_of`; 0 where it tells nothing."""


class Tables(NamedTuple):
    """The learned tables."""

    word_keys: Sequence[int]
    word_kinds: bytes
    """For each word the number of its kind."""
    word_groups: bytes
    vectors: memoryview
    wider: bytes
    """For each group the number of a wider one."""
    kind_names: tuple[str, ...]
    owner_keys: Sequence[int]
    owner_ends: Sequence[int]
    """For each owner where its weights end; they begin where those of the one before end."""
    weight_keys: memoryview
    weights: memoryview
    """Signed."""

    def word(self, word: str) -> WordEntry:
        """What is known of `word`, in lower case."""
        at = _place(self.word_keys, crc32(word.encode()))
        if at < 0:
            return WordEntry("")
        vector = self.vectors[VECTOR_LENGTH * at : VECTOR_LENGTH * (at + 1)]
        return WordEntry(self.kind_names[self.word_kinds[at]], self.word_groups[at], vector_of(vector))

    def owned(self, owner: str) -> dict[int, int]:
        """The numbers kept for `owner`, by the CRC of what each is called."""
        at = _place(self.owner_keys, crc32(owner.encode()))
        if at < 0:
            return {}
        start, end = self.owner_ends[at - 1] if at else 0, self.owner_ends[at]
        return dict(zip(_numbers(self.weight_keys[4 * start : 4 * end]), self.weights[start:end], strict=True))


def vector_of(octets: bytes | memoryview) -> int:
    """`VECTOR_LENGTH` signed bytes in steps of `VECTOR_STEP`, the smaller the commoner the word, as one number.

    Up to 256 such numbers add up as vectors do; `numbers_of` takes their sum apart.
    """
    lanes = bytearray(_LANES.size)
    lanes[::2] = octets
    return (int.from_bytes(lanes, "little") ^ _SIGNS) - _SIGNS


def numbers_of(vector: int) -> list[int]:
    """The numbers of a sum of such vectors."""
    return [lane - (1 << 15) for lane in _LANES.unpack((vector + _ZEROES).to_bytes(_LANES.size, "little"))]


def _place(keys: Sequence[int], key: int) -> int:
    at = bisect_left(keys, key)
    return at if at < len(keys) and keys[at] == key else -1


def pack(words: Mapping[str, WordEntry], wider: Sequence[int], weights: Mapping[tuple[str, str], int]) -> bytes:
    """The file for `words`, `wider` (of each group, `WIDER_COUNT`) and `weights` (-127 to 127) by owner and name."""
    names = sorted({one.kind for one in words.values()})
    number = {name: at for at, name in enumerate(names)}
    keyed = {crc32(word.encode()): entry for word, entry in words.items()}
    hashed: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for (owner, name), weight in weights.items():
        if weight:
            hashed[crc32(owner.encode())][crc32(name.encode())] = weight
    entries = [keyed[key] for key in sorted(keyed)]
    owners = [(owner, sorted(hashed[owner].items())) for owner in sorted(hashed)]
    kept = [pair for _, own in owners for pair in own]
    ends = [sum(len(own) for _, own in owners[: at + 1]) for at in range(len(owners))]
    text = "\n".join(names).encode()
    return b"".join(
        (
            _HEAD.pack(_MAGIC, len(entries), len(owners), len(kept), len(text)),
            _bytes(sorted(keyed)),
            _bytes([owner for owner, _ in owners]),
            _bytes(ends),
            _bytes([key for key, _ in kept]),
            bytes(number[one.kind] for one in entries),
            bytes(one.group for one in entries),
            array("b", [number for one in entries for number in numbers_of(one.vector)]).tobytes(),
            bytes(wider),
            array("b", [weight for _, weight in kept]).tobytes(),
            text,
        )
    )


def unpack(data: bytes) -> Tables:
    """The tables in `data`, a file that `pack` made."""
    _, words, owners, weights, text = _HEAD.unpack_from(data)
    view = memoryview(data)[_HEAD.size :]
    sizes = (4 * words, 4 * owners, 4 * owners, 4 * weights, words, words, VECTOR_LENGTH * words, WIDER_COUNT, weights)
    parts = []
    for size in (*sizes, text):
        parts.append(view[:size])
        view = view[size:]
    return Tables(
        word_keys=_numbers(parts[0]),
        word_kinds=bytes(parts[4]),
        word_groups=bytes(parts[5]),
        vectors=parts[6],
        wider=bytes(parts[7]),
        kind_names=tuple(bytes(parts[9]).decode().split("\n")),
        owner_keys=_numbers(parts[1]),
        owner_ends=_numbers(parts[2]),
        weight_keys=parts[3],
        weights=parts[8].cast("b"),
    )


def _numbers(part: memoryview) -> array[int]:
    made = array("I")
    made.frombytes(part)
    if sys.byteorder == "big":
        made.byteswap()
    return made


def _bytes(numbers: Sequence[int]) -> bytes:
    made = array("I", numbers)
    if sys.byteorder == "big":
        made.byteswap()
    return made.tobytes()
