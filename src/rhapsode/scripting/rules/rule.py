"""What a normalising rule is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

DIGITS = frozenset("0123456789")
BEYOND_ASCII = "\x80"
"""Among what a rule `needs`: any character that is not ASCII."""
TAKEN = "\ue000"
"""Stands for characters that an earlier rule has claimed; cleaning has removed it from every text."""


class Rule(NamedTuple):
    """One pattern of one language: what a good reader says where `pattern` is written.

    Rules are tried in the order of their table and the first to claim a character keeps it, so special ones stand
    before general ones. Every repetition in a pattern is bounded or cannot be entered again from inside, so that each
    is linear on hostile strings.
    """

    kind: str
    """The class that `--no-normalize`, a style or an engine's `handles` turns off."""
    pattern: str
    """Regular expression, compiled at first use. A group named `it` is what is said otherwise, the rest only context."""
    say: Callable[[re.Match[str]], str | None] | str
    """What to say; None leaves the match as it is written."""
    needs: frozenset[str] = frozenset()
    """Characters of which one must be in the text for the pattern to be tried; empty: always."""
    also: frozenset[str] = frozenset()
    """The same again: one of these must be there too."""
    holds: tuple[str, ...] = ()
    """Strings of which one is in all that the pattern finds: looking for them takes a tenth of the time."""

    def signs(self) -> Iterator[frozenset[str]]:
        """Of `needs` and `also` those that hold no letter."""
        yield from (needed for needed in (self.needs, self.also) if needed and not any(map(str.isalpha, needed)))

    def finds(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Each `(start, end, spoken)` in `text`, ascending, where something else is said than is written."""
        pattern = compiled(self.pattern)
        group = "it" if "it" in pattern.groupindex else 0
        for match in pattern.finditer(text):
            start, end = match.span(group)
            spoken = self.say if isinstance(self.say, str) else self.say(match)
            if spoken is not None and spoken != text[start:end]:
                yield start, end, spoken


class Table(tuple[Rule, ...]):
    """The rules of a language in order, with an index of them by the signs that wake them.

    Of letters most texts have most, so a rule that needs some is woken by all its other characters alone.
    """

    signs: frozenset[str]
    """Every sign that some rule needs, but for the digits: where there is one, all count as there."""
    woken: dict[frozenset[str], tuple[Rule, ...]]
    """What `for_text` has found out so far, by the signs in a text."""

    def __new__(cls, rules: Iterable[Rule]) -> Table:
        """The table of `rules`."""
        table = super().__new__(cls, rules)
        table.signs = frozenset().union(*(signs for rule in table for signs in rule.signs())) - DIGITS
        table.woken = {}
        return table

    def for_text(self, text: str) -> Iterator[Rule]:
        """Those rules, in order, whose needed characters `text` has."""
        present = frozenset(text)
        here = self.signs & present
        if not DIGITS.isdisjoint(present):
            here |= DIGITS
        if not text.isascii():
            here |= {BEYOND_ASCII}
            present |= here
        if here not in self.woken:
            self.woken[here] = tuple(rule for rule in self if all(not signs.isdisjoint(here) for signs in rule.signs()))
        for rule in self.woken[here]:
            if (rule.needs and rule.needs.isdisjoint(present)) or (rule.also and rule.also.isdisjoint(present)):
                continue
            if not rule.holds or any(part in text for part in rule.holds):
                yield rule


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """`pattern`, compiled once."""
    return re.compile(pattern)
