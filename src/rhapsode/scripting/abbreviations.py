"""What is written with a full stop without ending a sentence, per language."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from rhapsode.scripting.data import load_table

_NUMBERED = re.compile(r"[\d#§]|[IVXLC]+\b")
_INITIAL = re.compile(r"[^\W\d_]\.")
_NUMERAL = re.compile("[IVX]{1,6}")


class Habits(NamedTuple):
    """How a language uses the full stop."""

    bound: frozenset[str]
    """Abbreviations that need what follows (Dr., No., e.g.): never the end."""
    loose: frozenset[str]
    """Abbreviations that can end a sentence (etc., Inc., a.m.): the end where a sentence's first word follows."""
    starters: frozenset[str]
    """Words that begin sentences more often than names."""
    prepositions: frozenset[str]
    """Words that begin a phrase of time or place before a sentence."""
    numbered: frozenset[str] = frozenset()
    """Abbreviations that are words too (no, art, fig): bound only before a number."""
    ordinals: bool = False
    """Whether a number with a full stop is an ordinal (12. Juni)."""

    def opens(self, so_far: str) -> bool:
        """Whether `so_far` is too little for a sentence: a preposition and at most two more words."""
        words = so_far.split(None, 4)
        return 1 < len(words) <= 3 and words[0].lower() in self.prepositions

    def ends(self, word: str, following: str, closed: bool) -> bool:
        """Whether `word.` before `following` ends a sentence; `closed`: a quote or bracket closes after the stop."""
        key = word.lower().rstrip(".")
        if key in self.bound or (self._is_numbered(key) and _NUMBERED.match(following)):
            return False
        if key in self.loose or self._initials(word):
            return self._starts(following) and not _INITIAL.match(following)
        numeral = len(word) < 3 if word.isdigit() else _NUMERAL.fullmatch(word)
        return self._starts(following) if self.ordinals and not closed and numeral else True

    def _is_numbered(self, key: str) -> bool:
        return key in self.numbered or f"*{key[-3:]}" in self.numbered

    def knows(self, word: str) -> bool:
        """Whether `word`, without its last full stop, is an abbreviation of this language."""
        key = word.lower().rstrip(".")
        return key in self.bound or key in self.loose

    def _starts(self, following: str) -> bool:
        head = ""
        for char in following:
            if not (char.isalpha() or char in "'’"):
                break
            head += char
        return head.lower() in self.starters or head.lower().split("’")[0].split("'")[0] in self.starters

    def _initials(self, word: str) -> bool:
        parts = word.split(".")
        return all(len(part) == 1 and part.isalpha() for part in parts) and (len(parts) > 1 or word.isupper())


@cache
def habits(language: str) -> Habits:
    """The habits of the language (BCP 47); an unknown one knows initials only."""
    table = load_table("abbreviations").get(language.lower().partition("-")[0], {})
    lists = {
        name: frozenset(str(table.get(name, "")).split())
        for name in ("bound", "loose", "starters", "prepositions", "numbered")
    }
    return Habits(**lists, ordinals=bool(table.get("ordinals", False)))
