"""The rules of German, in order."""

from __future__ import annotations

import re

from rhapsode.scripting.numerals import roman
from rhapsode.scripting.rules.european import Speaker
from rhapsode.scripting.rules.rule import DIGITS, Rule

_MONTHS = r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jänner)"
_NOUNS = rf"(?:{_MONTHS}|Jahrhunderts?|Jh\b|Jahrtausend|Klasse|Kapitel|Auflage|Mal|Platz|Stock|Weltkrieg|Tag|Januar)"
_OBLIQUE = frozenset(
    ["am", "vom", "zum", "im", "dem", "den", "beim", "seit", "ab", "bis", "des", "einem", "einen", "seinem", "ihrem"]
)
_SMALL = [
    "_",
    "erst",
    "zweit",
    "dritt",
    "viert",
    "fünft",
    "sechst",
    "siebt",
    "acht",
    "neunt",
    "zehnt",
    "elft",
    "zwölft",
    "dreizehnt",
    "vierzehnt",
    "fünfzehnt",
    "sechzehnt",
    "siebzehnt",
    "achtzehnt",
    "neunzehnt",
]
_UNITS = ["_", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
_TENS = ["_", "_", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]


def ordinal_stem(number: int) -> str:
    """21 as "einundzwanzigst"; 1 to 99."""
    if number < len(_SMALL):
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return f"{_UNITS[ones]}und{_TENS[tens]}st" if ones else f"{_TENS[tens]}st"


def _ordinal(match: re.Match[str]) -> str | None:
    number = int(match["it"].rstrip("."))
    if not 1 <= number <= 99:
        return None
    before = (match["before"] or "").lower()
    ending = "en" if before in _OBLIQUE else "e" if before in {"der", "die", "das", "ein"} else "er"
    return ordinal_stem(number) + ending


def _ruler(match: re.Match[str]) -> str | None:
    value = roman(match["it"].rstrip("."))
    return f"der {ordinal_stem(value).capitalize()}e" if 0 < value < 100 else None


def _numeral(match: re.Match[str]) -> str | None:
    value = roman(match["it"])
    return str(value) if value else None


class _German(Speaker):
    def dated(self, day: int, month: int, year: str) -> str | None:
        """A date in words: the day is an ordinal."""
        known = 1 <= day <= 31 and 1 <= month <= 12
        return f"{ordinal_stem(day)}en {self.months[month - 1]} {year}" if known else None


RULES: tuple[Rule, ...] = (
    Rule(
        "dates", rf"(?:\b(?P<before>[^\W\d_]{{2,6}}) )?(?<![\w.,:/-])(?P<it>\d{{1,2}}\.)(?= {_NOUNS})", _ordinal, DIGITS
    ),
    Rule(
        "times",
        r"(?<![\w.,:/-])([01]?\d|2[0-4]):([0-5]\d)\sUhr",
        lambda m: f"{m[1]} Uhr {m[2].lstrip('0')}".strip(),
        DIGITS,
    ),
    Rule(
        "roman",
        r"\b(?:Ludwig|Karl|Heinrich|Friedrich|Wilhelm|Otto|Georg|Philipp|Leopold|Benedikt|Pius|Johannes|Paul|Franz|Joseph|Katharina|Elisabeth|Napoleon|Rudolf|Maximilian|Alexander|Peter|Gregor|Leo|Innozenz|Clemens|Eduard|Jakob|Richard) (?P<it>[IVX]{1,6}\.?)(?![\w])",
        _ruler,
        frozenset("IVX"),
    ),
    Rule(
        "roman",
        r"\b(?:Kap\.|Kapitel|Band|Bd\.|Teil|Akt|Szene|Buch|Abschnitt|Weltkrieg|Nr\.|Artikel|Art\.) (?P<it>[IVXLC]{1,8})(?![\w.]\w|\w)",
        _numeral,
        frozenset("IVXLC"),
    ),
    Rule("abbreviations", r"(?<=[a-zäöüß]{3})str\.(?=\s\d|$)", "straße", frozenset(".")),
    *_German("german").rules(),
)
"""In order."""
