"""What is written with a full stop without ending a sentence, per language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rhapsode.scripting.data import load_table


@dataclass(frozen=True, slots=True)
class Habits:
    """How a language uses the full stop."""

    bound: frozenset[str]
    """Abbreviations that need what follows (Dr., No., e.g.): never the end."""
    loose: frozenset[str]
    """Abbreviations that can end a sentence (etc., Inc., a.m.): the end where a sentence's first word follows."""
    starters: frozenset[str]
    """Words that begin sentences more often than names."""
    ordinals: bool = False
    """Whether a number with a full stop is an ordinal (12. Juni)."""

    def ends(self, word: str, following: str, closed: bool, at_start: bool) -> bool:
        """Whether `word.` before `following` ends a sentence; `closed`: a quote or bracket closes after the stop."""
        key = word.lower().rstrip(".")
        if key in self.bound:
            return False
        starts = self._starts(following)
        if key in self.loose or self._initials(word):
            return starts
        if word.isdigit() and (at_start or (self.ordinals and not closed and len(word) < 3)):
            return starts and not at_start
        return True

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
    lists = {name: frozenset(str(table.get(name, "")).split()) for name in ("bound", "loose", "starters")}
    return Habits(**lists, ordinals=bool(table.get("ordinals", False)))
