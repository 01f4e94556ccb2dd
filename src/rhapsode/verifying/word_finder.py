"""Following a known text through its sound with pocketsphinx: which of its words are heard, and when.

The grammar is the text itself, word after word, where each word may also be left out or said twice, at a price. So a
word that is there is found because leaving it out would explain its sound worse than it does.
"""

from __future__ import annotations

import audioop
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from typing import Any, NamedTuple

RATE_HZ = 16_000
"""Of the sound that the model knows."""
FRAME_MS = 10
FRAME_BYTES = 2 * RATE_HZ * FRAME_MS // 1000
LOG_UNIT = 2**10
"""The recogniser drops ten bits of its logarithms of likelihood, and takes what is left for the whole."""
LOUD = 0.35
"""Of the sentence's own level: what the recogniser calls silence though it is louder than this, it did not know."""

BEAMS = {"beam": 1e-120, "pbeam": 1e-120, "wbeam": 1e-100}
"""Wide: the usual ones lose the path of a synthetic voice half-way through a long sentence."""
NO_WEIGHTS = {"lw": 1.0, "wip": 1.0, "pip": 1.0}
"""A price is what it says: no language weight, no penalty for a word or a phone."""

_VARIANT = re.compile(r"\(\d+\)$")


class HeardWord(NamedTuple):
    """A word and where it was heard, in milliseconds of the sound."""

    place: int
    """Which of the text's words, from 0."""
    start_ms: int
    end_ms: int
    fit: float
    """How well its sounds fit, against the best that the model has for each 10 ms; in logarithms, 0 at best."""


class Hearing(NamedTuple):
    """What was heard of a text."""

    words: tuple[HeardWord, ...]
    """In order; one place may come twice in a row."""
    unknown_ms: tuple[tuple[int, int], ...]
    """Stretches of sound between words that were taken for silence though they are loud."""
    fit: float
    """Of the whole, pauses included."""


def installed() -> bool:
    """Whether pocketsphinx, and with it its English model, is installed."""
    return find_spec("pocketsphinx") is not None


class WordFinder:
    """One recogniser; takes a third of a second and 60 MB to make."""

    def __init__(self) -> None:
        from pocketsphinx import Config, Decoder

        settings = {"samprate": RATE_HZ, "loglevel": "FATAL", "bestpath": False, "lm": None, **BEAMS, **NO_WEIGHTS}
        self._decoder: Any = Decoder(Config(**settings))
        self._names: set[str] = set()
        self._guessed: set[str] = set()

    def knows(self, word: str) -> bool:
        """Whether the dictionary has `word` (small letters), or it was learned."""
        return self._decoder.lookup_word(word) is not None

    def is_sure_of(self, word: str) -> bool:
        """Whether `word` stands in the dictionary: how others are said is a guess."""
        return self.knows(word) and word not in self._guessed

    def learn(self, word: str, phones: Iterable[str]) -> None:
        """Take `phones` (ARPAbet) for one way to say `word`, beside those that are known."""
        known = self._ways(word)
        if not known:
            self._guessed.add(word)
        way = " ".join(phones)
        if way and way not in known:
            self._decoder.add_word(f"{word}({len(known) + 1})" if known else word, way, False)

    def hear(self, pcm: bytes, words: Sequence[str], price: float) -> Hearing | None:
        """Follow `words` through `pcm` (16-bit mono at RATE_HZ); None where no path leads to the end.

        To leave a word out, or say it twice, costs `price` in natural logarithms of likelihood. A word that is not
        known may be left out for nothing.
        """
        names = self._unique(words)
        chance = math.exp(-price)
        arcs: list[tuple[Any, ...]] = []
        for place, name in enumerate(names):
            if name is None:
                arcs.append((place, place + 1, 1.0))
                continue
            arcs += [(place, place + 1, 1.0, name)]
            if price < math.inf:
                arcs += [(place, place + 1, chance), (place + 1, place + 1, chance, name)]
        return self._followed(pcm, names, arcs)

    def _followed(self, pcm: bytes, names: Sequence[str | None], arcs: list[tuple[Any, ...]]) -> Hearing | None:
        decoder, places = self._decoder, {name: place for place, name in enumerate(names)}
        decoder.add_fsg("text", decoder.create_fsg("text", 0, len(names), arcs))
        decoder.activate_search("text")
        decoder.start_utt()
        decoder.process_raw(pcm, full_utt=True)
        decoder.end_utt()
        if (whole := decoder.hyp()) is None:
            return None
        level = audioop.rms(pcm, 2)
        words, unknown = [], []
        for part in decoder.seg():
            span = (part.start_frame * FRAME_MS, (part.end_frame + 1) * FRAME_MS)
            place = places.get(_VARIANT.sub("", part.word))
            if place is not None:
                words.append(HeardWord(place, *span, _fit(part.ascore, span[1] - span[0])))
            elif part.word.startswith("<") and audioop.rms(_cut(pcm, *span), 2) > LOUD * level:
                unknown.append(span)
        return Hearing(tuple(words), tuple(unknown), _fit(whole.score, len(pcm) // FRAME_BYTES * FRAME_MS))

    def _unique(self, words: Sequence[str]) -> list[str | None]:
        """A name in the dictionary for each word, so that two of the same are told apart; None where it is unknown."""
        seen: Counter[str] = Counter()
        names: list[str | None] = []
        for word in words:
            seen[word] += 1
            names.append(self._name(word, seen[word]) if self.knows(word) else None)
        return names

    def _name(self, word: str, count: int) -> str:
        if count == 1:
            return word
        name = f"{word}~{count}"
        if name not in self._names:
            self._names.add(name)
            for way in self._ways(word):
                self.learn(name, way.split())
        return name

    def _ways(self, word: str) -> list[str]:
        ways: list[str] = []
        while (found := self._decoder.lookup_word(f"{word}({len(ways) + 1})" if ways else word)) is not None:
            ways.append(found)
        return ways


def _fit(score: float, length_ms: int) -> float:
    """Natural logarithm of likelihood for each 10 ms, of the recogniser's score for a stretch."""
    return LOG_UNIT * math.log(score) * FRAME_MS / max(length_ms, FRAME_MS) if score > 0 else -math.inf


def _cut(pcm: bytes, start_ms: int, end_ms: int) -> bytes:
    return pcm[start_ms // FRAME_MS * FRAME_BYTES : end_ms // FRAME_MS * FRAME_BYTES]
