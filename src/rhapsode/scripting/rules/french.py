"""The rules of French, in order."""

from __future__ import annotations

import re

from rhapsode.scripting.numerals import roman
from rhapsode.scripting.rules.european import Speaker
from rhapsode.scripting.rules.rule import DIGITS, Rule

_ORDINALS = [
    "_",
    "premier",
    "deuxième",
    "troisième",
    "quatrième",
    "cinquième",
    "sixième",
    "septième",
    "huitième",
    "neuvième",
    "dixième",
    "onzième",
    "douzième",
    "treizième",
    "quatorzième",
    "quinzième",
    "seizième",
    "dix-septième",
    "dix-huitième",
    "dix-neuvième",
    "vingtième",
    "vingt-et-unième",
    "vingt-deuxième",
    "vingt-troisième",
    "vingt-quatrième",
    "vingt-cinquième",
    "vingt-sixième",
    "vingt-septième",
    "vingt-huitième",
    "vingt-neuvième",
    "trentième",
]


def _ordinal(match: re.Match[str]) -> str | None:
    written = match[1]
    number = int(written) if written.isdigit() else roman(written)
    if not 0 < number < len(_ORDINALS) or (number > 1 and match[2][0] in "er" and match[2][1:2] in ("r", "e")):
        return None
    if number == 1 and match[2] in {"re", "ère"}:
        return "première"
    return _ORDINALS[number] + ("s" if match[2].endswith("s") and number > 1 else "")


def _ruler(match: re.Match[str]) -> str | None:
    value = roman(match["it"])
    return str(value) if value > 1 else None


_SINGLE = "Charles|Henri|Philippe|Georges|Pie|Léon|Paul|Sixte|Édouard|Alphonse|Ferdinand|Clément|Frédéric|Christian|Gustave|Mohammed|Grégoire|Louis|Innocent"

RULES: tuple[Rule, ...] = (
    Rule("abbreviations", r"(?<=[IVX\d]e )s\.(?!\w)", "siècle", frozenset(".")),
    Rule(
        "numbers",
        r"(?<![\w.,-])(\d{1,2}|[IVX]{1,6})(ers?|res?|ère|i?èmes?|es?|nde?|ᵉʳ|ᵉ)(?![\w])",
        _ordinal,
        frozenset("er"),
    ),
    Rule("roman", r"\b[A-ZÉ][a-zà-öø-ÿ]{2,15} (?P<it>[IVX]{2,7})(?![\w'’-])", _ruler, frozenset("IVX")),
    Rule(
        "roman",
        r"\b(?:[Cc]hap\.|[Cc]hapitre|[Pp]artie|[Tt]ome|[Aa]cte|[Ss]cène|[Ll]ivre|[Aa]rticle|[Aa]rt\.|[Vv]ol\.|[Tt]\.) (?P<it>[IVXLC]{1,8})(?![\w'’-])",
        lambda m: str(roman(m["it"]) or m["it"]),
        frozenset("IVXLC"),
    ),
    Rule("roman", rf"\b(?:{_SINGLE}) (?P<it>[VX])(?![\w'’-])", _ruler, frozenset("VX")),
    Rule("abbreviations", r"\b[Nn]os (?=\d)", "numéros ", DIGITS),
    Rule("roman", r"\b[A-ZÉ][a-zéèêïîô]{2,15} (?P<it>Ier)(?!\w)", "premier", frozenset("I")),
    Rule("abbreviations", r"\b[Tt]\.(?= \ue000)", "tome", frozenset("IVXLC")),
    Rule("units", r"\d ?h ?\d{1,2} ?(?P<it>min)\b", "minutes", DIGITS, holds=("min",)),
    *Speaker("fr", "french").rules(),
)
"""In order."""
