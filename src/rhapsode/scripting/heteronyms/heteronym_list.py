"""Which words are written one way and said in several, and how; light, for most sentences hold none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

_READINGS = Path(__file__).with_name("readings.tsv")


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


@cache
def heteronyms() -> Mapping[str, Heteronym]:
    """Every word that is told apart, by itself in lower case."""
    lines = _READINGS.read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    made = {}
    for word, own in groupby(rows, key=lambda row: row[0]):
        ways = list(own)
        made[word] = Heteronym(word, tuple(Pronunciation(*row[1:4]) for row in ways), ways[0][4].strip("-"))
    return made


def holds_heteronym(text: str) -> bool:
    """Whether a word that is told apart may stand in `text`."""
    return not heteronyms().keys().isdisjoint(re.findall(r"[a-z]+", text.lower()))
