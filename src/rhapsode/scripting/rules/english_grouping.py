"""Numbers grouped as other lands write them, for English: 1.234.567, 10'000, 1 234 567, 12,34,567."""

from __future__ import annotations

import re

from rhapsode.scripting.numerals import cardinal, digits
from rhapsode.scripting.rules.rule import DIGITS, Rule

_START = r"(?<![\w.,:/'’$€£₹-])"
_END = r"(?![\w'’]|[.,]\d)"
_MANY = r"(?P<many> (?:million|billion|trillion))?"


def _plain(match: re.Match[str]) -> str:
    whole = cardinal(int(re.sub(r"\D", "", match["whole"])))
    return f"{whole} point {digits(match['part'])}" if match["part"] else whole


def indian(text: str) -> str:
    """12,34,567 as "twelve lakh thirty four thousand five hundred sixty seven"."""
    number = int(text.replace(",", ""))
    crores, rest = divmod(number, 10_000_000)
    lakhs, rest = divmod(rest, 100_000)
    parts = [f"{cardinal(crores)} crore"] if crores else []
    parts += [f"{cardinal(lakhs)} lakh"] if lakhs else []
    parts += [cardinal(rest)] if rest or not parts else []
    return " ".join(parts)


def _indian(match: re.Match[str]) -> str:
    return f"{indian(match[1])} point {digits(match[2])}" if match[2] else indian(match[1])


GROUPS: tuple[Rule, ...] = (
    Rule(
        "numbers",
        r"(?<![\w.,:/$€£₹-])(\d{1,3}),(\d{1,2})(?=\s?(?:km|kg|cm|mm|m|g|mg|l|L|ml|ha|MW|kW|kWh|GB|MB|°C|°|%|€|EUR)(?![\w²³]))",
        lambda m: f"{m[1]}.{m[2]}",
        DIGITS,
        frozenset(","),
    ),
    Rule(
        "numbers",
        rf"{_START}(?P<whole>[1-9]\d{{0,2}}(?:\.\d{{3}}){{2,5}})(?:,(?P<part>\d{{1,6}}))?{_END}",
        _plain,
        DIGITS,
    ),
    Rule("numbers", rf"{_START}(?P<whole>[1-9]\d{{0,2}}\.\d{{3}}),(?P<part>\d{{1,2}}){_END}", _plain, DIGITS),
    Rule(
        "numbers",
        rf"{_START}(?P<whole>[1-9]\d{{0,2}}(?:['’]\d{{3}}){{1,5}})(?:\.(?P<part>\d{{1,6}}))?{_END}",
        _plain,
        DIGITS,
        frozenset("'’"),
    ),
    Rule(
        "numbers",
        rf"{_START}(?<!\d )(?P<whole>[1-9]\d{{0,2}}(?: \d{{3}}){{2,5}})(?:[.,](?P<part>\d{{1,6}}))?(?! ?\d){_END}",
        _plain,
        DIGITS,
        frozenset(" "),
    ),
    Rule(
        "numbers",
        rf"{_START}(?P<whole>[1-9]\d{{0,2}}(?:[\u202f\u2009\u00a0]\d{{3}}){{1,5}})(?:[.,](?P<part>\d{{1,6}}))?{_END}",
        _plain,
        DIGITS,
    ),
    Rule(
        "numbers",
        rf"{_START}(\d{{1,2}}(?:,\d\d){{1,4}},\d{{3}})(?:\.(\d{{1,4}}))?{_END}",
        _indian,
        DIGITS,
        frozenset(","),
    ),
)
"""After money and measures, before versions and ranges."""
