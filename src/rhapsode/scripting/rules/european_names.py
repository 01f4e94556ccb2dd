"""Roman numerals after names and words in Spanish and Italian: rulers, centuries, chapters."""

from __future__ import annotations

import re
from typing import Any

from rhapsode.scripting.european_numerals import cardinal, ordinal
from rhapsode.scripting.numerals import roman
from rhapsode.scripting.rules.rule import Rule

_SIGNS = frozenset("IVX")


def roman_rules(language: str, table: dict[str, Any]) -> tuple[Rule, ...]:
    """The rules for the Roman numerals of one language, from its table."""
    own = table["roman"]
    names, women = "|".join(own["rulers"].split()), frozenset(own["women"].split())

    def ruler(match: re.Match[str]) -> str | None:
        value = roman(match["it"])
        return ordinal(language, value, feminine=match["name"] in women) if value else None

    def number(match: re.Match[str]) -> str | None:
        value = roman(match["it"])
        return cardinal(language, value) if 0 < value < 100 else None

    def century(match: re.Match[str]) -> str | None:
        value = roman(match["it"])
        return ordinal(language, value) if language == "it" and value else number(match)

    def before(match: re.Match[str]) -> str | None:
        value = roman(match["it"])
        return ordinal(language, value, feminine=match["after"].split()[0].endswith("a")) if value else None

    numeral = r"(?P<it>[IVXL]{1,8})(?![\w'’-])"
    title = rf"\b(?:{own['titles']}) (?P<name>[A-ZÁÉÍÓÚ][a-záéíóúñ]{{2,15}}) "
    return (
        Rule("roman", rf"\b(?P<name>{names}) {numeral}", ruler, _SIGNS),
        Rule("roman", title + numeral, ruler, _SIGNS),
        Rule("roman", rf"\b(?:{own['centuries']}) {numeral}", century, _SIGNS),
        Rule("roman", rf"\b(?:{own['keywords']}) {numeral}", number, _SIGNS),
        Rule("roman", rf"(?<![\w.'’-])(?P<it>[IVX]{{1,6}})(?= (?P<after>{own['before']})\b)", before, _SIGNS),
        Rule("roman", r"\b[A-ZÁÉÍÓÚ][a-záéíóúñ]{2,15} (?P<it>[IVX]{2,7})(?![\w'’-])", number, _SIGNS),
    )
