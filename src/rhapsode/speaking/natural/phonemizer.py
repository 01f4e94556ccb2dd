"""English text to the letters that the natural voices read, with the place of each word.

hibari's own tokenizer, tagger, lexicon and its model for unknown words do the work; its normaliser does not, since the
script is normalised already and keeps account of every word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from rhapsode.errors import CannotSay
from rhapsode.model import Mark
from rhapsode.speaking.natural import hibari_package, misaki
from rhapsode.speaking.natural.latin_text import composed, foreign

LONGEST_WORD = 24
"""Letters that the model for unknown words takes at once; it drops the rest."""
OPENING, CLOSING = "``", "''"
"""The tags of quotation marks, and the second also the one that the tagger knows."""
POSSESSIVE = ("'s", "’s")
WORDS_KEPT = 20_000
"""Unknown words whose letters are remembered: names come again and again."""
_QUOTES = {**dict.fromkeys('"“”‘', CLOSING), "'": "'", "’": "'"}
"""What is given to the tagger instead; a straight single one may be a possessive."""
_BEFORE_QUOTES = frozenset("(—")
_SWALLOWED = re.compile("(?<=s)(?=[tpk][ˈˌ]?[iAju])")


class Word(NamedTuple):
    """A word of the text and where its letters begin."""

    start: int
    """First character in the text, from 0."""
    end: int
    """One past its last."""
    letter: int
    """Its first letter among those of the phrase."""


class Phrase(NamedTuple):
    """A text as the voice reads it."""

    letters: str
    """Misaki's letters, punctuation and spaces, all of them in the model's vocabulary."""
    words: tuple[Word, ...]
    """In order."""


class Phonemizer:
    """One accent's tables and models, loaded at once."""

    def __init__(self, *, british: bool = False) -> None:
        self._british = british
        module = hibari_package.module("g2p")
        self._punctuation: frozenset[str] = module.PUNCT_TAGS
        self._token: Any = hibari_package.module("g2p.token").Tok
        self._g2p = module.G2P(british=british, oov=_Unknown(british))
        self.vocabulary: dict[str, int] = module._load_json("vocab.json")
        self._sounded = self.vocabulary.keys() - {*'"“”'}
        """All but quotation marks: an opening one is heard as a consonant ("that Never" for "the “Never")."""

    def __call__(self, text: str, marks: Sequence[Mark] = ()) -> Phrase:
        """The letters of `text`; a stretch under a `phonemes` mark as the mark has it, where its IPA can be said.

        Raises CannotSay, naming the words that have no letters.
        """
        whole, origins = composed(text)
        said = list(self._said(whole, origins, marks))
        _refuse(foreign(whole, said), "letters")
        try:
            tokens = self._g2p.phonemize_tokens(self._replaced(self._tokens(whole), whole, said))
        except Exception as fault:  # a table or model of another project, asked for something nobody tried
            raise CannotSay(f"hibari cannot pronounce it ({type(fault).__name__}: {fault})") from fault
        return self._phrase(whole, origins, tokens)

    def _tokens(self, text: str) -> list[Any]:
        """hibari's tokens; what its tagger takes for punctuation would be silent, even with digits in it (`-5`).

        The tagger has learned two quotation marks. It takes any other for a word, and the word beside it, one with it
        then, would not be found in the lexicon.
        """
        pairs = self._g2p.tokenizer(text)
        tags = self._g2p.tagger([_QUOTES.get(word, word) for word, _ in pairs]) if pairs else []
        tokens = [self._token(word, tag, space) for (word, space), tag in zip(pairs, tags, strict=True)]
        opens = True
        for token in tokens:
            if token.text in _QUOTES and token.tag != "POS":
                token.tag = OPENING if opens and not token.whitespace else CLOSING
            elif token.tag in self._punctuation and any(c.isalnum() for c in token.text):
                token.tag = "CD" if any(c.isdigit() for c in token.text) else "NN"
            opens = bool(token.whitespace) or token.text in _BEFORE_QUOTES or token.tag == OPENING
        return tokens

    def _said(self, text: str, origins: Sequence[int], marks: Sequence[Mark]) -> Iterator[tuple[int, int, str]]:
        """Start, end and letters of each stretch under a `phonemes` mark that can be said, a possessive s included."""
        places = {origin: place for place, origin in reversed(list(enumerate(origins)))}
        for mark in marks:
            letters = misaki.letters(mark.value, british=self._british) if mark.kind == "phonemes" else None
            if letters is None or not {mark.start, mark.end} <= places.keys():
                continue
            start, end = places[mark.start], places[mark.end]
            owned = text[end : end + 2] in POSSESSIVE
            yield start, end + 2 * owned, self._g2p.lexicon._s(letters) if owned else letters

    def _replaced(self, tokens: list[Any], text: str, said: Sequence[tuple[int, int, str]]) -> list[Any]:
        """`tokens` with those under `said` made one of its letters; what a token has beyond them stays beside it."""
        if not said:
            return tokens
        placed = list(_placed(tokens, text))
        for start, end, sounds in said:
            under = [n for n, (a, b, _) in enumerate(placed) if a < end and b > start]
            if not under:
                continue
            (first, _, before), (_, last, after) = placed[under[0]], placed[under[-1]]
            made = [(start, end, self._token(text[start:end], before.tag, "", phonemes=sounds, rating=5))]
            if first < start:
                made.insert(0, (first, start, self._token(text[first:start], before.tag, "")))
            if last > end:
                made.append((end, last, self._token(text[end:last], after.tag, "")))
            made[-1][2].whitespace = after.whitespace
            placed[under[0] : under[-1] + 1] = made
        return [token for _, _, token in placed]

    def _phrase(self, text: str, origins: Sequence[int], tokens: list[Any]) -> Phrase:
        letters: list[str] = []
        count, words, mute = 0, [], []
        for start, end, token in _placed(tokens, text):
            sounds = _apart(token.text, "".join(c for c in token.phonemes or "" if c in self._sounded))
            if any(c.isalnum() for c in token.text):
                if any(c.isalpha() for c in sounds):
                    words.append(Word(origins[start], max(origins[end], origins[start] + 1), count))
                else:
                    mute.append(token.text)
            sounds += " " if token.whitespace else ""
            letters.append(sounds)
            count += len(sounds)
        _refuse(mute, "words")
        return Phrase("".join(letters).rstrip(), tuple(words))


class _Unknown:
    """hibari's model for words that the lexicon lacks: loaded at the first, asked once for each, in parts if long."""

    def __init__(self, british: bool) -> None:
        self._british = british
        self._known: dict[str, str] = {}
        self._ask: Callable[[str], str | None] | None = None

    def __call__(self, word: str) -> str:
        if word not in self._known:
            if len(self._known) >= WORDS_KEPT:
                self._known.clear()
            self._known[word] = "".join(self._letters(part) for part in _parts(word))
        return self._known[word]

    def _letters(self, part: str) -> str:
        if self._ask is None:
            module = hibari_package.module("g2p.oov")
            self._ask = module.OOV(str(hibari_package.assets() / ("oov_gb.onnx" if self._british else "oov.onnx")))
        return self._ask(part) or ""


def _refuse(words: Sequence[str], what: str) -> None:
    if words:
        shown = ", ".join(words[:3]) + (", ..." if len(words) > 3 else "")
        raise CannotSay(f"the natural voice cannot read the {what} of {shown}")


def _placed(tokens: Sequence[Any], text: str) -> Iterator[tuple[int, int, Any]]:
    """Each token with its first and one past its last character in `text`."""
    place = 0
    for token in tokens:
        start = text.find(token.text, place)
        if start < 0:  # a text that the tokenizer changed: it stands where the last one ended
            start = place
        place = min(start + len(token.text), len(text))
        yield start, place, token


def _apart(word: str, sounds: str) -> str:
    """`sounds`, and if they spell `word` out a space after an s that would swallow the breath of a t: OST is no OSD."""
    letters = word.removesuffix("s").rstrip("'’")
    if not letters.isupper() or sum(sound in misaki.VOWELS for sound in sounds) != len(letters):
        return sounds
    return _SWALLOWED.sub(" ", sounds)


def _parts(word: str) -> list[str]:
    """`word` in parts of at most LONGEST_WORD letters, about equally long."""
    count = -(-len(word) // LONGEST_WORD)
    cuts = [len(word) * n // count for n in range(count + 1)]
    return [word[start:end] for start, end in pairwise(cuts)]
