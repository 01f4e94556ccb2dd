"""How the words of a track are said, where the recogniser's dictionary cannot tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from rhapsode.errors import RhapsodeError
from rhapsode.model import Lexeme
from rhapsode.verifying.arpabet import arpabet
from rhapsode.verifying.spoken_words import spoken_words

Ways = dict[str, tuple[tuple[str, ...], ...]]
Pronounce = Callable[[Sequence[str]], Sequence[str]]
"""IPA of each of some words. Raises RhapsodeError where it cannot tell."""


def ways_to_say(words: Iterable[str], pronouncers: Iterable[Pronounce], lexicon: Iterable[Lexeme] = ()) -> Ways:
    """Phones for each of `words` that the dictionary lacks, as `pronouncers` say it; also those that `lexicon` gives.

    A word all in capitals, or without a vowel, may be said as a word, too, or letter by letter. What nobody can
    pronounce is left out.
    """
    known = dictionary()
    wanted = sorted({word for word in words if word not in known or _may_be_letters(word)})
    said: dict[str, list[tuple[str, ...]]] = {word: [] for word in wanted}
    for ask in pronouncers if wanted else ():
        with suppress(RhapsodeError):  # words that nobody can tell of go unproven, and the report names them
            for word, ipa in zip(wanted, ask(wanted), strict=True):
                said[word].append(arpabet(ipa))
    for word in wanted:
        if _may_be_letters(word):
            said[word] += [known.get(word.lower(), ()), _spelled(word.upper(), known)]
    for lexeme in lexicon:
        if lexeme.phoneme and len(one := spoken_words(lexeme.grapheme)) == 1:
            said.setdefault(one[0], []).append(arpabet(lexeme.phoneme))
    return {word: tuple(way for way in dict.fromkeys(ways) if way) for word, ways in said.items() if any(ways)}


def _may_be_letters(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and (word.isupper() or not set(word) & set("aeiouy"))


def _spelled(word: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    letters = [("EY",) if letter == "A" else known.get(letter.lower(), ()) for letter in word if letter.isalpha()]
    return tuple(phone for letter in letters for phone in letter)


@cache
def dictionary() -> Mapping[str, tuple[str, ...]]:
    """The first pronunciation of each word in pocketsphinx's own dictionary."""
    from pocketsphinx import get_model_path

    found: dict[str, tuple[str, ...]] = {}
    for line in Path(get_model_path("en-us"), "cmudict-en-us.dict").read_text("utf-8").splitlines():
        word, *phones = line.split()
        if not word.endswith(")"):
            found[word] = tuple(phones)
    return found
