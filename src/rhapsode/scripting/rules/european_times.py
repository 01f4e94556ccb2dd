"""Clock times, durations, scores and verses in German, French, Spanish and Italian."""

from __future__ import annotations

import re
from typing import Any

from rhapsode.scripting.european_numerals import cardinal
from rhapsode.scripting.rules.rule import DIGITS, Rule

_HOUR = r"(?:[01]?\d|2[0-4])"
_EDGE = r"(?<![\w.,:/-])"
_END = r"(?![\w:]|[.,]\d)"
_COLON, _MARKS, _STOP = frozenset(":"), frozenset(":h"), frozenset(".")


class Clock:
    """Says the times of one language as its table has them."""

    def __init__(self, language: str, table: dict[str, Any]) -> None:
        self.language = language
        self.table: dict[str, str] = table["clock"]
        self.to = table["words"]["range"]

    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order: the longest first."""
        first = rf"(?P<hour>{_HOUR})(?:(?::|\s?h\s?)(?P<minute>[0-5]\d)|\s?h(?=\s?[-–—]))"
        last = rf"(?P<hour2>{_HOUR})(?:(?::|\s?h\s?)(?P<minute2>[0-5]\d)|\s?h(?!\w))"
        clock, dotted = (rf"(?P<hour>{_HOUR})(?:{sign})(?P<minute>[0-5]\d)" for sign in (r":|\s?h\s?", r"\."))
        word = rf"(?P<word>\s(?:{self.table['words']})(?!\w))"
        pair = r"(?P<it>(\d{1,3}):(\d{1,5}))(?![\w:]|[.,]\d)"
        return (
            Rule("numbers", rf"\b(?:{self.table['ratios']}) {pair}", self.score, _COLON),
            Rule("numbers", rf"\b(?:{self.table['books']}) {pair}", lambda match: f"{match[2]}, {match[3]}", _COLON),
            Rule("times", rf"{_EDGE}(\d\d?):([0-5]\d):([0-5]\d){_END}", self.duration, _COLON),
            Rule("times", rf"{_EDGE}{first}\s?[-–—]\s?{last}{_END}{word}?", self.span, DIGITS, _MARKS),
            Rule("times", rf"{_EDGE}{clock}{_END}{word}?", self.time, DIGITS, _MARKS),
            Rule("times", rf"{_EDGE}{dotted}{word}", self.time, DIGITS, _STOP),
            Rule("times", rf"\b(?:{self.table['before']}) (?P<it>{dotted}(?P<word>)){_END}", self.time, DIGITS, _STOP),
            Rule("numbers", rf"{_EDGE}(?P<it>([1-9]\d{{0,2}}):(\d{{1,3}})){_END}", self.score, _COLON),
        )

    def time(self, match: re.Match[str]) -> str:
        """`14:30`."""
        return self._said(match["hour"], match["minute"], named=bool(match["word"]))

    def span(self, match: re.Match[str]) -> str:
        """`9:00–17:30`."""
        first, last = self._said(match["hour"], match["minute"]), self._said(match["hour2"], match["minute2"])
        return f"{first} {self.to} {last}"

    def duration(self, match: re.Match[str]) -> str:
        """`2:01:09`: hours, minutes and seconds."""
        names = [name.split("/") for name in self.table["duration"].split(", ")]
        numbers = [int(number) for number in match.groups()]
        parts = [one if n == 1 else f"{n} {some}" for n, (one, some) in zip(numbers, names, strict=True) if n]
        return " ".join(parts) or f"0 {names[-1][-1]}"

    def score(self, match: re.Match[str]) -> str:
        """`3:2`, of a game or of a mixture."""
        return f"{int(match[2])} {self.table['ratio']} {int(match[3])}"

    def _said(self, hour: str, minute: str | None, *, named: bool = False) -> str:
        number, minutes = int(hour), int(minute or 0)
        form = "hours" if named and not minutes and number != 1 else {0: "none", 1: "one"}.get(number, "many")
        said = self.table.get(form, self.table["many"]).format(
            hour=cardinal(self.language, number, feminine=self.language != "it")
        )
        if not minutes:
            return said
        return f"{said}{self.table['joint']}{cardinal(self.language, minutes, feminine=self.language == 'fr')}"
