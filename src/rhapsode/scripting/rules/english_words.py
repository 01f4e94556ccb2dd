"""Abbreviations, Roman numerals, signs and words of two sounds in English."""

from __future__ import annotations

import re
from functools import cache

from rhapsode.scripting.data import load_table, word_list
from rhapsode.scripting.numerals import cardinal, ordinal, roman, year
from rhapsode.scripting.rules.english_science import letters
from rhapsode.scripting.rules.rule import BEYOND_ASCII, TAKEN, Rule


def _table(name: str) -> dict[str, str]:
    found: dict[str, str] = load_table("english")["abbreviations"][name]
    return found


@cache
def _list(table: str, name: str) -> frozenset[str]:
    return frozenset(load_table("english")[table][name].split())


def _word_before(match: re.Match[str]) -> str:
    """The word before a match, where only a space stands between; with its comma, if it has one."""
    before = match.string[max(match.start() - 24, 0) : match.start()]
    return before.split()[-1] if before.endswith(" ") and before.strip() else ""


@cache
def _abbreviated() -> frozenset[str]:
    """All that `_abbreviation` may say otherwise: most words with a full stop just end their sentence."""
    return frozenset().union(*map(_table, ("number", "name", "place", "day", "any")))


def _abbreviation(match: re.Match[str]) -> str | None:
    word = match["it"][:-1]
    if word not in _abbreviated():
        return None
    before, following = _word_before(match), match["after"] or ""
    if (following[:1].isdigit() or following.startswith(TAKEN)) and word in _table("number"):
        return _table("number")[word]
    if following[:1].isupper() and word in _table("name"):
        return _table("name")[word]
    named = before == "&" or (
        before[-1:].isalnum() and (before[0].isupper() or before[-2:] in {"st", "nd", "rd", "th"})
    )
    if named and word in _table("place"):
        return _table("place")[word]
    before_day = before.lower() in {"on", "every", "last", "next", "this", "until", "by", "from", "to"}
    if word in _table("day") and (before_day or (following and not following[0].isupper())):
        return _table("day")[word]
    said = _table("any").get(word)
    return f"{said}." if word == "etc" and following[:1].isupper() else said


def _bare(match: re.Match[str]) -> str | None:
    return _table("bare").get(match.group()) or _table("bare").get(match.group().lower())


_LETTERS = frozenset({"CD", "DC", "MC", "MD", "CC", "MM", "MI", "DI", "DL", "CL", "CM", "MV", "CV", "CI", "DIV", "MIX"})
"""Numerals in form that are letters in fact."""


def _after_keyword(match: re.Match[str]) -> str | None:
    keyword, numeral = match[1], match["it"]
    letter = len(numeral) == 1 and not (numeral in "IVX" and keyword[0].isupper())
    if letter or numeral in _LETTERS or keyword.lower() not in _list("roman", "keywords"):
        return None
    value = roman(numeral)
    return cardinal(value) if value else None


def _after_name(match: re.Match[str]) -> str | None:
    value = roman(match["it"])
    if not value:
        return None
    return f"the {ordinal(value)}" if match[1].lower() in _list("roman", "rulers") else cardinal(value)


_BEFORE_RULERS = frozenset(
    word_list(
        "king queen pope emperor empress tsar czar sultan prince duke kaiser shah saint st pharaoh of by after under"
        " before when until since from and as with between against king's to"
    )
)
_AFTER_RULERS = frozenset(
    word_list(
        "was of died became ruled reigned and ascended succeeded who in built married abdicated founded ordered"
        " granted at is had himself herself to made took came on by"
    )
)


def _first(match: re.Match[str]) -> str | None:
    """Elizabeth I, but not "John I know": a ruler's name, and around it what stands around rulers."""
    found = re.search(r"(?:\b([A-Za-z]+) )?\b([A-Z][a-z]+)$", match.string[max(match.start() - 40, 0) : match.start()])
    if not found:
        return None
    name, before, after = found[2], (found[1] or "").lower(), match["after"]
    if name.lower() not in _list("roman", "rulers") or (after and after not in _AFTER_RULERS):
        return None
    if match.string.startswith(".", match.end()) and before not in _BEFORE_RULERS:
        return None
    return "the first" if not before or before in _BEFORE_RULERS or after in {"of", "reigned", "died"} else None


def _roman_year(match: re.Match[str]) -> str | None:
    value = roman(match.group())
    return year(value) if value else None


def _alone(match: re.Match[str]) -> str | None:
    value = roman(match["it"])
    return cardinal(value) if value else None


def _century(match: re.Match[str]) -> str | None:
    value = roman(match["it"])
    return ordinal(value) if value else None


ABBREVIATIONS: tuple[Rule, ...] = (
    Rule(
        "abbreviations",
        r"(?<![\w/&])(?:w/o|w/|b/c|c/o|and/or|24/7|9/11|s?[Hh]?[hH]e/s?he|she/he|his/her|him/her|s/he|[CNS]O[2₂]|C#|F#|vs(?!\.))(?![\w/]|\.\w)",
        _bare,
        frozenset("/#vO"),
        holds=("/", "#", "vs", "O2", "O₂"),
    ),
    Rule(
        "abbreviations",
        r"(?<![\w.@/-])(?P<it>[A-Za-z][A-Za-z.]{0,7}\.)(?![\w@])(?=['’]?\s?(?P<after>[\w\ue000]{0,3}))",
        _abbreviation,
        frozenset("."),
    ),
)

ROMAN: tuple[Rule, ...] = (
    Rule(
        "roman",
        r"\bIV(?= (?:drip|fluids?|lines?|bags?|antibiotics|infusions?|therapy|poles?|needles?|catheters?)\b)",
        "I V",
        frozenset("I"),
    ),
    Rule(
        "roman",
        r"\b([A-Za-z]{2,10})\.? (?P<it>[IVXLCDM]{1,12})(?![\w'’-])(?!\.\w)",
        _after_keyword,
        frozenset("IVXLCDM"),
    ),
    Rule(
        "roman",
        r"\b([IVXLC]{1,8})(?:st|nd|rd|th)\b",
        lambda m: ordinal(roman(m[1])) if roman(m[1]) else None,
        frozenset("IVXLC"),
    ),
    Rule(
        "roman",
        r"(?<=[a-z]{2}) (?P<it>I)(?=['’]s\b|[,.;:)]|$| (?P<after>[a-z]+))(?!\.\w)",
        _first,
        frozenset("I"),
    ),
    Rule("dates", r"(?<![\w-])M[MDCLXVI]{3,14}(?![\w-])", _roman_year, frozenset("M")),
    Rule(
        "roman",
        r"(?<![\w-])(?P<it>[IVX]{1,8})(?= ?(?:century|Century|centuries|dynasty|Dynasty)\b)",
        _century,
        frozenset("IVX"),
    ),
    Rule(
        "roman",
        r"\b([A-Z][A-Za-zé]{1,20}) (?P<it>[IVX]{2,8}|V)(?![\w-]|['’](?!s\b)|\.\w)",
        _after_name,
        frozenset("IVX"),
    ),
    Rule(
        "roman",
        r"(?<![\w.'’/&-])(?P<it>(?:I{2,3}|I[VX]|VI{1,3}|XI{1,3}|XI?V|XVI{1,3}|XIX|XX[IVX]{0,5}))(?![\w'’/&-]|\.\w)",
        _alone,
        frozenset("IVX"),
    ),
)


def _lower(match: re.Match[str]) -> str | None:
    return match.group().lower() if match.group().lower().rstrip("s") in _list("acronyms", "words") else None


def _spelled_out(match: re.Match[str]) -> str | None:
    """WHO as its letters, where it is no emphasised word: capitals stand on neither side."""
    before, after = match.string[: match.start()].split()[-1:], match.string[match.end() :].split()[:1]
    shouted = any(len(word) > 1 and word.isupper() and word.isalpha() for word in (*before, *after))
    article = bool(before) and before[0].lower() in {"the", "by", "from", "a"}
    named = match["it"] in {"YMCA", "YWCA"} or article or match.string[match.end() :].startswith(("'s", "’s"))
    named = named or match.string[match.start() - 1 : match.end() + 1] == f"({match['it']})"
    return letters(match["it"]) if named and not shouted else None


ACRONYMS: tuple[Rule, ...] = (
    Rule(
        "acronyms",
        r"(?<![\w.&/-])(?P<it>WHO|ETA|ADA|YMCA|YWCA)(?![\w&-]|\.\w)",
        _spelled_out,
        holds=("WHO", "ETA", "ADA", "YMCA", "YWCA"),
    ),
    Rule("acronyms", r"[A-Z](?<![\w.&/-].)[A-Z]{2}s?(?![\w&-]|\.\w)", _lower),
)

_PLACES = "|".join(sorted(load_table("english")["places"], key=len, reverse=True))

PLACES: tuple[Rule, ...] = (
    Rule(
        "symbols",
        rf"(?<![^\W_a-zA-Z])(?:{_PLACES})(?![^\W_a-zA-Z])",
        lambda m: str(load_table("english")["places"][m.group()]),
        frozenset(BEYOND_ASCII),
    ),
)
"""Words in letters that an English voice has none for."""

DIALECT: tuple[Rule, ...] = (
    Rule("abbreviations", r"(?<!\w)th['’](?= [A-Za-z])", "the", holds=("th'", "th’")),
    Rule("abbreviations", r"(?<!\w)th['’](?=[A-Za-z])", "the ", holds=("th'", "th’")),
    Rule("abbreviations", r"(?<!\w)Th['’](?= [A-Za-z])", "The", holds=("Th'", "Th’")),
    Rule("abbreviations", r"(?<!\w)Th['’](?=[A-Za-z])", "The ", holds=("Th'", "Th’")),
    Rule("abbreviations", r"(?<!\w)i['’](?= (?:the?\b|th['’]))", "in", holds=("i'", "i’")),
    Rule("abbreviations", r"(?<!\w)o['’](?= (?:the?\b|th['’]|my\b|your\b|his\b|her\b))", "of", holds=("o'", "o’")),
)
"""Words that verse and dialect cut short, which an engine would spell."""
