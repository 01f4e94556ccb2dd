"""Abbreviations, Roman numerals, addresses, signs and words of two sounds in English."""

from __future__ import annotations

import re
from functools import cache

from rhapsode.scripting.data import load_table
from rhapsode.scripting.numerals import cardinal, ordinal, roman
from rhapsode.scripting.rules.rule import DIGITS, TAKEN, Rule


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


def _abbreviation(match: re.Match[str]) -> str | None:
    word, before, following = match["it"][:-1], _word_before(match), match["after"] or ""
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


def _alone(match: re.Match[str]) -> str | None:
    value = roman(match["it"])
    return cardinal(value) if value else None


def _century(match: re.Match[str]) -> str | None:
    value = roman(match["it"])
    return ordinal(value) if value else None


LONGEST_PATH = 60
"""Characters of an address after its host that are read; a longer one is for machines."""


def _url(match: re.Match[str]) -> str:
    host, path = match["host"], (match["path"] or "").rstrip("/")
    address = host + (path if len(path) <= LONGEST_PATH and "?" not in path else "")
    return _spelled(address)


def _spelled(address: str) -> str:
    names = {
        ".": " dot ",
        "/": " slash ",
        "-": " dash ",
        "_": " underscore ",
        "#": " hash ",
        ":": " colon ",
        "~": " tilde ",
        "@": " at ",
        "=": " equals ",
        "&": " and ",
        "+": " plus ",
        "%": " percent ",
    }
    parts = re.split(r"([./\-_#:~@=&+%])", address)
    said = " ".join(names.get(part, _part(part)) for part in parts)
    return " ".join(said.split())


def _part(part: str) -> str:
    return re.sub(r"(?<=\D)(?=\d)|(?<=\d)(?=\D)", " ", part)


def _path(match: re.Match[str]) -> str | None:
    if "etc" not in match.group().split("/"):
        return None
    return " slash ".join("E T C" if part == "etc" else part for part in match.group().split("/")).strip()


def _number(match: re.Match[str]) -> str:
    return f"number {cardinal(int(match[1]))}"


def _power(match: re.Match[str]) -> str:
    plain = match[1].translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")).lstrip("^").strip("{}()")
    named = {"2": "squared", "3": "cubed"}.get(plain)
    if named:
        return f" {named}"
    sign = "minus " if plain.startswith("-") else ""
    return f" to the power of {sign}{cardinal(int(plain.lstrip('-')))}"


def _read(match: re.Match[str]) -> str | None:
    past = _word_before(match).lower() in _list("heteronyms", "read_past")
    later = not _list("heteronyms", "past_signs").isdisjoint(match["after"].lower().split())
    return match["it"].replace("ead", "ed") if past or later else None


WEB: tuple[Rule, ...] = (
    Rule("markup", r"!?\[([^\[\]\n]{1,200})\]\([^()\s]{1,500}\)", lambda match: match[1], frozenset("[")),
    Rule(
        "web",
        r"(?<![\w@])(?:(?:https?|ftp)://(?:www\.)?|www\.)(?P<host>(?>[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}))(?::\d{1,5})?(?P<path>(?>[/?#](?:[^\s<>\"“”.,;:!?)\]'’]|[.,;:!?)\]'’]+(?=[^\s.,;:!?)\]'’<>\"“”]))*))?",
        _url,
        frozenset(":w"),
        holds=("://", "www."),
    ),
    Rule(
        "web",
        r"(?<![\w.@+-])(?=[\w.+]{0,64}[-+][\w.+-]{0,64}@)[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}\b",
        lambda m: _spelled(m.group()),
        frozenset("@"),
    ),
    Rule("paths", r"(?<![\w./])/(?:[\w.-]{1,60}/){0,12}[\w.-]{1,60}\b", _path, frozenset("/")),
    Rule("web", r"(?<![\w#&])#(?=[A-Za-z]\w{1,60})", "hashtag ", frozenset("#")),
)
"""Before everything: what is inside an address is no number and no abbreviation."""

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
        r"(?<![\w-])(?P<it>[IVX]{1,8})(?= ?(?:century|Century|centuries|dynasty|Dynasty)\b)",
        _century,
        frozenset("IVX"),
    ),
    Rule("roman", r"\b([A-Z][A-Za-zé]{1,20}) (?P<it>[IVX]{2,8}|V)(?![\w'’-]|\.\w)", _after_name, frozenset("IVX")),
    Rule(
        "roman",
        r"(?<![\w.'’/&-])(?P<it>(?:I{2,3}|I[VX]|VI{1,3}|XI{1,3}|XI?V|XVI{1,3}|XIX|XX[IVX]{0,5}))(?![\w'’/&-]|\.\w)",
        _alone,
        frozenset("IVX"),
    ),
)

SYMBOLS: tuple[Rule, ...] = (
    Rule("symbols", r"(?<![\w#])#\s?(\d{1,9})(?![\w,.]\d)", _number, frozenset("#")),
    Rule("symbols", r"(?:№\s?|\bN[°º]\.? ?)(\d{1,9})(?![\w,.]\d)", _number, frozenset("№°º")),
    Rule("abbreviations", r"\b[Nn]o\.(\d{1,6})(?![\w]|[.,]\d)", _number, DIGITS, frozenset(".")),
    Rule("symbols", r"§§\s?(?=\d)", "sections ", frozenset("§")),
    Rule("symbols", r"[~∼≈](?=\s?[\d$€£.])", "about ", frozenset("~∼≈")),
    Rule("symbols", r"(?<=[\w)])\s?[→⟶⇒➔]\s?(?=[\w(])", " to ", frozenset("→⟶⇒➔")),
    Rule("symbols", r"(?<=[\w)]) ?(?:->|=>) ?(?=[\w(])", " to ", frozenset(">")),
    Rule("symbols", r"\s?[→⟶⇒➔←⟵⇐↑↓]\s?", " ", frozenset("→⟶⇒➔←⟵⇐↑↓")),
    Rule(
        "symbols",
        r"(?:(?<=[\w)%])|(?<![<\w])(?=[<]\s?\d))(?P<it>\s?<=\s?)(?=[\w(.$-])",
        " less than or equal to ",
        frozenset("<"),
    ),
    Rule("symbols", r"(?<=[\w)%])\s?>=\s?(?=[\w(.$-])", " greater than or equal to ", frozenset(">")),
    Rule("symbols", r"(?<=[\w)%])\s?!=\s?(?=[\w(.$-])", " not equal to ", frozenset("!")),
    Rule("symbols", r"(?<=[\w)%]) < (?=[\w(.$-])|(?<=\d)<(?=\d)", " less than ", frozenset("<")),
    Rule("symbols", r"(?<=[\w)%]) > (?=[\w(.$-])|(?<=\d)>(?=\d)", " greater than ", frozenset(">")),
    Rule("symbols", r"(?<![\w<])<\s?(?=\$?\.?\d)", "less than ", frozenset("<")),
    Rule("symbols", r"(?<![\w>-])>\s?(?=\$?\.?\d)", "more than ", frozenset(">")),
    Rule("symbols", r"(?<=\d)\s?\*\s?(?=\d)", " times ", frozenset("*")),
    Rule("symbols", r"(?<=[\d\w)])\s-\s?(?=\d+\s?=)|(?<=\d)-\s?(?=\d+\s?=)", " minus ", frozenset("=")),
    Rule(
        "symbols",
        r"(?<=[\w)])(\^(?:-?\d{1,4}|[{(]-?\d{1,4}[)}])|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,6})(?!\w)",
        _power,
        frozenset("^⁰¹²³⁴⁵⁶⁷⁸⁹"),
    ),
    Rule("symbols", r"\s?[|¦]\s?", ", ", frozenset("|¦")),
)


def _lower(match: re.Match[str]) -> str | None:
    return match.group().lower() if match.group().lower().rstrip("s") in _list("acronyms", "words") else None


ACRONYMS: tuple[Rule, ...] = (Rule("acronyms", r"[A-Z](?<![\w.&/-].)[A-Z]{2}s?(?![\w&-]|\.\w)", _lower),)

HETERONYMS: tuple[Rule, ...] = (
    Rule(
        "heteronyms",
        r"\b(?P<it>[Rr]ead)\b(?=(?P<after>(?: [\w'’-]{1,15}){0,5}))",
        _read,
        holds=("ead",),
    ),
)
