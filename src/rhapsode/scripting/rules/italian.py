"""The rules of Italian, in order."""

from __future__ import annotations

import re

from rhapsode.scripting.data import load_table
from rhapsode.scripting.european_numerals import ordinal
from rhapsode.scripting.rules.european import Speaker
from rhapsode.scripting.rules.european_names import roman_rules
from rhapsode.scripting.rules.rule import DIGITS, Rule

_ORDINALS = ["_", "primo", "secondo", "terzo", "quarto", "quinto", "sesto", "settimo", "ottavo", "nono", "decimo"]

_MONTHS = "|".join(load_table("italian")["months"].split())


def _raised(match: re.Match[str]) -> str:
    return ordinal("it", int(match[1]), feminine=match.group().endswith("ª"))


RULES: tuple[Rule, ...] = (
    Rule("numbers", r"(?<![\w.,-])([1-9]|10)°(?= [a-z])", lambda m: _ORDINALS[int(m[1])], DIGITS),
    Rule(
        "numbers",
        r"\b(?:(?:il|lo|la|un|una|del|della|al|alla|nel|nella|dal|dalla) |(?:l|un|dell|all|nell|dall)['’])(?P<it>([1-9]\d?)°)(?= [a-z])",
        lambda match: ordinal("it", int(match[2]), feminine=False),
        frozenset("°"),
    ),
    *(
        Rule("abbreviations", rf"\bS\. ?(?=(?:{names.replace(' ', '|')})\b)", said, holds=("S.",))
        for said, names in load_table("italian")["saints"].items()
    ),
    Rule("numbers", r"(?<![\w.,-])([1-9]\d?)[ºª](?!\w)", _raised, frozenset("ºª")),
    Rule("dates", rf"(?<![\w.,/-])1[°º]?(?= (?:{_MONTHS})\b)", "primo", DIGITS),
    *Speaker("it", "italian").rules(),
    *roman_rules("it", load_table("italian")),
)
"""In order."""
