"""Which of a word's pronunciations is meant, from the sentence it stands in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from math import exp
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from rhapsode.scripting.heteronyms.context_cues import ContextCue, WordKinds, cues, tokens
from rhapsode.scripting.heteronyms.packed_tables import FACTOR_STEP, WEIGHT_STEP, Tables, unpack

MOST_REASONS = 3
"""Words of the sentence that are named as reasons."""
SHORT = 3
"""Letters of words that have no capital in a heading."""
NAMES = ("_geo", "_nam", "_bible", "_es", "-sports")
"""What ends the readings that are names, which a capital may tell."""
_FOLDER = Path(__file__).parent
_SIGN_OF_ADDRESS = re.compile(r"[/@\\_=~#]|\w\.\w")
"""What addresses, paths and names in a program hold, and no word of running text."""


class Pronunciation(NamedTuple):
    """One way to say a word."""

    id: str
    """As in the data that was learned from."""
    ipa: str
    meaning: str
    """What tells it from the others, in a few words."""


class Heteronym(NamedTuple):
    """A word that is written one way and said in several."""

    word: str
    """In lower case."""
    ways: tuple[Pronunciation, ...]
    """Of two, the first is the one that a score above 0 stands for."""
    tables: str
    """Shared tables that speak for the first way: a capital is scaled for each word, a small letter is not."""


class Choice(NamedTuple):
    """How one word of a sentence is said."""

    start: int
    end: int
    way: Pronunciation
    probability: float
    """How sure the choice is, above 0.5 for words with two ways."""
    reasons: tuple[str, ...]
    """The words of the sentence that spoke for it most, strongest first."""


@cache
def heteronyms() -> Mapping[str, Heteronym]:
    """Every word that is told apart, by itself in lower case."""
    lines = (_FOLDER / "readings.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    made = {}
    for word, own in groupby(rows, key=lambda row: row[0]):
        ways = list(own)
        made[word] = Heteronym(word, tuple(Pronunciation(*row[1:4]) for row in ways), ways[0][4].strip("-"))
    return made


def choose(text: str, *, addresses: bool = False) -> list[Choice]:
    """How the heteronyms of `text`, an English sentence, are said, in order; with `addresses` also inside those.

    Linear in the length of `text`; where no such word stands, one look at each word.
    """
    known = heteronyms()
    if known.keys().isdisjoint(re.findall(r"[a-z]+", text.lower())):
        return []
    spans = tokens(text)
    words = [text[start:end] for start, end in spans]
    outside = [] if addresses else _addresses(text)
    starts = [start for start, _ in outside]
    places = [at for at, word in enumerate(words) if word.lower() in known]
    before = [bisect_right(starts, spans[at][0]) - 1 for at in places]
    free = [at for at, near in zip(places, before, strict=True) if near < 0 or spans[at][0] >= outside[near][1]]
    read = [word.lower() for word in words] if _titled(words) else words
    return [_choice(words, read, at, spans[at]) for at in free]


def _titled(words: Sequence[str]) -> bool:
    """Whether words are written with capitals only because they stand in a heading."""
    long = [word for word in words if len(word) > SHORT]
    return len(long) > 1 and not any(word[0].islower() for word in long)


def _addresses(text: str) -> list[tuple[int, int]]:
    chunks = re.finditer(r"\S+", text)
    return [found.span() for found in chunks if _SIGN_OF_ADDRESS.search(found.group())]


def _choice(words: Sequence[str], read: Sequence[str], at: int, span: tuple[int, int]) -> Choice:
    heteronym = heteronyms()[words[at].lower()]
    if read is not words and any(way.id.endswith(NAMES) for way in heteronym.ways):
        read = [*read[:at], words[at], *read[at + 1 :]]
    tables, kinds = _learned()
    found = cues(read, at, kinds)
    if len(heteronym.ways) == 2:
        evidence = _Evidence(tables, heteronym.word, heteronym.tables, found)
        sign = 1 if evidence.score > 0 else -1
        way, chance = heteronym.ways[sign < 0], _chance(abs(evidence.score))
    else:
        each = [_Evidence(tables, way.id, "", found) for way in heteronym.ways]
        best = max(range(len(each)), key=lambda index: each[index].score)
        evidence, sign, way = each[best], 1, heteronym.ways[best]
        chance = _chance(evidence.score) / sum(_chance(one.score) for one in each)
    strongest = [words[at + place] for place in evidence.strongest(sign) if 0 <= at + place < len(words)]
    return Choice(*span, way, chance, tuple(strongest))


class _Evidence:
    """What the cues say for the first of two ways, or for one of several."""

    def __init__(self, tables: Tables, own: str, shared: str, found: Sequence[ContextCue]) -> None:
        self.by_place: defaultdict[int, float] = defaultdict(float)
        self.score = 0.0
        mine = crc32(f"{own}|".encode())
        others = [(crc32(f"{table}|".encode()), _factor(tables, own, table)) for table in shared]
        for cue in found:
            name = cue.name.encode()
            weight = float(tables.weight(name, mine))
            if not cue.topical:
                weight += sum(tables.weight(name, table) * factor for table, factor in others)
            if weight:
                self.score += weight * WEIGHT_STEP
                for place in cue.places:
                    self.by_place[place] += weight / len(cue.places)

    def strongest(self, sign: int) -> Iterator[int]:
        """The places of the words that speak most for `sign`."""
        for_it = sorted((place for place in self.by_place if place), key=lambda place: -sign * self.by_place[place])
        yield from (place for place in for_it[:MOST_REASONS] if sign * self.by_place[place] > 0)


def _factor(tables: Tables, own: str, table: str) -> float:
    """How much a shared table counts for a word: see `Heteronym.tables`."""
    return FACTOR_STEP * tables.weight(f"{own}*{table}".encode()) if table.isupper() else 1.0


def _chance(score: float) -> float:
    return 1 / (1 + exp(-max(min(score, 30.0), -30.0)))


@cache
def _learned() -> tuple[Tables, WordKinds]:
    tables = unpack((_FOLDER / "weights.bin").read_bytes())
    return tables, tables.kinds()
