"""Numbers of other kinds in English: telephones, versions, addresses of machines, fractions, ranges, scores."""

from __future__ import annotations

import re

from rhapsode.scripting.data import word_list
from rhapsode.scripting.numerals import cardinal, decimal, digits, fraction
from rhapsode.scripting.rules.rule import DIGITS, Rule

_WINS = r"\b(?:won|wins?|winning|lost|loses?|losing|beat|beats|beating|drew|draws?|led|leads?|leading|trail(?:ed|ing|s)?|victory|defeat(?:ed)?|score|scored|final|finished|tied)\b"


def _phone(match: re.Match[str]) -> str:
    groups = re.findall(r"\d+", match.group())
    said = [digits(group) for group in groups]
    if match.group().lstrip().startswith("+"):
        said[0] = f"plus {said[0]}"
    return ", ".join(said)


def _octet(text: str) -> str:
    number = int(text)
    if number < 100 or number % 100 == 0:
        return cardinal(number)
    high, low = divmod(number, 100)
    return f"{cardinal(high)} {'oh ' if low < 10 else ''}{cardinal(low)}"


def _ip(match: re.Match[str]) -> str | None:
    parts = match.group().split(".")
    if any(int(part) > 255 for part in parts):
        return " dot ".join(digits(part) for part in parts)
    return " dot ".join(_octet(part) for part in parts)


def _version(match: re.Match[str]) -> str:
    lead = "version " if match["v"] else ""
    return lead + " point ".join(_version_part(part) for part in match["parts"].split("."))


def _version_part(part: str) -> str:
    return digits(part) if part.startswith("0") and len(part) > 1 else cardinal(int(part))


def _named_version(match: re.Match[str]) -> str:
    return f"{cardinal(int(match['high']))} point {cardinal(int(match['low']))}"


def _fraction(match: re.Match[str]) -> str | None:
    whole, above, below = match["whole"], int(match["above"]), int(match["below"])
    if not whole and above == below:
        return f"{cardinal(above)} {cardinal(below)}"
    if below < 2 or below > 100 or above == 0 or (not whole and above > below and below not in {2, 3, 4}):
        return None
    part = "a half" if whole and (above, below) == (1, 2) else fraction(above, below)
    if whole and above == 1 and below != 2:
        part = f"a {part.split(' ', 1)[1]}"
    return f"{cardinal(int(whole))} and {part}" if whole else part


_GLYPHS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
    "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip


_NO_NOUNS = frozenset(word_list("of and or to the a an is was are were in as at on full empty way way more less"))


def _glyph(match: re.Match[str]) -> str:
    above, below = _GLYPHS[match[2]]
    if match[1]:
        part = fraction(above, below)
        return f"{cardinal(int(match[1]))} and {'a ' + part.split(' ', 1)[1] if above == 1 else part}"
    noun = match[3] or ""
    if (above, below) == (1, 2) and noun and noun not in _NO_NOUNS:
        return "half an" if noun[0] in "aeio" else "half a"
    return fraction(above, below)


def _range(match: re.Match[str]) -> str | None:
    low, high = match["low"], match["high"]
    first, second = float(low.replace(",", "")), float(high.replace(",", ""))
    spaced = " " in match["dash"]
    if first < second and not (spaced and len(high) > len(low) + 2):
        return f"{decimal(low)} to {decimal(high)}"
    if first > second and len(low) <= 2 and not spaced and "." not in low + high:
        return f"{decimal(low)} {decimal(high)}"
    return None


def _score(match: re.Match[str]) -> str:
    return f"{cardinal(int(match['a']))} {cardinal(int(match['b']))}"


def _score_after(match: re.Match[str]) -> str:
    return f"{cardinal(int(match[1]))} {cardinal(int(match[2]))}"


def _ratio(match: re.Match[str]) -> str:
    return f"{cardinal(int(match[1]))} to {cardinal(int(match[2]))}"


_SCALE = {"K": "thousand", "k": "thousand", "M": "million", "B": "billion", "bn": "billion", "T": "trillion"}


def _scaled(match: re.Match[str]) -> str | None:
    number, scale, after = match[1], match[2], match[3] or ""
    if scale in "Kk" and (number in {"2", "4", "8"} or after in {"run", "race", "walk", "resolution", "video"}):
        return None
    return f"{decimal(number)} {_SCALE[scale]}"


def _times(match: re.Match[str]) -> str:
    return f"{decimal(match[1])} times"


def _by(match: re.Match[str]) -> str:
    return " by ".join(
        _version_part(part) if len(part) < 4 else _octets(part) for part in re.findall(r"\d+", match.group())
    )


def _octets(part: str) -> str:
    return (
        f"{cardinal(int(part[:2]))} {cardinal(int(part[2:]))}"
        if len(part) == 4 and part[2:] >= "10"
        else cardinal(int(part))
    )


_NUMBER = r"\d{1,3}(?:,\d{3}){1,6}(?:\.\d+)?|\d{1,15}(?:\.\d{1,15})?"

PHONES: tuple[Rule, ...] = (
    Rule(
        "phones",
        r"(?<![\w.,/-])(?:\+?1[-. ]{1,2})?(?:\(\d{3}\)[-. ]?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-]|\.\d)",
        _phone,
        DIGITS,
        frozenset("-. ("),
    ),
    Rule("phones", r"(?<![\w.,/-])\+\d{1,3}(?:[-. ]?\(?\d{1,5}\)?){2,6}(?![\w-]|\.\d)", _phone, frozenset("+")),
    Rule("phones", r"(?<![\w.,/-])\d{3}-\d{2}-\d{4}(?![\w-]|\.\d)", _phone, DIGITS, frozenset("-. (")),
    Rule("phones", r"(?<![\w.,/-])\d{3}-\d{4}(?![\w-]|\.\d)", _phone, DIGITS, frozenset("-. (")),
    Rule(
        "phones",
        r"\b(?:[Cc]all(?:ed|ing)?|[Dd]ial(?:l?ed|l?ing)?) (?P<it>\d{3})\b(?![-.,]\d)",
        lambda m: digits(m["it"]),
        DIGITS,
    ),
    Rule("phones", r"(?<=\bending in )\d{4}\b", lambda m: digits(m.group()), DIGITS),
)
"""Before dates and ranges, which look alike."""

VERSIONS: tuple[Rule, ...] = (
    Rule("versions", r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)", _ip, DIGITS, frozenset(".")),
    Rule(
        "versions",
        r"(?<![\w.,$€£/-])(?P<v>)(?P<parts>\d{1,4}(?:\.\d{1,6}){2,4})(?![\w%]|\.\d)",
        _version,
        DIGITS,
        frozenset("."),
    ),
    Rule(
        "versions",
        r"(?<![\w.,$€£/-])(?P<v>[vV])\.?(?P<parts>\d{1,4}(?:\.\d{1,6}){1,4})(?![\w%]|\.\d)",
        _version,
        DIGITS,
        frozenset("."),
    ),
    Rule(
        "versions",
        r"\b(?:Python|[Vv]ersion|[Rr]elease|macOS|Ubuntu|Django|Node|Ruby|Java|PHP) (?P<it>(?P<high>\d{1,3})\.(?P<low>[1-9]\d))(?![\w%]|\.\d)",
        _named_version,
        DIGITS,
        frozenset("."),
    ),
)
"""Before decimals."""

RULES: tuple[Rule, ...] = (
    Rule(
        "ranges",
        rf"{_WINS}(?: [a-z]+){{0,3}} (?P<it>(?P<a>\d{{1,3}})[-–](?P<b>\d{{1,3}}))(?![\w%]|[-–.,:/]\d)",
        _score,
        DIGITS,
        frozenset("-–"),
    ),
    Rule("ranges", rf"(?<![\w.,:/–-])(\d{{1,3}})[-–](\d{{1,3}})(?= {_WINS})", _score_after, DIGITS, frozenset("-–")),
    Rule(
        "fractions",
        r"(?<![\w.,:/–-])(?:(?P<whole>\d{1,4})[ -])?(?P<above>\d{1,3})[/⁄](?P<below>\d{1,3})(?:[Tt][Hh]s?|[rn]ds?)?(?![\w%]|[/⁄]|\.\d)",
        _fraction,
        DIGITS,
        frozenset("/⁄"),
    ),
    Rule(
        "fractions",
        r"(?<![\w.,:/–-])(\d{1,4})?([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒])(?=(?: ([a-z]{1,20}))?)",
        _glyph,
        frozenset("½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"),
    ),
    Rule(
        "numbers",
        r"(?<![\w.,:/–-])(\d{1,4}(?:\.\d{1,3})?)\s?(K|k|M|B|bn|T)(?![\w/&'’-])(?=(?: ([a-z]+))?)",
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
    Rule("numbers", r"(?<![\w.,:/–-])\d{1,5}x\d{1,5}(?:x\d{1,5})?(?![\w])", _by, DIGITS, frozenset("x")),
    Rule(
        "ranges",
        rf"(?<![\w.,:/+#–-])(?P<low>{_NUMBER})(?P<dash>\s?[-–—]\s?)(?P<high>{_NUMBER})(?![\w–-]|[.,:/]\d|\s?[=+*×÷<>]|\s[-–])",
        _range,
        DIGITS,
        frozenset("-–—"),
    ),
    Rule("numbers", r"(?<![\w.,:/–-])([1-9]\d?):([1-9])(?![\w:]|[.,]\d)", _ratio, DIGITS, frozenset(":")),
    Rule("numbers", r"(?<![\w.,/–-])\.(\d{1,12})(?![\w]|\.\d)", lambda m: f"point {digits(m[1])}", DIGITS),
    Rule(
        "numbers",
        r"(?<![\w.,/-])\d{1,3}(?:,\d{3}){5,11}(?![\w]|[.,]\d)",
        lambda m: cardinal(int(m.group().replace(",", ""))),
        DIGITS,
    ),
)
"""In order, after money and units."""
