"""Clock times and lengths of time in English."""

from __future__ import annotations

import re

from rhapsode.scripting.numerals import cardinal, digits
from rhapsode.scripting.rules.rule import DIGITS, Rule

_HALF = r"[AaPp]\.?\s?[Mm]\b\.?"
_ZONE = r"(?P<zone>\s?(?i:[ECMP]\.?[SD]?\.?T|G\.?M\.?T|U\.?T\.?C|B\.?S\.?T|C\.?E\.?S?\.?T)\b\.?)?"
_COLON = frozenset(":")


def _clock(match: re.Match[str]) -> str | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    half = match["half"] or ""
    letters = f" {half[0].upper()}M{_zone(match)}" if half else ""
    if hour > 24 or minute > 59:
        return None
    if minute == 0:
        if half or hour > 12:
            return f"{cardinal(hour)}{letters or ' hundred'}"
        return f"{cardinal(hour)} o'clock" if hour else "midnight"
    return f"{cardinal(hour)} {_minutes(match['minute'])}{letters}"


def _minutes(written: str) -> str:
    return f"{'oh ' if int(written) < 10 else ''}{cardinal(int(written))}"


def _zone(match: re.Match[str]) -> str:
    zone = re.sub(r"\W", "", match["zone"] or "").upper()
    return f" {zone}" if zone else ""


def _clocks(match: re.Match[str]) -> str | None:
    parts = [_clock_part(match[f"a{n}"], match[f"b{n}"], match[f"c{n}"]) for n in (1, 2)]
    return " to ".join(parts)


def _clock_part(hour: str, minute: str | None, half: str | None) -> str:
    words = cardinal(int(hour))
    if minute and int(minute):
        words += f" {_minutes(minute)}"
    return f"{words} {half[0].upper()}M" if half else words


def _to_noon(match: re.Match[str]) -> str:
    if match["first"]:
        return f"{match['first']} to {_clock_part(match['a2'], match['b2'], match['c2'])}"
    return f"{_clock_part(match['a1'], match['b1'], match['c1'])} to {match['last']}"


def _seconds(match: re.Match[str]) -> str:
    """2:01:09 as a length, or as a time of day where a preposition or a half of the day says so."""
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"])
    if match["at"] and hour < 25 and not match["half"]:
        said = f"{cardinal(hour)} {_minutes(match['minute']) if minute else 'hundred'}"
        return said + (f" and {_counted(second, 'second')}" if second else "")
    parts = [_counted(n, name) for n, name in ((hour, "hour"), (minute, "minute"), (second, "second"))]
    if match["half"]:
        return f"{parts[0]} {parts[1]} and {parts[2]} {match['half'][0].upper()}M{_zone(match)}"
    return " ".join(part for n, part in zip((hour, minute, second), parts, strict=True) if n) or parts[2]


def _counted(number: int, name: str) -> str:
    return f"{cardinal(number)} {name}{'' if number == 1 else 's'}"


def _split_time(match: re.Match[str]) -> str:
    """14:22.5, minutes and seconds of a race."""
    return f"{cardinal(int(match[1]))} {_minutes(match[2])} point {digits(match[3])}"


_AT = r"(?:\b(?P<at>[Aa]t|[Bb]y|[Ff]rom|until|since|around|before|after) )?"
_START = r"(?<![\w.:/-])"
_A, _B = (rf"(?P<a{n}>\d\d?)(?::(?P<b{n}>[0-5]\d))?\s?(?P<c{n}>{_HALF})?" for n in (1, 2))
_NOON = r"(?:noon|midnight)"

TIMES: tuple[Rule, ...] = (
    Rule(
        "times",
        rf"{_AT}{_START}(?P<it>(?P<hour>\d{{1,3}}):(?P<minute>[0-5]\d):(?P<second>[0-5]\d)(?:\s?(?P<half>{_HALF}){_ZONE})?)(?![\w:]|[.,+-]\d)",
        _seconds,
        DIGITS,
        _COLON,
    ),
    Rule("times", rf"{_START}(\d{{1,2}}):([0-5]\d)\.(\d{{1,3}})(?![\w:]|[.,]\d)", _split_time, DIGITS, _COLON),
    Rule(
        "times",
        rf"{_START}(?:(?P<first>(?i:{_NOON}))\s?[-–—]\s?{_B}|{_A}\s?[-–—]\s?(?P<last>{_NOON}))(?!\w)",
        _to_noon,
        DIGITS,
        holds=("noon", "Noon", "idnight"),
    ),
    Rule(
        "times",
        rf"{_START}(?P<a1>\d\d?):(?P<b1>[0-5]\d)(?P<c1>)\s?[-–—]\s?(?P<a2>\d\d?):(?P<b2>[0-5]\d)(?P<c2>)(?![\w:])(?!\s?[AaPp]\.?[Mm])",
        _clocks,
        DIGITS,
        frozenset("mM:"),
    ),
    Rule(
        "times",
        rf"{_START}(?<!\d,){_A}\s?(?:[-–—]|to)\s?(?P<a2>\d\d?)(?::(?P<b2>[0-5]\d))?\s?(?P<c2>{_HALF})(?!\w)",
        _clocks,
        DIGITS,
        frozenset("mM:"),
    ),
    Rule(
        "times",
        rf"{_START}(?<!\d,)(?P<hour>[01]?\d|2[0-4]):(?P<minute>0\d)(?![\d:])(?:\s?(?P<half>{_HALF}){_ZONE}(?!\w))?",
        _clock,
        DIGITS,
        _COLON,
    ),
    Rule(
        "times",
        rf"{_START}(?<!\d,)(?P<hour>0?[1-9]|1[0-2])[:.](?P<minute>[0-5]\d)\s?(?P<half>{_HALF}){_ZONE}(?!\w)",
        _clock,
        DIGITS,
        frozenset(":."),
    ),
    Rule(
        "times",
        rf"{_START}(?<!\d,)(?P<hour>0?[1-9]|1[0-2])(?P<minute>)\s?(?P<half>{_HALF}){_ZONE}(?!\w)",
        lambda m: f"{cardinal(int(m['hour']))} {m['half'][0].upper()}M{_zone(m)}",
        DIGITS,
    ),
)
"""After dates, before years."""
