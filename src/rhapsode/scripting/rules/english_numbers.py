"""Parts and multiples in English: fractions, thousands and millions, times."""

from __future__ import annotations

import re

from rhapsode.scripting.data import word_list
from rhapsode.scripting.numerals import cardinal, decimal, digits, fraction
from rhapsode.scripting.rules.english_codes import hundreds
from rhapsode.scripting.rules.rule import DIGITS, Rule


def _fraction(match: re.Match[str]) -> str | None:
    whole, above, below = match["whole"], int(match["above"]), int(match["below"])
    if not whole and above == below:
        return f"{cardinal(above)} {cardinal(below)}"
    if 100 < above < below < 20_000 and not whole:
        return fraction(above, below)
    if below < 2 or below > 100 or above == 0 or (not whole and above > below and below not in {2, 3, 4}):
        return None
    part = "a half" if whole and (above, below) == (1, 2) else fraction(above, below)
    if whole and above == 1 and below != 2:
        part = f"a {part.split(' ', 1)[1]}"
    return f"{cardinal(int(whole))} and {part}" if whole else part


GLYPHS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
    "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip
"""Fractions that are one character: above and below the line."""

_NO_NOUNS = frozenset(word_list("of and or to the a an is was are were in as at on full empty way way more less"))


def half_of(noun: str) -> str:
    """ "half an" before a vowel's sound."""
    return "half an" if noun[0] in "aeio" or noun.startswith("hour") else "half a"


def _glyph(match: re.Match[str]) -> str:
    above, below = GLYPHS[match[2]]
    if match[1]:
        part = fraction(above, below)
        return f"{cardinal(int(match[1]))} and {'a ' + part.split(' ', 1)[1] if above == 1 else part}"
    noun = match[3] or ""
    if (above, below) == (1, 2) and noun and noun not in _NO_NOUNS:
        return half_of(noun)
    return fraction(above, below)


_SCALE = {"K": "thousand", "k": "thousand", "M": "million", "B": "billion", "bn": "billion", "T": "trillion"}


_RACES = frozenset(word_list("run runs race races walk resolution video tv display monitor screen in"))
_ARTICLES = (
    "a|an|the|my|his|her|their|our|your|this|that|first|another|charity|annual|local|ran|run|runs|running|race|raced"
)


def _scaled(match: re.Match[str]) -> str | None:
    """5M users; the letter stays one in a 5K run, a 4K screen, and at 221B."""
    number, scale, after = match["number"], match["scale"], (match["after"] or "").lower()
    many = len(after) > 3 and after.endswith("s") and not after.endswith("ss")
    amount = many or "." in number or after in {"people", "of", "in", "men", "women", "worldwide"}
    if scale in "Kk" and (number in {"2", "4", "8"} or after in _RACES or (match["a"] and not many)):
        return f"{decimal(number)} K"
    if scale == "B" and not amount:
        return f"{hundreds(number)} B" if number.isdigit() else None
    return f"{decimal(number)} {_SCALE[scale]}"


def _times(match: re.Match[str]) -> str:
    return f"{decimal(match[1])} times"


PARTS: tuple[Rule, ...] = (
    Rule(
        "fractions",
        r"(?<![\w.,:/–-])(?:(?P<whole>\d{1,4})[ -])?(?P<above>\d{1,5})[/⁄](?P<below>\d{1,5})(?:[Tt][Hh]s?|[rn]ds?)?(?![\w%]|[/⁄]|\.\d)",
        _fraction,
        DIGITS,
        frozenset("/⁄"),
    ),
    Rule(
        "fractions",
        r"(?<![\w.,:/–-])(?:(\d{1,4})\s?)?([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒])(?=(?: ([a-z]{1,20}))?)",
        _glyph,
        frozenset("½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"),
    ),
    Rule(
        "numbers",
        rf"(?:\b(?P<a>(?i:{_ARTICLES})) )?(?<![\w.,:/–-])(?P<it>(?P<number>\d{{1,4}}(?:\.\d{{1,3}})?)(?P<scale>K|k|M|B|bn|T))"
        r"(?![\w/&'’-]|\.\w)(?=(?: (?P<after>[A-Za-z]+))?)",
        _scaled,
        DIGITS,
        frozenset("KkMBbT"),
    ),
    Rule(
        "numbers",
        r"(?<![\w.,:/–-])(\d{1,4}(?:\.\d{1,3})?)[x×](?= (?:[a-z]+er|more|as|the|less|better|worse|increase|speed|growth|improvement|return)\b)",
        _times,
        DIGITS,
        frozenset("x×"),
    ),
)
"""After money and units, before ranges."""

NUMBERS: tuple[Rule, ...] = (
    Rule("numbers", r"(?<![\w.,/–-])\.(\d{1,12})(?![\w]|\.\d)", lambda m: f"point {digits(m[1])}", DIGITS),
    Rule(
        "numbers",
        r"(?<![\w.,/-])\d{1,3}(?:,\d{3}){5,11}(?![\w]|[.,]\d)",
        lambda m: cardinal(int(m.group().replace(",", ""))),
        DIGITS,
    ),
)
"""In order, after money and units."""
