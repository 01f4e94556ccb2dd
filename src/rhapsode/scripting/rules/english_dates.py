"""Dates, years and decades in English."""

from __future__ import annotations

import re
from datetime import date

from rhapsode.scripting.data import load_table, word_list
from rhapsode.scripting.numerals import cardinal, decade, ordinal, year
from rhapsode.scripting.rules.rule import DIGITS, Rule

_LONG = "[Jj]anuary|[Ff]ebruary|[Mm]arch|[Aa]pril|[Mm]ay|[Jj]une|[Jj]uly|[Aa]ugust|[Ss]eptember|[Oo]ctober|[Nn]ovember|[Dd]ecember"
_SHORT = "[Jj]an|[Ff]eb|[Mm]ar|[Aa]pr|[Jj]un|[Jj]ul|[Aa]ug|[Ss]ept?|[Oo]ct|[Nn]ov|[Dd]ec|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC"
_MONTH = rf"(?P<month>{_LONG}|(?:{_SHORT})\b\.?)"
_DAY = r"(?P<day>[12]?\d|3[01]|0[1-9])(?:st|nd|rd|th)?"
_DAYS = rf"{_DAY}(?:(?P<to>\s?[-–—]\s?|\s(?:and|or|to)\s)(?P<day2>[12]?\d|3[01])(?:st|nd|rd|th)?(?![\d:]))?"
_YEAR = r"(?P<year>1\d{3}|20\d\d)"
_EDGE = r"(?![\w%]|[.,:/]\d|[-–]\d)"
_INITIALS = frozenset("JFMASONDjfmasond")
_ERA = r"(?:A\.?D\.?|B\.?C\.?(?:E\.?)?|C\.?E\.?)"

_ERA_LETTERS = frozenset("BAC")


def _era(match: re.Match[str]) -> str:
    """B.C. as its letters."""
    era = match.group().replace(".", "")
    return era if era == "AD" else " ".join(era)


_QUANTITY = frozenset(
    word_list(
        "over about nearly almost than least most approximately around some only roughly exactly another all"
        " these those page pages number room flight channel highway route interstate model"
    )
)
_TIME_WORDS = frozenset(
    word_list(
        "in since from until till by before after circa during early late mid summer winter spring autumn"
        " fall year years of between and to through for at the on class election january february march april"
        " may june july august september october november december"
    )
)


def _month(name: str) -> str:
    return str(load_table("english")["months"][name.lower().rstrip(".")])


def _said_year(text: str) -> str:
    return year(int(text))


def _month_day(match: re.Match[str]) -> str:
    words = f"{_month(match['month'])} {ordinal(int(match['day']))}"
    if match["day2"]:
        joint = match["to"].strip(" ")
        words += f" {joint if joint.isalpha() else 'to'} {ordinal(int(match['day2']))}"
    if match["year"]:
        words += f"{match['comma'] or ''} {_said_year(match['year'])}"
    return words


def _day_month(match: re.Match[str]) -> str:
    lead = "" if match["the"] else "the "
    words = f"{match['the'] or ''}{lead}{ordinal(int(match['day']))}"
    if match["day2"]:
        joint = match["to"].strip(" ")
        words += f" {joint if joint.isalpha() else 'to'} {ordinal(int(match['day2']))}"
    words += f" of {_month(match['month'])}"
    if match["year"]:
        words += f"{match['comma'] or ''} {_said_year(match['year'])}"
    return words


def _month_year(match: re.Match[str]) -> str:
    return f"{_month(match['month'])}{match['comma'] or ''} {_said_year(match['year'])}"


def _numeric(year_text: str, month: int, day: int) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    name = f"{date(2000, month, 1):%m}"
    names = list(dict.fromkeys(load_table("english")["months"].values()))
    full = f"20{year_text}" if len(year_text) == 2 else year_text
    return f"{names[int(name) - 1]} {ordinal(day)} {_said_year(full)}"


_WEEKDAY = "(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thur|Thurs|Fri|Sat|Satur|Sun)(?:day)?s?"


def _weekdays(match: re.Match[str]) -> str:
    table: dict[str, str] = load_table("english")["abbreviations"]["day"]
    return " to ".join(table.get(day, day) for day in match.groups())


def _stamp(match: re.Match[str]) -> str | None:
    """2024-02-29T12:30:00Z, to the minute."""
    day, minute = _iso(match), int(match["minute"])
    minutes = "hundred" if not minute else f"{'oh ' if minute < 10 else ''}{cardinal(minute)}"
    return (
        f"{day} at {cardinal(int(match['hour']))} {minutes}{' U T C' if match['zone'] == 'Z' else ''}" if day else None
    )


def _iso(match: re.Match[str]) -> str | None:
    return _numeric(match[1], int(match[3]), int(match[4]))


def _local(match: re.Match[str]) -> str | None:
    first, second = int(match[1]), int(match[3])
    if first > 12:
        said = _numeric(match[4], second, first)
        if said is None:
            return None
        month, day, rest = said.split(" ", 2)[0], ordinal(first), _said_year(match[4])
        return f"the {day} of {month} {rest}" if rest else None
    return _numeric(match[4], first, second)


def _bare_year(match: re.Match[str]) -> str | None:
    number = int(match[2])
    before = (match[1] or "").lower().strip()
    if before in _QUANTITY or 2000 <= number < 2010:
        return None
    if number < 1100 and before not in {"in", "since", "until", "before", "after", "around", "circa", "year"}:
        return None
    adds = before == "of" or (before == "and" and "etween" not in match.string[: match.start()][-60:])
    if (adds or before not in _TIME_WORDS) and _counts(number, before, match[3] or "", match[4] or ""):
        return cardinal(number)
    return year(number)


def _counts(number: int, before: str, after: str, later: str) -> bool:
    """Whether a number counts what follows it (1832 sheep), and is no year before a noun (2016 elections)."""
    if after in _PLURALS or before in _COUNTING:
        return _is_plural(after) or _is_plural(later)
    return not 1900 <= number <= 2030 and after not in _EVENTS and _is_plural(after)


_EVENTS = frozenset(
    word_list(
        "elections olympics games riots protests talks census championships playoffs finals awards results reforms"
        " floods editions hearings revolutions campaigns seasons models figures statutes treaties laws rebellions"
    )
)


_PLURALS = frozenset(
    word_list(
        "people men women children sheep fish deer cattle feet teeth mice geese police aircraft troops dead"
        " wounded oxen infantry cavalry souls salmon trout bison buffalo pence yen yuan"
    )
)
_NOT_PLURAL = frozenset(
    word_list(
        "does goes sees marks brings remains begins perhaps across towards thus besides always sometimes means this"
        " its news series shows saw was has seems comes stands lies makes gives takes finds includes saves ends"
        " starts sets features represents contains affairs census class"
    )
)
_COUNTING = frozenset(
    word_list(
        "were was had have has with counted sold bought killed lost of all some held kept owned found made"
        " are is contains contained containing employed carried carrying"
    )
)


def _is_plural(word: str) -> bool:
    if word in _PLURALS:
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in _NOT_PLURAL


_WAITS = frozenset(
    word_list(
        "for after within every takes took take lasted lasts waited wait waits than about under over approximately"
        " exactly only another just until"
    )
)
_TIMERS = frozenset(word_list("timeout delay interval intervals exposure exposures rest later clip video pause"))


def _short_decade(match: re.Match[str]) -> str | None:
    """The 90s, but "for 30s" and "a 30s timeout", which are seconds."""
    before, after = (match["before"] or "").lower(), (match["after"] or "").lower()
    if before in _WAITS or after in _TIMERS:
        return None
    return decade(1900 + int(match["tens"])).split(" ", 1)[1]


def _decade(match: re.Match[str]) -> str:
    start = f"{match[1]} " if match[1] else ""
    return f"{start}{decade(int(match[2]))}"


def _decades(match: re.Match[str]) -> str:
    high = int(match[1])
    low = int(match[2])
    low_words = decade(low) if low > 99 else decade(1900 + low).split(" ", 1)[1]
    return f"{decade(high)} to {low_words}"


def _years(match: re.Match[str]) -> str | None:
    high, low = int(match[1]), int(match[2])
    if len(match[2]) == 2:
        return f"{year(high)} to {cardinal(low) if low > 9 else f'oh {cardinal(low)}'}" if low > high % 100 else None
    return f"{year(high)} to {year(low)}" if low > high else None


DATES: tuple[Rule, ...] = (
    Rule(
        "dates",
        r"(?<![\w.,/-])(\d{4})(-)(\d\d)-(\d\d)[T ](?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?::\d\d(?:\.\d{1,9})?)?(?P<zone>Z|[+-]\d\d:?\d\d)?(?![\w:])",
        _stamp,
        DIGITS,
        frozenset(":"),
    ),
    Rule(
        "dates",
        r"(?<![\w.,/-])([12]\d{3})([-/.])(0?[1-9]|1[0-2])\2([0-3]?\d)(?![\w/-]|\.\d)",
        _iso,
        DIGITS,
        frozenset("-/."),
    ),
    Rule(
        "dates",
        r"(?<![\w.,/$€£-])([0-3]?\d)([-/.])([0-3]?\d)\2((?:1\d|20)\d\d)(?![\w/-]|\.\d)",
        _local,
        DIGITS,
        frozenset("-/."),
    ),
    Rule("dates", r"(?<![\w.,/$€£-])([01]?\d)(/)([0-3]?\d)/(\d\d)(?![\w/-]|\.\d)", _local, DIGITS, frozenset("-/.")),
    Rule(
        "dates",
        rf"\b{_MONTH}(?:\s|-(?=\d\d?\b)){_DAYS}(?:(?P<comma>,?)\s?{_YEAR})?{_EDGE}",
        _month_day,
        DIGITS,
        _INITIALS,
    ),
    Rule(
        "dates",
        rf"(?<![\w.,:$€£/-])(?P<the>[Tt]he )?{_DAYS} (?:of )?{_MONTH}(?:(?P<comma>,?) ?{_YEAR})?{_EDGE}",
        _day_month,
        DIGITS,
        _INITIALS,
    ),
    Rule("dates", rf"\b{_MONTH}(?P<comma>,?) {_YEAR}{_EDGE}", _month_year, DIGITS, _INITIALS),
    Rule(
        "dates",
        rf"\b(?=[A-Za-z]{{3,4}}\.)(?P<month>(?:{_SHORT})(?<!may))\.(?=\s[a-z]|$)(?<!\bmar\.)(?<!\bdec\.)",
        lambda m: _month(m["month"]),
        frozenset("."),
    ),
    Rule("dates", r"(?<![\w.,$€£/-])(1\d{2}0)'?s\s?[-–]\s?(?:')?((?:1\d)?\d0)'?s\b", _decades, DIGITS, frozenset("s")),
    Rule(
        "dates",
        r"(?:\b(?P<before>[A-Za-z]+)[ -]|(?<![\w.,:$€£/#'’‘-]))(?P<it>(?P<tens>[2-9]0)s)\b(?=(?: (?P<after>[A-Za-z]+))?)",
        _short_decade,
        DIGITS,
    ),
    Rule("dates", r"(?<!\w)['’‘]([2-9]0)s\b", lambda m: decade(1900 + int(m[1])).split(" ", 1)[1], DIGITS),
    Rule("dates", r"(?<![\w.,$€£/-])(?:([Mm]id)-)?((?:1\d|20)\d0) ?s\b", _decade, DIGITS, frozenset("s")),
    Rule(
        "dates",
        r"(?<![\w.,:$€£/-])(1\d{3}|20\d\d)\s?[-–]\s?((?:(?:1\d|20)\d\d)|\d\d)(?![\w%]|[.,:/]\d|[-–]\d|\s?kg)",
        _years,
        DIGITS,
        frozenset("-–"),
    ),
    Rule("dates", rf"(?<![\w.,:$€£/-])(\d{{3}})(?=\s{_ERA}(?![\w]))", lambda m: year(int(m[1])), DIGITS),
    Rule("dates", rf"(?<=[\d\ue000]\s){_ERA}(?!\w)|\b{_ERA}(?=\s\d)", _era, DIGITS, _ERA_LETTERS),
)
"""In order."""

_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

SPANS: tuple[Rule, ...] = (
    Rule(
        "ranges",
        rf"\b(?P<low>{_LONG}|{_SHORT})\.?\s?[–—-]\s?(?P<high>{_LONG}|{_SHORT})\b\.?(?! \d{{1,2}}\b)",
        lambda m: f"{_month(m['low'])} to {_month(m['high'])}",
        frozenset("-–—"),
        holds=_MONTH_NAMES,
    ),
    Rule("ranges", rf"\b({_WEEKDAY})\.?\s?[–—-]\s?({_WEEKDAY})\b\.?", _weekdays, frozenset("-–—"), holds=_DAY_NAMES),
)
"""From month to month, from day to day."""

YEARS: tuple[Rule, ...] = (
    Rule(
        "dates",
        r"(?:\b([A-Za-z]+) )?(?<![\w.,:$€£¥#/@-])(?P<it>1\d{3}|20\d\d)(?![\w%°$€£]|[.,:/-]\d|\s?[°%]|-[a-z])(?=(?: ([A-Za-z]+)(?: ([a-z]+))?)?)",
        _bare_year,
        DIGITS,
    ),
)
"""After clock times and units: any number left could be one."""
