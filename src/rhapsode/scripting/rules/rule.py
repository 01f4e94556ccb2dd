"""What a normalising rule is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

DIGITS = frozenset("0123456789")
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
    """The rules of a language in order; `wordy` are those of them for a text without digits, as most sentences are."""

    wordy: tuple[Rule, ...]

    def __new__(cls, rules: Iterable[Rule]) -> Table:
        """The table of `rules`."""
        table = super().__new__(cls, rules)
        table.wordy = tuple(rule for rule in table if rule.needs != DIGITS)
        return table


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """`pattern`, compiled once."""
    return re.compile(pattern)
