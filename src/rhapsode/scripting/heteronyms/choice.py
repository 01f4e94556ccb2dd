"""Which of a word's pronunciations is meant, from the sentence it stands in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import repeat
from math import exp
from operator import mul
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from rhapsode.scripting.heteronyms.context_cues import MOST_TOKENS, ContextCue, Topic, WordKinds, cues, tokens, topic
from rhapsode.scripting.heteronyms.heteronym_list import Pronunciation, heteronyms, holds_heteronym
from rhapsode.scripting.heteronyms.packed_tables import (
    DIRECTION_STEP,
    FACTOR_STEP,
    VECTOR_LENGTH,
    WEIGHT_STEP,
    Tables,
    unpack,
)

MOST_REASONS = 3
"""Words of the sentence that are named as reasons."""
FACTORS = "VSD"
"""Shared tables that each word trusts in its own measure."""
SHORT = 3
"""Letters of words that have no capital in a heading."""
NAMES = ("_geo", "_nam", "_bible", "_es", "-sports")
"""What ends the readings that are names, which a capital may tell."""
_FOLDER = Path(__file__).parent
_SIGN_OF_ADDRESS = re.compile(r"[/@\\_=~#]|\w\.\w")
"""What addresses, paths and names in a program hold, and no word of running text."""


class Choice(NamedTuple):
    """How one word of a sentence is said."""

    start: int
    end: int
    way: Pronunciation
    probability: float
    """How sure the choice is, above 0.5 for words with two ways."""
    reasons: tuple[str, ...]
    """The words of the sentence that spoke for it most, strongest first."""


def choose(text: str, *, addresses: bool = False, reasons: bool = True) -> list[Choice]:
    """How the heteronyms of `text`, an English sentence, are said, in order; with `addresses` also inside those.

    Without `reasons` none are given, which is quicker.

    Linear in the length of `text`; where no such word stands, one look at each word.
    """
    if not holds_heteronym(text):
        return []
    known = heteronyms()
    spans = tokens(text)
    words = [text[start:end] for start, end in spans]
    outside = [] if addresses else _addresses(text)
    starts = [start for start, _ in outside]
    places = [at for at, word in enumerate(words) if word.lower() in known]
    before = [bisect_right(starts, spans[at][0]) - 1 for at in places]
    free = [at for at, near in zip(places, before, strict=True) if near < 0 or spans[at][0] >= outside[near][1]]
    read = [word.lower() for word in words] if _titled(words) else words
    return [_choice(words, read, at, spans[at], reasons) for at in free]


def _titled(words: Sequence[str]) -> bool:
    """Whether words are written with capitals only because they stand in a heading."""
    long = [word for word in words if len(word) > SHORT]
    return len(long) > 1 and not any(word[0].islower() for word in long)


def _addresses(text: str) -> list[tuple[int, int]]:
    chunks = re.finditer(r"\S+", text)
    return [found.span() for found in chunks if _SIGN_OF_ADDRESS.search(found.group())]


def _choice(words: Sequence[str], read: Sequence[str], at: int, span: tuple[int, int], reasons: bool) -> Choice:
    first = max(at - MOST_TOKENS - 1, 0)  # one more than is looked at, which tells a cut from a beginning
    way, chance, places = _decision(words[at], tuple(read[first : at + MOST_TOKENS + 1]), at - first, reasons)
    return Choice(*span, way, chance, tuple(words[at + place] for place in places if 0 <= at + place < len(words)))


@lru_cache(512)
def _decision(
    word: str, around: tuple[str, ...], at: int, reasons: bool
) -> tuple[Pronunciation, float, tuple[int, ...]]:
    """How `word`, written so, is said at `at` of the tokens `around`; how sure that is, and the places that tell."""
    heteronym = heteronyms()[word.lower()]
    if around[at] != word and any(way.id.endswith(NAMES) for way in heteronym.ways):
        around = (*around[:at], word, *around[at + 1 :])
    kinds = _kinds()
    evidence = _Evidence(cues(around, at, kinds), topic(around, at, kinds))
    if len(heteronym.ways) == 2:
        score = evidence.score(heteronym.word, heteronym.tables)
        sign = 1 if score > 0 else -1
        told = evidence.strongest(sign, heteronym.word, heteronym.tables) if reasons else ()
        return heteronym.ways[sign < 0], _chance(abs(score)), told
    scores = [evidence.score(way.id) for way in heteronym.ways]
    best = max(range(len(scores)), key=scores.__getitem__)
    chance = _chance(scores[best]) / sum(map(_chance, scores))
    return heteronym.ways[best], chance, evidence.strongest(1, heteronym.ways[best].id) if reasons else ()


class _Evidence:
    """What the cues of a place say for the first of two ways, whose word is asked about, or for one of several."""

    def __init__(self, found: Sequence[ContextCue], about: Topic) -> None:
        self.found, self.about = found, about
        self.keys = [crc32(name.encode()) for name, _ in found]
        self.topics = [_topic_key(word) for word, _ in about.words]

    def score(self, own: str, shared: str = "") -> float:
        """How much speaks for it: above 0 more than against."""
        learned = _learned_of(own)
        total: float = sum(map(learned.weights.get, [*self.keys, *self.topics], repeat(0)))
        for table in shared:
            total += learned.factors.get(table, 1.0) * sum(map(_learned_of(table).weights.get, self.keys, repeat(0)))
        total = total * WEIGHT_STEP + sum(map(mul, learned.whole, self.about.whole))
        return total + sum(map(mul, learned.near, self.about.near), 0.0)

    def strongest(self, sign: int, own: str, shared: str = "") -> tuple[int, ...]:
        """The places of the words that speak most for `sign`."""
        learned = _learned_of(own)
        by_place: defaultdict[int, float] = defaultdict(float)
        for (_, places), key in zip(self.found, self.keys, strict=True):
            weight: float = learned.weights.get(key, 0)
            for table in shared:
                weight += _learned_of(table).weights.get(key, 0) * learned.factors.get(table, 1.0)
            for place in places:
                by_place[place] += sign * weight / len(places)
        for (_, place), key in zip(self.about.words, self.topics, strict=True):
            by_place[place] += sign * learned.weights.get(key, 0)
        for_it = sorted((place for place in by_place if place), key=lambda place: -by_place[place])
        return tuple(place for place in for_it[:MOST_REASONS] if by_place[place] > 0)


class _Learned(NamedTuple):
    """What was learned for a word, a reading or a shared table."""

    weights: Mapping[int, int]
    """In steps of `WEIGHT_STEP`, by the CRC of a cue."""
    factors: Mapping[str, float]
    """How much a shared table counts for a word: see `Heteronym.tables`."""
    whole: Sequence[float]
    """How much each number of a sentence's vector counts."""
    near: Sequence[float]
    """How much each number of the vector of the words near by counts."""


@cache
def _learned_of(owner: str) -> _Learned:
    weights = _tables().owned(owner)
    factors = {name: weights.get(crc32(f"*{name}".encode()), 0) * FACTOR_STEP for name in FACTORS}
    whole, near = (
        [weights.get(crc32(f"{side}{at}".encode()), 0) * DIRECTION_STEP for at in range(VECTOR_LENGTH)]
        for side in ("@", "@@")
    )
    return _Learned(weights, factors, whole, near)


@lru_cache(4096)
def _topic_key(word: str) -> int:
    return crc32(f"~{word}".encode())


def _chance(score: float) -> float:
    return 1 / (1 + exp(-max(min(score, 30.0), -30.0)))


@cache
def _tables() -> Tables:
    return unpack((_FOLDER / "weights.bin").read_bytes())


@cache
def _kinds() -> WordKinds:
    return WordKinds(_tables().word, _tables().wider)
