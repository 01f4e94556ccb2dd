"""Pairs of numbers in English: scores, verses, ranges, proportions and sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rhapsode.scripting.data import load_table, word_list
from rhapsode.scripting.numerals import cardinal, decimal, ordinal, roman
from rhapsode.scripting.rules.english_codes import hundreds, version_part
from rhapsode.scripting.rules.rule import DIGITS, TAKEN, Rule

_WINS = r"\b(?:won|wins?|winning|lost|loses?|losing|beat|beats|beating|drew|draws?|led|leads?|leading|trail(?:ed|ing|s)?|victor(?:y|ies)|defeat(?:ed|s)?|score|scored|final|finished|tied|thrash(?:ed)?|edged|upset|victorious|votes?|voted|decision|ruling|majority|split|record|draw|loss|win)\b"
_RESULTS = r"\b(?:wins?|victor(?:y|ies)|defeats?|loss(?:es)?|draws?|lead|vote|decision|ruling|majority|split|record|score|scoreline|final|thrashing|rout|triumph|result|start|aggregate|on (?:penalties|aggregate|points)|in (?:extra time|overtime)|after extra time)\b"
_NUMBER = r"\d{1,3}(?:,\d{3}){1,6}(?:\.\d+)?|\d{1,15}(?:\.\d{1,15})?"
_PAIR = r"\d{1,3}[-–]\d{1,3}"


_ON = frozenset(
    word_list("in on at against to over after and with for from by when as but thanks away behind ahead last")
)


def _score(match: re.Match[str]) -> str | None:
    """Won 3-2; what rises and has a noun behind it is a range (lost 5-10 pounds)."""
    first, second = int(match["a"]), int(match["b"])
    after = match.string[match.end() :].split(None, 1)[:1]
    plain = match.string[match.end() : match.end() + 1] == " " and after and after[0].strip(".,;:!?") not in _ON
    return None if first < second and plain else f"{cardinal(first)} {cardinal(second)}"


def _score_after(match: re.Match[str]) -> str:
    return f"{cardinal(int(match[1]))} {cardinal(int(match[2]))}"


def _to(match: re.Match[str]) -> str:
    """Open 9–5, odds of 20:1."""
    return f"{cardinal(int(match[2]))} to {cardinal(int(match[3]))}"


def _sets(match: re.Match[str]) -> str | None:
    """The sets of a match, of which at least one falls: 6-4, 3-6."""
    pairs = [tuple(map(int, re.split("[-–]", pair))) for pair in re.findall(_PAIR, match.group())]
    if all(first < second for first, second in pairs):
        return None
    return re.sub(_PAIR, lambda one: " ".join(cardinal(int(n)) for n in re.split("[-–]", one.group())), match.group())


def _verse(match: re.Match[str]) -> str:
    said = f"{cardinal(int(match['chapter']))}, {cardinal(int(match['verse']))}"
    if match["last"]:
        last = match["last"]
        words = ", ".join(cardinal(int(part)) for part in last.split(":"))
        said += f" to {words}"
    return said


def _range(match: re.Match[str]) -> str | None:
    low, high = match["low"], match["high"]
    first, second = float(low.replace(",", "")), float(high.replace(",", ""))
    spaced = " " in match["dash"]
    if first < second and not (spaced and len(high) > len(low) + 2):
        return f"{decimal(low)} to {decimal(high)}"
    if first > second and len(low) <= 2 and not spaced and "." not in low + high:
        return f"{decimal(low)} {decimal(high)}"
    return None


def _ratio(match: re.Match[str]) -> str:
    return f"{cardinal(int(match[1]))} to {cardinal(int(match[2]))}"


def _by(match: re.Match[str]) -> str:
    return " by ".join(
        version_part(part) if len(part) < 4 else _pixels(part) for part in re.findall(r"\d+", match.group())
    )


def _pixels(part: str) -> str:
    paired = len(part) == 4 and part[2:] >= "10"
    return f"{cardinal(int(part[:2]))} {cardinal(int(part[2:]))}" if paired else cardinal(int(part))


def _shortened(names: list[str]) -> Iterator[tuple[str, str]]:
    """Each full name with each of the short forms that follow it: letters of it, in their order."""
    full = ""
    for name in names:
        letters = iter(full)
        if len(name) < 6 and all(letter in letters for letter in name):
            yield full, name
        else:
            full = name


_BOOKS = "|".join(sorted(load_table("english")["books"]["names"].split(), key=len, reverse=True)).replace("_", " ")

_FULL_NAMES = {short: full for full, short in _shortened(load_table("english")["books"]["names"].split())}
_NUMBERED = "Samuel|Sam|Kings|Kgs|Chronicles|Chron|Chr|Corinthians|Cor|Thessalonians|Thess|Timothy|Tim|Peter|Pet|John|Jn|Maccabees|Macc"


def _which_book(match: re.Match[str]) -> str:
    """The first of 1 Cor. 13:4."""
    return ordinal(roman(match["it"]) or int(match["it"])).capitalize()


VERSES: tuple[Rule, ...] = (
    Rule(
        "numbers",
        rf"\b(?:{_BOOKS})\.? (?P<it>(?P<chapter>\d{{1,3}}):(?P<verse>\d{{1,3}})(?:[-–](?P<last>(?:\d{{1,3}}:)?\d{{1,3}}))?)(?![\w:]|\.\d|\s?[AaPp]\.?[Mm]\b)",
        _verse,
        DIGITS,
        frozenset(":"),
    ),
    Rule(
        "numbers",
        rf"(?<![\w.,:-])(?P<it>[123]|I{{1,3}})(?= (?:{_NUMBERED})\.? {TAKEN})",
        _which_book,
        DIGITS,
        frozenset(":"),
    ),
    Rule(
        "abbreviations",
        rf"\b(?P<it>(?P<name>{'|'.join(sorted(_FULL_NAMES, key=len, reverse=True))})\.?)(?= {TAKEN})",
        lambda match: _FULL_NAMES[match["name"]],
        DIGITS,
        frozenset(":"),
    ),
)
"""Before clock times."""

_HOURS = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?s?|[Oo]pen|[Hh]ours|[Ww]ork(?:s|ing|ed)?|[Ww]eekdays|[Dd]aily|[Ff]rom):? "

HOURS: tuple[Rule, ...] = (
    Rule(
        "ranges",
        rf"\b{_HOURS}(?P<it>((?:1[0-2]|[6-9]))[-–]([1-7]))(?![\w%:/-]|\.\d)",
        _to,
        DIGITS,
        frozenset("-–"),
    ),
)
"""Before the spans of days that they stand beside."""

_MADE = r"(?:Boeing|Airbus|Embraer|Cessna|Dash|Falcon|Gulfstream|Model|Ryzen|Nikon|Canon|Ferrari|Lockheed|Fokker)"

SCORES: tuple[Rule, ...] = (
    Rule("numbers", r"(?<![\w.,:/–-])\d{1,5}[x×]\d{1,5}(?:[x×]\d{1,5})?(?![\w])", _by, DIGITS, frozenset("x×")),
    Rule("numbers", r"(?<=[\d½¼¾⅓⅔⅛]) x (?=\d)", " by ", DIGITS, frozenset("x")),
    Rule(
        "ranges",
        rf"\b{_MADE} (?P<it>(\d{{3,4}})-(\d{{1,4}}))(?![\w-])",
        lambda match: f"{hundreds(match[2])} {hundreds(match[3])}",
        DIGITS,
        frozenset("-"),
    ),
    Rule(
        "ranges",
        rf"(?<![\w.,:/–-]){_PAIR}(?: \(\d{{1,2}}[-–]?\d{{0,2}}\))?(?:(?:, | and |; ){_PAIR}(?: \(\d{{1,2}}[-–]?\d{{0,2}}\))?){{1,5}}(?![\w%]|[-–.,:/]\d)",
        _sets,
        DIGITS,
        frozenset("-–"),
    ),
    Rule(
        "ranges",
        rf"{_WINS}(?: [\w'’.]+){{0,5}} (?P<it>(?P<a>\d{{1,3}})[-–](?P<b>\d{{1,3}}))(?![\w%]|[-–.,:/]\d)",
        _score,
        DIGITS,
        frozenset("-–"),
    ),
    Rule("ranges", rf"(?<![\w.,:/–-])(\d{{1,3}})[-–](\d{{1,3}})(?= {_RESULTS})", _score_after, DIGITS, frozenset("-–")),
)
"""Before ranges."""

RANGES: tuple[Rule, ...] = (
    Rule("ranges", r"(?<=\d(?:st|nd|rd|th))\s?[-–—]\s?(?=\d{1,4}(?:st|nd|rd|th)\b)", " to ", DIGITS, frozenset("-–—")),
    Rule("ranges", r"(?<![\w.–-])[A-Z](?P<it>\s?–\s?)(?=[A-Z](?![\w–-]))", " to ", frozenset("–")),
    Rule("ranges", r"(?<![\w.–-])A(?P<it>-)(?=Z(?![\w-]))", " to ", frozenset("-")),
    Rule(
        "ranges",
        rf"(?<![\w.,:/+#–-])(?P<low>{_NUMBER})(?P<dash>\s?[-–—]\s?)(?P<high>{_NUMBER})(?![\w–-]|[.,:/]\d|\s?[=+*×÷<>]|\s[-–])",
        _range,
        DIGITS,
        frozenset("-–—"),
    ),
    Rule("numbers", r"(?<![\w.,:/–-])([1-9]\d?):([1-9])(?![\w:]|[.,]\d)", _ratio, DIGITS, frozenset(":")),
    Rule(
        "numbers",
        r"\b(?:ratio|odds|scale|proportions?|rate)(?: of| is| was| are| were)? (?P<it>(\d{1,4}):(\d{1,6}))(?![\w:]|[.,]\d)",
        _to,
        DIGITS,
        frozenset(":"),
    ),
)
"""After fractions and magnitudes."""
