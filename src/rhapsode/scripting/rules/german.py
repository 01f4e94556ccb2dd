"""The rules of German, in order."""

from __future__ import annotations

import re

from rhapsode.scripting.data import load_table, word_list
from rhapsode.scripting.european_numerals import cardinal
from rhapsode.scripting.numerals import roman
from rhapsode.scripting.rules.european import Speaker
from rhapsode.scripting.rules.rule import DIGITS, Rule

_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jänner"
_NOUNS = (
    rf"(?:{_MONTHS}|Jahrhunderts?|Jh\b|Jahrtausends?|Klasse|Kapitel|Auflage|Mal|Platz|Stock|Weltkriegs?|Tag|Etage"
    r"|Geburtstag|Liga|Runde|Band|Akt|Stelle|Spieltag|Semester|Woche|Lebensjahr|Grad|Etappe|Bezirk|Armee|Staffel)"
)
_OBLIQUE = frozenset(
    word_list("am vom zum im dem den beim seit ab bis des einem einen seinem ihrem zur vor nach jedem diesem dieser")
)
_NO_YEARS = frozenset(
    word_list(
        "Nr. Nummer Zimmer Artikel Kanal Flug Postleitzahl PLZ Seite Bus Linie Zug Raum Modell ICE IC RE Hausnummer Telefon"
    )
)


def ordinal_stem(number: int) -> str:
    """21 as "einundzwanzigst"; 1 to 99."""
    irregular = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}
    return irregular.get(number) or cardinal("de", number) + ("t" if number < 20 else "st")


def _ordinals(match: re.Match[str]) -> str:
    """Two of a noun (im 17. und 18. Jahrhundert), in the case of the word before them."""
    return re.sub(
        r"\d{1,2}\.", lambda one: ordinal_stem(int(one.group()[:-1])) + _ending(match["before"]), match["it"]
    ).replace("bzw.", "beziehungsweise")


def _ordinal(match: re.Match[str]) -> str | None:
    written = match["it"].rstrip(".")
    number = int(written) if written.isdigit() else roman(written)
    return ordinal_stem(number) + _ending(match["before"]) if 1 <= number <= 99 else None


def _ending(before: str | None) -> str:
    before = (before or "").lower()
    return "en" if before in _OBLIQUE else "e" if before in {"der", "die", "das", "ein", "eine"} else "er"


def _day(match: re.Match[str]) -> str | None:
    day, month = int(match["day"]), int(match["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    said = f"{ordinal_stem(day)}{_ending(match['before'] or 'am')} {_MONTHS.split('|')[month - 1]}"
    return f"{said} {match['year']}" if match["year"] else said


def _ruler(match: re.Match[str]) -> str | None:
    """A name with its numeral, in the case that the word before it asks for."""
    value = roman(match["it"].rstrip("."))
    if not 0 < value < 100:
        return None
    before, stem = (match["before"] or "").lower(), ordinal_stem(value).capitalize()
    woman = match["name"] in _WOMEN
    if match["genitive"] or before in {"des", "wegen"}:
        return f"{'der' if woman else 'des'} {stem}en"
    if before in _DATIVE:
        return f"{'der' if woman else 'dem'} {stem}en"
    if before in {"für", "gegen", "durch", "ohne", "um"}:
        return f"die {stem}e" if woman else f"den {stem}en"
    return f"{'die' if woman else 'der'} {stem}e"


_DATIVE = frozenset(word_list("von vom unter mit bei nach seit zu zum zur aus dem gegenüber neben"))


def _numeral(match: re.Match[str]) -> str | None:
    value = roman(match["it"])
    return str(value) if value else None


def _year(match: re.Match[str]) -> str | None:
    if match["before"] in _NO_YEARS:
        return None
    return year(int(match["it"]))


def year(number: int) -> str:
    """1848 as "achtzehnhundertachtundvierzig"; 1100 to 1999."""
    high, low = divmod(number, 100)
    return f"{cardinal('de', high)}hundert{cardinal('de', low) if low else ''}"


class _German(Speaker):
    def dated(self, day: int, month: int, year: str) -> str | None:
        """A date in words: the day is an ordinal."""
        known = 1 <= day <= 31 and 1 <= month <= 12
        return f"{ordinal_stem(day)}en {self.months[month - 1]} {year}" if known else None


def _and_following(match: re.Match[str]) -> str:
    """S. 12 f. and S. 12 ff., whose full stop may be the sentence's."""
    last = match.end() == len(match.string.rstrip()) and match.group().endswith(".")
    return f" {'fort' if match['more'] else ''}folgende{'.' * last}"


_ROMAN = load_table("german")["roman"]
_WOMEN = frozenset(_ROMAN["women"].split())
_NAMES = "|".join(_ROMAN["rulers"].split())
_BEFORE = r"(?:\b(?P<before>[^\W\d_]{2,9}) )?"
_TITLE = rf"(?:{_ROMAN['titles']}|Königin|Kaiserin|Zarin)"


def _years(match: re.Match[str]) -> str | None:
    """1914-18."""
    low, high = int(match[1]), int(match[2])
    return f"{year(low)} bis {cardinal('de', high)}" if low % 100 < high else None


RULES: tuple[Rule, ...] = (
    Rule(
        "dates",
        rf"{_BEFORE}(?<![\w.,:/-])(?P<it>[1-9]\d?\.(?: (?:und|oder|bis|bzw\.) | ?[–/-] ?|, )(?:[1-9]\d?\. (?:und|oder|bis|bzw\.) )?[1-9]\d?\.)(?= {_NOUNS})",
        _ordinals,
        frozenset("."),
    ),
    Rule("dates", r"\b(?P<before>Der|Die|Das) (?P<it>[1-9]\d?\.)(?= [A-ZÄÖÜ])", _ordinal, DIGITS),
    Rule(
        "abbreviations",
        r"\b(?:Abs\.|Absatz) \d{1,3},? (?P<it>S\.)(?= ?\d)",
        "Satz",
        holds=("Abs",),
    ),
    Rule(
        "abbreviations",
        r"(?:\b(?:S\.|Seiten?|Z\.|V\.|Abs\.|Art\.|Rn\.|Nr\.)|§) ?\d{1,4}(?P<it> ?f(?P<more>f)?\.?)(?!\w)",
        _and_following,
        DIGITS,
        frozenset("f"),
    ),
    Rule(
        "dates", rf"{_BEFORE}(?<![\w.,:/-])(?P<it>(?:\d{{1,2}}|[IVX]{{1,6}})\.)(?= {_NOUNS})", _ordinal, frozenset(".")
    ),
    Rule(
        "dates",
        rf"{_BEFORE}(?<![\w.,:/-])(?P<it>(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.(?:\s?(?P<year>(?:1\d|20)\d\d)(?![\w.,:]\w|\w))?)(?=\D|$)",
        _day,
        DIGITS,
    ),
    Rule(
        "roman",
        rf"{_BEFORE}(?:{_TITLE} )?(?:(?:{_NAMES}) )?\b(?:(?P<name>{_NAMES})(?P<genitive>s)?) (?P<it>[IVX]{{1,6}}\.?)(?!\w)",
        _ruler,
        frozenset("IVX"),
    ),
    Rule(
        "roman",
        rf"{_BEFORE}{_TITLE} (?P<name>[A-ZÄÖÜ][a-zäöüß]{{2,15}})(?P<genitive>) (?P<it>[IVX]{{1,6}}\.?)(?!\w)",
        _ruler,
        frozenset("IVX"),
    ),
    Rule(
        "roman",
        rf"\b(?:{_ROMAN['keywords']}|Weltkrieg) (?P<it>[IVXLC]{{1,8}})(?![\w.]\w|\w)",
        _numeral,
        frozenset("IVXLC"),
    ),
    *(
        Rule("fractions", rf"(?<![\w.,/])(?<!\d )½ (?=(?:{nouns})\b)", said, frozenset("½"))
        for said, nouns in (
            ("eine halbe ", "Stunde|Minute|Million|Milliarde|Tonne|Tasse|Flasche|Seite|Woche|Portion|Zwiebel|Zitrone"),
            ("ein halbes ", "Jahr|Jahrhundert|Pfund|Kilo|Dutzend|Glas|Brot"),
            ("ein halber ", "Tag|Monat|Meter|Kilometer|Liter|Teelöffel|Esslöffel"),
        )
    ),
    Rule("abbreviations", r"(?<=[a-zäöüß]{3})str\.(?=\s\d|$)", "straße", frozenset(".")),
    Rule("times", r"(?<![\w.,:/-])1 Uhr\b", "ein Uhr", DIGITS),
    Rule("dates", r"(?<![\w.,:/-])(1[1-9]\d\d)[-–](\d\d)(?![\w.,:/-])", _years, DIGITS, frozenset("-–")),
    *_German("de", "german").rules(),
    Rule(
        "dates",
        r"(?:(?P<before>[\w.]{2,14}) )?(?<!\ue000 )(?<![\w.,:/+-])(?P<it>1[1-9]\d\d)(?![\w%°€]|[.,:/-]\d|-\w|er\b|\s?[°%€]| [A-ZÄÖÜ])",
        _year,
        DIGITS,
    ),
)
"""In order."""
