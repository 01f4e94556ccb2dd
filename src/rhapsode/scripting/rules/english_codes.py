"""Numbers that count nothing in English: telephones, ISBNs, versions, addresses of machines and of houses, serials."""

from __future__ import annotations

import re

from rhapsode.scripting.data import load_table
from rhapsode.scripting.numerals import cardinal, digits, ordinal
from rhapsode.scripting.rules.rule import DIGITS, Rule


def _grouped_digits(match: re.Match[str]) -> str:
    """Digit by digit, with a pause between groups."""
    groups = re.findall(r"\d+[Xx]?|[Xx]", match["it"] if "it" in match.re.groupindex else match.group())
    said = [digits(group) + (" X" if group[-1] in "Xx" else "") for group in groups]
    return ", ".join(part.strip() for part in said)


def _phone(match: re.Match[str]) -> str:
    return ("plus " if match.group().lstrip().startswith("+") else "") + _grouped_digits(match)


def hundreds(text: str) -> str:
    """A number of up to four digits as it is said in an address: 221 as "two twenty one", 1211 as "twelve eleven"."""
    number = int(text)
    if number < 100 or number % 100 == 0 or number > 9999 or text.startswith("0"):
        return digits(text) if text.startswith("0") and len(text) > 1 else cardinal(number)
    high, low = divmod(number, 100)
    if high % 10 == 0 and high > 9 and low < 10:
        return cardinal(number)
    return f"{cardinal(high)} {'oh ' if low < 10 else ''}{cardinal(low)}"


def _and_following(match: re.Match[str]) -> str:
    """The ff. of pp. 12 ff., whose full stop may be the sentence's."""
    last = match.end() == len(match.string.rstrip()) and match.group().endswith(".")
    return f" and following{'.' * last}"


def _machine(match: re.Match[str]) -> str:
    address, _, port = match.group().partition(":")
    parts = address.split(".")
    say = digits if any(int(part) > 255 for part in parts) else hundreds
    said = " dot ".join(say(part) for part in parts)
    return f"{said}, port {cardinal(int(port))}" if port else said


def _version(match: re.Match[str]) -> str:
    lead = "version " if match["v"] else ""
    return lead + " point ".join(version_part(part) for part in match["parts"].split("."))


def version_part(part: str) -> str:
    """A part of a version: "05" digit by digit, "11" as a number."""
    return digits(part) if part.startswith("0") and len(part) > 1 else cardinal(int(part))


def _named_version(match: re.Match[str]) -> str:
    return f"{cardinal(int(match['high']))} point {cardinal(int(match['low']))}"


def _numbered_letter(match: re.Match[str]) -> str:
    """221B, 4B, 9W: a number, then the letter's name."""
    return f"{hundreds(match['number'])} {match['letter'].upper()}"


def _house(match: re.Match[str]) -> str:
    number = match["number"]
    said = digits(number) if len(number) > 4 or number[-2:-1] == "0" else hundreds(number)
    side = _SIDES.get((match["side"] or "").rstrip("."), "")
    return f"{said} {side} " if side else f"{said} "


_SIDES = {
    "N": "North", "S": "South", "E": "East", "W": "West", "NE": "Northeast", "NW": "Northwest", "SE": "Southeast",
    "SW": "Southwest",
}  # fmt: skip
_STREETS = r"(?:[Ss]t|ST|[Aa]ve|[Rr]d|[Bb]lvd|[Ll]n|[Dd]r|[Hh]wy|[Cc]t|[Pp]l|Street|Avenue|Road|Boulevard|Lane|Drive|Way|Court|Place|Square|Terrace|Highway|Parkway)\b\.?"
_NAMES = r"(?:[A-Z][\w'’]+|\d{1,3}(?:st|nd|rd|th))(?: [A-Z][\w'’]+){0,2}"


def _street(match: re.Match[str]) -> str | None:
    word = match["it"].rstrip(".").title()
    places: dict[str, str] = load_table("english")["abbreviations"]["place"]
    others: dict[str, str] = load_table("english")["abbreviations"]["any"]
    return places.get(word) or others.get(word)


def _state(match: re.Match[str]) -> str | None:
    """FL 95051, the end of an American address."""
    states: dict[str, str] = load_table("english")["states"]
    name = states.get(match["state"])
    return f"{name}, {', '.join(map(digits, match['code'].split('-')))}" if name else None


def _serial(match: re.Match[str]) -> str | None:
    """B2A23C: letters by name, numbers as such."""
    parts = re.findall(r"\d+|[A-Z]+", match.group())
    return " ".join(_serial_part(part) for part in parts)


def _serial_part(part: str) -> str:
    if part.isdigit():
        return cardinal(int(part)) if len(part) < 3 and not part.startswith("0") else digits(part)
    return " ".join(part)


_PLACES = r"(?:[Aa]partment|[Aa]pts?\.?|[Uu]nit|[Ss]uite|[Rr]oom|[Ff]lat|[Gg]ate|[Ss]eat|[Rr]ow|[Bb]us|[Ff]light|[Rr]oute|[Pp]latform|[Ll]evel|[Bb]lock|[Bb]uilding|[Nn]o\.|[Nn]umber|[Nn]os?\.|[Tt]ype|[Ee]xhibit|[Ff]ig(?:ure|\.)|[Tt]able|[Gg]rade|[Cc]lass|[Tt]rack|[Ss]ection|[Pp]art|[Ss]tep|[Qq]uestion|[Ll]ot|[Hh]all)"

CODES: tuple[Rule, ...] = (
    Rule(
        "abbreviations",
        r"(?:\b(?:pp?\.|pages?|ll?\.|lines?|vv?\.|verses?|sections?|secs?\.)|§) ?\d{1,4}(?:[-–]\d{1,4})?(?P<it> ?ff?\.?)(?!\w)",
        _and_following,
        DIGITS,
        frozenset("f"),
    ),
    Rule(
        "numbers",
        r"(?<![\w.,-])(\d{0,2}[23])d(?= (?:ed\b|edition|Cir\b|Circuit|Cavalry|Regiment|Infantry|Division|Session|Congress|century))",
        lambda match: ordinal(int(match[1])),
        DIGITS,
        frozenset("d"),
    ),
    Rule(
        "numbers",
        r"\bIS[BS]N(?:-1[03])?:?(?: is| was| number| no\.| of)? ?(?P<it>(?:\d[- –]?){7,12}[\dXx])(?![\w-]|[.,]\d)",
        _grouped_digits,
        DIGITS,
    ),
    Rule("numbers", r"(?<![\w.,/-])97[89](?:-\d{1,7}){3}-\d(?![\w-])", _grouped_digits, DIGITS),
    Rule(
        "phones",
        r"(?<![\w.,/-])(?:\+?1[-. ]{1,2})?(?:\(\d{3}\)[-. ]?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-]|\.\d)",
        _phone,
        DIGITS,
        frozenset("-. ("),
    ),
    Rule("phones", r"(?<![\w.,/-])\+\d{1,3}(?:[-. ]?\(?\d{1,5}\)?){2,6}(?![\w-]|\.\d)", _phone, frozenset("+")),
    Rule("phones", r"(?<![\w.,/-])\(?0\d{2,4}\)?[ -]\d{3,4}[ -]\d{3,4}(?![\w-]|\.\d)", _phone, DIGITS),
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

HOUSES: tuple[Rule, ...] = (
    Rule(
        "numbers",
        rf"(?<![\w.,:/$€£-])(?P<it>(?P<number>\d{{1,5}}) (?:(?P<side>[NSEW]|N[EW]|S[EW])\.? ))(?={_NAMES} {_STREETS})",
        _house,
        DIGITS,
    ),
    Rule(
        "numbers",
        rf"(?<![\w.,:/$€£-])(?P<it>(?P<number>\d{{3,4}}) (?P<side>))(?={_NAMES} {_STREETS})",
        _house,
        DIGITS,
    ),
    Rule(
        "abbreviations",
        rf"[\d\ue000] ?(?:[NSEW]\.? )?{_NAMES} (?P<it>(?!Street){_STREETS})(?=,|$|\s[a-z])",
        _street,
        DIGITS,
    ),
    Rule(
        "numbers",
        rf"\b{_PLACES} (?P<it>(?P<number>\d{{1,4}})(?P<letter>[A-Za-z]))(?![\w'’]|\.\w)",
        _numbered_letter,
        DIGITS,
    ),
    Rule(
        "numbers",
        r"(?<![\w.,:/$€£-])(?P<number>\d{1,4})(?P<letter>[A-HJ-Za-hj-z])(?= [A-Z][a-z]+ (?:Street|St\b))",
        _numbered_letter,
        DIGITS,
    ),
    Rule(
        "abbreviations",
        r",? (?P<it>(?P<state>[A-Z]{2}),? (?P<code>\d{5}(?:-\d{4})?))(?![\w-]|[.,]\d)",
        _state,
        DIGITS,
    ),
)
"""Before dates, which would take a house's number for a year."""

VERSIONS: tuple[Rule, ...] = (
    Rule("versions", r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d{2,5})?(?![\w-]|\.\d)", _machine, DIGITS, frozenset(".")),
    Rule(
        "versions",
        r"(?:(?<=localhost)|(?<=\.[a-z]{2})|(?<=\.[a-z]{3}))(?P<it>:(\d{2,5}))(?![\w:]|[.,]\d)",
        lambda m: f", port {cardinal(int(m[2]))}",
        DIGITS,
    ),
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
    Rule(
        "numbers",
        r"(?<![\w.,:/#@-])(?=[A-Z0-9]{5,12}(?![\w-]))(?:[A-Z]{1,2}\d{1,3}){2,4}[A-Z]{0,2}(?![\w-])",
        _serial,
        DIGITS,
    ),
)
"""Before decimals."""
