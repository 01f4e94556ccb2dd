"""Names and borrowed words that voices are known to say wrongly: Chopin, Foucault, nginx, bruschetta."""

from __future__ import annotations

import re
from functools import cache

from rhapsode.model import Lexeme
from rhapsode.scripting.data import rows
from rhapsode.scripting.lexicon import Lexicon, lexicon_for
from rhapsode.scripting.normalize import Claim

LEAST_IN_CAPITALS = 4
"""Letters of a name that is known in capitals too, as headings have it; shorter ones may stand for something else."""
_WORD = re.compile(r"\w+")


def name_claims(text: str) -> list[Claim]:
    """The known names of the English `text` with their phonemes, ascending, not overlapping; linear in its length."""
    if _beginnings().isdisjoint(_WORD.findall(text.lower())):
        return []  # as in most sentences, and a tenth of the time
    return _known().claims(text)


@cache
def _known() -> Lexicon:
    names = rows("names")
    capitals = [(word.upper(), ipa) for word, ipa in names if len(word) >= LEAST_IN_CAPITALS and not word.islower()]
    return lexicon_for((Lexeme(word, phoneme=ipa) for word, ipa in [*capitals, *names]), "en")


@cache
def _beginnings() -> frozenset[str]:
    """The first letters or digits in a row of each, in lower case."""
    return frozenset(_WORD.findall(word.lower())[0] for word in _known().words)
