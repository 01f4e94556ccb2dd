"""What stands around a word, as cues that a reader goes by: neighbours, their kinds, and what the sentence is about.

A cue is a short string. The trained tables know weights for cues, so what a cue is called must not change without
training again (`tests/benchmarks/train_heteronyms.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from math import sqrt
from operator import mul
from typing import NamedTuple

from rhapsode.scripting.heteronyms.packed_tables import VECTOR_STEP, WordEntry, numbers_of

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
_OPENERS = frozenset('.":“')
"""After these a capital tells nothing."""
_EDGES = FUNCTION_WORDS | frozenset(",;:.")
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
MOST_KINDS = 12
"""On either side; the farthest whose kinds are looked at."""


ContextCue = tuple[str, tuple[int, ...]]
"""One thing to go by: what weights are kept under, and which tokens, counted from the word, it looks at."""


def _named(head: str, places: Sequence[tuple[int, ...]]) -> list[ContextCue]:
    return [(f"{head}{','.join(map(str, one))}=", one) for one in places]


_WORDS = _named("w", ((-3,), (-2,), (-1,), (1,), (2,), (3,)))
_KINDS = _named("c", ((-4,), (-3,), (-2,), (-1,), (1,), (2,), (3,), (4,)))
_KIND_PAIRS = _named("c", ((-2, -1), (-1, 1), (1, 2), (-3, -2), (2, 3), (-2, 1), (-1, 2)))
_WORD_PAIRS = _named("w", ((-2, -1), (-1, 1), (1, 2)))
_MIXED_PAIRS = _named("wc", ((-1, 1), (1, -1), (-2, -1), (2, 1)))
_KIND_TRIPLES = _named("c", ((-2, -1, 1), (-1, 1, 2), (-3, -2, -1)))
_SUFFIXES = _named("s", ((-2,), (-1,), (1,), (2,)))


class _Token(NamedTuple):
    """What is known of a token by itself, as it is written."""

    word: str
    """In lower case, with straight apostrophes; `#` for a number."""
    kind: str
    group: int
    named: bool
    """Whether it is a name where nothing begins."""
    topic: str
    """The word in lower case; empty where it tells nothing of what a sentence is about."""
    vector: int


class WordKinds:
    """What is known of words: `word` looks one up in lower case, `wider` names for each group the number of a wider."""

    def __init__(self, word: Callable[[str], WordEntry], wider: Sequence[int]) -> None:
        self._word, self.wider = word, wider
        self.token = lru_cache(4096)(self._token)

    def _token(self, written: str) -> _Token:
        lower = written.lower()
        plain = lower.replace("’", "'")
        known = self._word(plain)
        tells = len(lower) > 2 and lower.isalpha()
        return _Token(
            word="#" if plain[0].isdigit() else plain,
            kind=known.kind or _guess(written, plain),
            group=known.group,
            named=written[0].isupper() and plain not in FUNCTION_WORDS,
            topic=lower if tells else "",
            vector=known.vector if tells else 0,
        )


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
    w, c, groups = _around(text, at, kinds)
    return [
        *_neighbours(w, c),
        *_groups(groups, kinds.wider),
        *_capitals(text, at),
        *_phrase(w, c, at, len(text) - 1 - at),
    ]


def topic(text: Sequence[str], at: int, kinds: WordKinds) -> Topic:
    """What the sentence around `text[at]` is about, wherever that stands."""
    places: dict[str, int] = {}
    near = far = 0
    first = max(at - MOST_TOKENS, 0)
    for place, token in enumerate(map(kinds.token, text[first : at + MOST_TOKENS + 1]), first - at):
        if token.topic and place:
            if token.topic not in places or place < -places[token.topic]:
                places[token.topic] = place
            if -NEAR <= place <= NEAR:
                near += token.vector
            else:
                far += token.vector
    return Topic([*places.items()], _shortened(near + far), _shortened(near))


def _shortened(total: int) -> list[float]:
    if not total:
        return []
    numbers = numbers_of(total)
    length = sqrt(sum(map(mul, numbers, numbers))) * VECTOR_STEP
    shorter = VECTOR_STEP / (length + SHORTENING)
    return [number * shorter for number in numbers]


def _around(text: Sequence[str], at: int, kinds: WordKinds) -> tuple[list[str], list[str], list[int]]:
    """The words in lower case, the kinds and the groups of the tokens around, each found in its list by its place."""
    first = max(at - MOST_KINDS, 0)
    text_near = text[first : at + MOST_KINDS + 1]
    near = [*map(kinds.token, text_near)]
    befores = [text[first - 1] if first else '"', *text_near]
    found = [
        "P" if token.named and before not in _OPENERS else token.kind
        for token, before in zip(near, befores, strict=False)
    ]
    own, end = at - first, len(near)
    before, after = MOST_KINDS - own, MOST_KINDS + 1 + own - end
    words, groups = [token.word for token in near], [token.group for token in near]
    return (
        [*words[own:], *[">"] * after, *["<"] * before, *words[:own]],
        [*found[own:], *[">"] * after, *["<"] * before, *found[:own]],
        [*groups[own:], *[0] * (before + after), *groups[:own]],
    )


def _neighbours(w: Sequence[str], c: Sequence[str]) -> list[ContextCue]:
    """Words and kinds beside the word, alone and together."""
    return [
        ("b", (0,)),
        *[(name + w[at[0]], at) for name, at in _WORDS],
        *[(name + c[at[0]], at) for name, at in _KINDS],
        *[(f"{name}{c[at[0]]} {c[at[1]]}", at) for name, at in _KIND_PAIRS],
        *[(f"{name}{w[at[0]]} {w[at[1]]}", at) for name, at in _WORD_PAIRS],
        *[(f"{name}{w[at[0]]} {c[at[1]]}", at) for name, at in _MIXED_PAIRS],
        *[(f"{name}{c[at[0]]} {c[at[1]]} {c[at[2]]}", at) for name, at in _KIND_TRIPLES],
        *[(name + w[at[0]][-3:], at) for name, at in _SUFFIXES if len(w[at[0]]) > 4],
    ]


def _groups(groups: Sequence[int], wider: Sequence[int]) -> list[ContextCue]:
    """Which words are like those beside the word."""
    like = [(place, groups[place]) for place in (-3, -2, -1, 1, 2, 3) if groups[place]]
    return [
        *[(f"q{place}={group}", (place,)) for place, group in like],
        *[(f"r{place}={wider[group]}", (place,)) for place, group in like],
    ]


def _capitals(text: Sequence[str], at: int) -> list[ContextCue]:
    """How the word is written, and whether a sentence or a quotation begins with it."""
    token = text[at]
    case = "U" if token.isupper() else "T" if token[0].isupper() else "l"
    opens = at == 0 or not text[at - 1][0].isalnum()
    return [(f"cap={case}{'0' if opens else ''}", (0,)), (f"case={case}", (0,))]


def _phrase(w: Sequence[str], c: Sequence[str], before: int, after: int) -> Iterator[ContextCue]:
    """The nearest small word or stop on either side, what stands between, and the verbs before and after."""
    left, right = _edge(w, -1, before), _edge(w, 1, after)
    for side, (place, edge) in (("l", left), ("r", right)):
        far = abs(place)
        yield f"f{side}={edge}", (place,)
        yield f"f{side}d={edge} {min(far, 4)}", (place,)
        if far <= LONGEST_PATH:
            path = c[1:far] if place > 0 else c[-1:place:-1]
            yield f"p{side}={edge} {' '.join(path)}", (place,)
    verbs_before, verbs_after = (
        min(sum(kind in _FINITE for kind in side), 2) for side in (c[-MOST_KINDS:], c[1:MOST_KINDS])
    )
    verbs = f"{verbs_before}{verbs_after}"
    yield f"vl={verbs_before}", ()
    yield f"vr={verbs_after}", ()
    yield f"v={verbs}", ()
    yield f"vc={verbs} {c[-1]}", (-1,)
    yield f"vd={verbs} {c[-1]} {c[1]}", (-1, 1)
    yield f"vf={verbs} {left[1]}", (left[0],)
    yield f"fb={left[1]} {right[1]}", (left[0], right[0])


def _edge(w: Sequence[str], step: int, most: int) -> tuple[int, str]:
    """Place and text of the nearest small word or stop; where there is none, the end of what is looked at."""
    for far in range(1, FAR):
        if far > most:
            return step * far, "<" if step < 0 else ">"
        if w[step * far] in _EDGES:
            return step * far, w[step * far]
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
