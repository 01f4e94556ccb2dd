"""Dates as sources write them, to ISO 8601; impossible ones to nothing."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?$")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})")


def iso_date(value: object) -> str:
    """`value` (text, a date or a number) as `2024-05-01`, `2024-05` or `2024`; empty where it is no such day."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    text = str(value or "").strip()[:60]
    found = _ISO.match(text)
    if found:
        return _checked(int(found[1]), int(found[2] or 0), int(found[3] or 0))
    found = _DAY_FIRST.search(text)
    if found:
        return _checked(int(found[3]), _month(found[2]), int(found[1]))
    found = _MONTH_FIRST.search(text)
    if found:
        return _checked(int(found[3]), _month(found[1]), int(found[2] or 0))
    return ""


def _month(name: str) -> int:
    short = name[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else -1


def _checked(year: int, month: int, day: int) -> str:
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return ""
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
