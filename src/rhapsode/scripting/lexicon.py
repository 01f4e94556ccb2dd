"""Pronunciations: which words are said otherwise than an engine would, and finding them in a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rhapsode.model import Lexeme
from rhapsode.scripting.normalize import Claim

_TOKEN = re.compile(r"\w+(?:['’.-]\w+)*")
_IPA = re.compile(
    r"[a-zæœøðħŋɐ-ʯʰ-˿\u0300-\u036fβθχλ\u1d00-\u1dbf\u2c71ꟸ̪‿|‖.ˈˌːˑ˥-˩↗↘ꜛꜜ ()\-͡1-9çãõñẽĩũỹäëïöüáéíóúàèìòùâêîôû]+"
)


class Pattern(NamedTuple):
    """A regular expression and what to say for it (`\\1` stands for its first group)."""

    expression: re.Pattern[str]
    spoken: str


class Lexicon:
    """The pronunciations for one language, found in a text in linear time."""

    def __init__(self, patterns: tuple[Pattern, ...] = ()) -> None:
        self.words: dict[str, Lexeme] = {}
        """Written forms of one token; in lower case they stand for every case."""
        self.phrases: defaultdict[str, list[Lexeme]] = defaultdict(list)
        """Longer forms by their first token, longest first."""
        self.signs: dict[str, Lexeme] = {}
        """Forms that do not begin with a letter or digit, or end in a sign: `C++`, `.NET`."""
        self.patterns = patterns
        self._signs: re.Pattern[str] | None = None

    def claims(self, text: str) -> list[Claim]:
        """What is said otherwise in `text`, ascending, not overlapping."""
        if not (self.words or self.phrases or self.signs or self.patterns):
            return []
        made: list[Claim] = []
        reached = 0
        for claim in sorted([*self._by_sign(text), *self._by_token(text), *self._by_pattern(text)], key=_rank):
            if claim.start >= reached:
                made.append(claim)
                reached = claim.end
        return made

    def _by_token(self, text: str) -> Iterator[Claim]:
        for match in _TOKEN.finditer(text):
            yield from self._at(text, match.start(), match.group())

    def _at(self, text: str, start: int, token: str) -> Iterator[Claim]:
        first = _first(token)
        for key in {first, first.lower()}:
            for lexeme in self.phrases.get(key, ()):
                end = start + len(lexeme.grapheme)
                if _fits(lexeme.grapheme, text[start:end]) and not text[end : end + 1].isalnum():
                    yield _claim(lexeme, text, start, end)
        whole = [(token, 0)]
        if token[-2:].lower() in ("'s", "’s"):
            whole.append((token[:-2], 0))
        if "-" in token or "." in token:
            whole += [(m.group(), m.start()) for m in re.finditer(r"[^-.]+", token)]
        for form, at in whole:
            lexeme_or_none = self.words.get(form) or self.words.get(form.lower())
            if lexeme_or_none and _fits(lexeme_or_none.grapheme, form):
                yield _claim(lexeme_or_none, text, start + at, start + at + len(form))

    def _by_sign(self, text: str) -> Iterator[Claim]:
        if self.signs and self._signs is None:
            forms = sorted(self.signs, key=len, reverse=True)
            self._signs = re.compile("|".join(rf"{_edge(form)}{re.escape(form)}(?!\w)" for form in forms))
        for match in self._signs.finditer(text) if self._signs else ():
            yield _claim(self.signs[match.group()], text, *match.span())

    def _by_pattern(self, text: str) -> Iterator[Claim]:
        for pattern in self.patterns:
            for match in pattern.expression.finditer(text):
                if match.end() > match.start():
                    yield Claim(match.start(), match.end(), match.expand(pattern.spoken))


def lexicon_for(lexemes: Iterable[Lexeme], language: str, patterns: tuple[Pattern, ...] = ()) -> Lexicon:
    """The lexicon for a text in `language` (BCP 47): of two lexemes for one form the later wins."""
    lexicon = Lexicon(patterns)
    for lexeme in lexemes:
        form = lexeme.grapheme
        if not form or not speaks(lexeme.language, language):
            continue
        if not (form[0].isalnum() and form[-1].isalnum()):
            lexicon.signs[form] = lexeme
        elif _TOKEN.fullmatch(form):
            lexicon.words[form] = lexeme
        else:
            same = [one for one in lexicon.phrases[_first(form)] if one.grapheme != form]
            lexicon.phrases[_first(form)] = sorted([*same, lexeme], key=lambda one: -len(one.grapheme))
    return lexicon


def speaks(tag: str, language: str) -> bool:
    """Whether something for `tag` (BCP 47; empty: any) is for a text in `language`."""
    own, wanted = tag.lower(), language.lower()
    return not own or own == wanted or own.partition("-")[0] == wanted.partition("-")[0]


def bad_phoneme(phoneme: str) -> str:
    """The first characters of `phoneme` that are not of the International Phonetic Alphabet, else empty."""
    left = _IPA.sub("", phoneme)
    return left[:10]


def _first(form: str) -> str:
    match = re.match(r"\w+", form)
    return match.group() if match else form


def _fits(grapheme: str, form: str) -> bool:
    return form == grapheme or (grapheme == grapheme.lower() and form.lower() == grapheme)


def _claim(lexeme: Lexeme, text: str, start: int, end: int) -> Claim:
    return Claim(start, end, lexeme.alias or text[start:end], lexeme.phoneme)


def _rank(claim: Claim) -> tuple[int, int]:
    return claim.start, -claim.end


def _edge(form: str) -> str:
    return r"(?<!\w)" if form[0].isalnum() else ""
