"""What stands around a word, as cues that a reader goes by: neighbours, their kinds, and what the sentence is about.

A cue is a short string. The trained tables know weights for cues, so what a cue is called must not change without
training again (`tests/benchmarks/train_heteronyms.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from math import sqrt
from operator import add, mul
from typing import NamedTuple

from rhapsode.scripting.heteronyms.packed_tables import VECTOR_STEP, WordEntry

_TOKEN = re.compile(
    r"[^\W\d_]+?(?=n['’]t\b)|n['’]t\b|['’](?:s|ll|re|ve|d|m)\b|[^\W\d_]+(?:['’][^\W\d_]{2,})*|\d[\d.,]*\d|\d|[^\w\s]"
)
FUNCTION_WORDS = frozenset(
    "the a an this that these those my your his her its our their i you he she it we they who which to will would can"
    " could may might must shall should do does did not and or but of in on at by for with from as than is are was"
    " were be been being have has had if when while because".split()
)
_ENDINGS = dict(
    pair.split(":")
    for pair in "ing:G ed:E ly:R ness:N tion:N sion:N ment:N ity:N ism:N ist:N ance:N ence:N ship:N ous:J ful:J less:J"
    " able:J ible:J ive:J ical:J ic:J al:J ary:J ize:V ise:V ify:V izes:Z ifies:Z er:N or:N ss:N us:N is:N s:S".split()
)
"""What the last letters of an unknown word tell of its kind, the longest first."""
_FINITE = frozenset("V D Z M VZ CD DC DV".split())
"""Kinds that make a clause."""
_SIGNS = frozenset(',.;:()"-–—?!')
_STOPS = frozenset(",;:.")
FAR = 9
"""How many tokens away the nearest small word is looked for."""
LONGEST_PATH = 4
"""How far such a word may be for what stands between to be a cue of its own."""
NEAR = 6
"""Tokens on either side that count as near."""
SHORTENING = 0.5
"""What shortens the vector of a sentence with few telling words most."""
MOST_TOKENS = 40
"""On either side; what is further away is not looked at, so that the time does not grow with the sentence."""


ContextCue = tuple[str, tuple[int, ...]]
"""One thing to go by: what weights are kept under, and which tokens, counted from the word, it looks at."""


class WordKinds(NamedTuple):
    """What is known of words in lower case."""

    word: Callable[[str], WordEntry]
    wider: Sequence[int]
    """For each group the number of a wider one."""


class Topic(NamedTuple):
    """What a sentence is about, as seen from one of its words."""

    words: list[tuple[str, int]]
    """Each word once, in lower case, with its nearest place."""
    whole: list[float]
    """The sum of its words' vectors, shortened to less than 1; empty where no word has one."""
    near: list[float]
    """The same of the words near by."""


def tokens(text: str) -> list[tuple[int, int]]:
    """The `(start, end)` of every word, number and sign of `text`."""
    return [found.span() for found in _TOKEN.finditer(text)]


def cues(text: Sequence[str], at: int, kinds: WordKinds) -> list[ContextCue]:
    """What tells how `text[at]`, a token of a sentence, stands in it."""
    first = max(at - MOST_TOKENS, 0)
    near = _Sentence(text[first : at + MOST_TOKENS + 1], at - first, first == 0, kinds)
    return [*near.neighbours(), *near.capitals(), *near.phrase()]


def topic(text: Sequence[str], at: int, kinds: WordKinds) -> Topic:
    """What the sentence around `text[at]` is about, wherever that stands."""
    places: dict[str, int] = {}
    far: list[Sequence[int]] = []
    near: list[Sequence[int]] = []
    for index in range(max(at - MOST_TOKENS, 0), min(at + MOST_TOKENS + 1, len(text))):
        lower = text[index].lower()
        if index == at or len(lower) <= 2 or not lower.isalpha():
            continue
        place = index - at
        if lower not in places or abs(place) < abs(places[lower]):
            places[lower] = place
        if vector := kinds.word(lower).vector:
            (near if abs(place) <= NEAR else far).append(vector)
    totals = [sum(numbers) for numbers in zip(*near, strict=True)]
    others = [sum(numbers) for numbers in zip(*far, strict=True)]
    whole = [*map(add, totals, others)] if totals and others else totals or others
    return Topic([*places.items()], _shortened(whole), _shortened(totals))


def _shortened(total: list[int]) -> list[float]:
    length = sqrt(sum(map(mul, total, total))) * VECTOR_STEP
    shorter = VECTOR_STEP / (length + SHORTENING)
    return [number * shorter for number in total]


class _Sentence:
    """One sentence seen from one of its words."""

    def __init__(self, text: Sequence[str], at: int, whole: bool, kinds: WordKinds) -> None:
        self.text, self.at, self.whole, self.kinds = text, at, whole, kinds
        self.lower = [token.lower().replace("’", "'") for token in text]
        self._kind: dict[int, str] = {}

    def word(self, place: int) -> str:
        """The token `place` after the word, in lower case."""
        index = self.at + place
        if not 0 <= index < len(self.text):
            return "<" if place < 0 else ">"
        return "#" if self.lower[index][0].isdigit() else self.lower[index]

    def kind(self, place: int) -> str:
        """The kind of the token `place` after the word."""
        if place not in self._kind:
            index = self.at + place
            inside = 0 <= index < len(self.text)
            self._kind[place] = self._kind_at(index) if inside else "<" if place < 0 else ">"
        return self._kind[place]

    def _kind_at(self, index: int) -> str:
        token, lower = self.text[index], self.lower[index]
        opens = index == 0 and self.whole
        if token[0].isupper() and not opens and lower not in FUNCTION_WORDS and self.text[index - 1] not in '.":“':
            return "P"
        return self.kinds.word(lower).kind or _guess(token, lower)

    def neighbours(self) -> Iterator[ContextCue]:
        """Words and kinds beside the word, alone and together."""
        w = {place: self.word(place) for place in range(-3, 4)}
        c = {place: self.kind(place) for place in range(-4, 5) if place}
        yield "b", (0,)
        for place in (-3, -2, -1, 1, 2, 3):
            yield f"w{place}={w[place]}", (place,)
        for place, kind in c.items():
            yield f"c{place}={kind}", (place,)
        for a, b in ((-2, -1), (-1, 1), (1, 2), (-3, -2), (2, 3), (-2, 1), (-1, 2)):
            yield f"c{a},{b}={c[a]} {c[b]}", (a, b)
        for a, b in ((-2, -1), (-1, 1), (1, 2)):
            yield f"w{a},{b}={w[a]} {w[b]}", (a, b)
        for a, b in ((-1, 1), (1, -1), (-2, -1), (2, 1)):
            yield f"wc{a},{b}={w[a]} {c[b]}", (a, b)
        for a, b, d in ((-2, -1, 1), (-1, 1, 2), (-3, -2, -1)):
            yield f"c{a},{b},{d}={c[a]} {c[b]} {c[d]}", (a, b, d)
        for place in (-2, -1, 1, 2):
            if len(w[place]) > 4:
                yield f"s{place}={w[place][-3:]}", (place,)
        for place in (-3, -2, -1, 1, 2, 3):
            if group := self.kinds.word(w[place]).group:
                yield f"q{place}={group}", (place,)
                yield f"r{place}={self.kinds.wider[group]}", (place,)

    def capitals(self) -> Iterator[ContextCue]:
        """How the word is written, and whether a sentence or a quotation begins with it."""
        token = self.text[self.at]
        case = "U" if token.isupper() else "T" if token[0].isupper() else "l"
        opens = self.at == 0 or not self.text[self.at - 1][0].isalnum()
        yield f"cap={case}{'0' if opens else ''}", (0,)
        yield f"case={case}", (0,)

    def phrase(self) -> Iterator[ContextCue]:
        """The nearest small word or stop on either side, what stands between, and the verbs before and after."""
        left, right = self._edge(-1), self._edge(1)
        for side, edge in (("l", left), ("r", right)):
            far = abs(edge[0])
            step = -1 if side == "l" else 1
            path = " ".join(self.kind(step * place) for place in range(1, far))
            yield f"f{side}={edge[1]}", (edge[0],)
            yield f"f{side}d={edge[1]} {min(far, 4)}", (edge[0],)
            if far <= LONGEST_PATH:
                yield f"p{side}={edge[1]} {path}", (edge[0],)
        before = sum(self.kind(place) in _FINITE for place in range(max(-self.at, -12), 0))
        after = sum(self.kind(place) in _FINITE for place in range(1, min(len(self.text) - self.at, 12)))
        verbs = f"{min(before, 2)}{min(after, 2)}"
        last, following = self.kind(-1), self.kind(1)
        yield f"vl={verbs[0]}", ()
        yield f"vr={verbs[1]}", ()
        yield f"v={verbs}", ()
        yield f"vc={verbs} {last}", (-1,)
        yield f"vd={verbs} {last} {following}", (-1, 1)
        yield f"vf={verbs} {left[1]}", (left[0],)
        yield f"fb={left[1]} {right[1]}", (left[0], right[0])

    def _edge(self, step: int) -> tuple[int, str]:
        """Place and text of the nearest small word or stop; where there is none, the end of what is looked at."""
        for far in range(1, FAR):
            index = self.at + step * far
            if not 0 <= index < len(self.text):
                return step * far, "<" if step < 0 else ">"
            if self.lower[index] in FUNCTION_WORDS or self.text[index] in _STOPS:
                return step * far, self.lower[index]
        return step * FAR, "-"


def _guess(written: str, lower: str) -> str:
    """The kind of a written that is in no list."""
    if written[0].isdigit():
        return "#4" if len(written) == 4 and written.isdigit() else "#"
    if not written[0].isalpha():
        return written if written in _SIGNS else "?"
    for length in range(min(5, len(lower) - 2), 0, -1):
        if found := _ENDINGS.get(lower[-length:]):
            return found
    return "n"
