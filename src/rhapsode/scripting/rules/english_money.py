"""Money in English."""

from __future__ import annotations

import re
import string

from rhapsode.scripting.data import load_table
from rhapsode.scripting.numerals import cardinal, decimal, digits, ungrouped
from rhapsode.scripting.rules.english_grouping import indian
from rhapsode.scripting.rules.rule import DIGITS, Rule

_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,6}|\d{1,3}(?:['’\u202f\u2009\u00a0]\d{3}){1,5}|\d{1,15})(?:\.\d{1,12})?"
_INDIAN = r"\d{1,2}(?:,\d\d){1,4},\d{3}(?:\.\d\d)?"
_CONTINENTAL = r"\d{1,3}(?:\.\d{3}){1,5},\d\d"
_SIGN = r"(?:(?:US|AU|CA|NZ|HK|A|C|S|R)?\$|[€£¥￥₹₩₽₺₪₫₴₦₱฿₿])"
_CODE = r"(?:USD|EUR|GBP|JPY|CHF|CNY|INR|AUD|CAD)"
_MANY = r"(?:\s?(?P<many>hundred|thousand|million|billion|trillion|lakhs?|crores?|MM|[kKmMbBtT]|[mbt]n|Bn)(?![\w]))?"
_PER = {
    "yr": "year", "year": "year", "hr": "hour", "h": "hour", "hour": "hour", "mo": "month", "month": "month",
    "day": "day", "wk": "week", "week": "week", "kg": "kilogram", "lb": "pound", "min": "minute", "oz": "ounce",
    "s": "second", "mi": "mile", "km": "kilometer", "gal": "gallon", "person": "person", "unit": "unit",
    "user": "user", "GB": "gigabyte", "kWh": "kilowatt hour", "sqft": "square foot", "night": "night",
}  # fmt: skip


def _currency(sign: str) -> list[str]:
    return [part.strip() for part in str(load_table("english")["money"][sign]).split(",")]


def _amount(number: str, sign: str, many: str | None) -> str:
    one, some, cent, cents = [*_currency(sign), "", ""][:4]
    if re.fullmatch(_CONTINENTAL, number):
        number = number.replace(".", "").replace(",", ".")
    if re.fullmatch(_INDIAN, number):
        return f"{indian(number.partition('.')[0])} {some}"
    number = ungrouped(number)
    whole, _, part = number.partition(".")
    if many:
        return f"{decimal(number)} {load_table('english')['magnitudes'][many]} {some}"
    if cent and len(part) == 1 and whole in {"", "0"}:
        part += "0"
    if cent and len(part) >= 2 and not part[2:].strip("0"):
        return _coins(int(whole or 0), int(part[:2]), (one, some, cent, cents))
    value = decimal(number) if whole else f"point {digits(part)}"
    return f"{value} {one if number == '1' else some}"


def _coins(whole: int, part: int, names: tuple[str, str, str, str]) -> str:
    one, some, cent, cents = names
    small = f"{cardinal(part)} {cent if part == 1 else cents}"
    large = f"{cardinal(whole)} {one if whole == 1 else some}"
    if not part:
        return large
    return f"{large} and {small}" if whole else small


def _money(match: re.Match[str]) -> str:
    minus = "minus " if match["minus"] else ""
    per = f" per {_PER[match['per']]}" if match["per"] else ""
    if match["low"]:
        low, high = match["low"], match["number"]
        first = _amount(low, match["sign"], match["lowmany"]) if match["sign2"] else decimal(low)
        return f"{minus}{first} to {_amount(high, match['sign2'] or match['sign'], match['many'])}{per}"
    return minus + _amount(match["number"], match["sign"], match["many"]) + per


def _before(match: re.Match[str]) -> str:
    return _amount(match["number"], match["sign"], match["many"])


_MONEY_SIGNS = frozenset(string.ascii_uppercase + "€£¥₹₽¢")


def _old_money(match: re.Match[str]) -> str:
    """£3 10s. 6d., 5s 6d: as it was in Britain until 1971."""
    names = (("pound", "pounds"), ("shilling", "shillings"), ("penny", "pence"))
    parts = zip((match["pounds"], match["shillings"], match["pence"]), names, strict=True)
    return " ".join(f"{cardinal(int(n))} {names[n != '1']}" for n, names in parts if n)


_STOP = r"(?:\.(?=\s[a-z]|[,;]))?"

MONEY: tuple[Rule, ...] = (
    Rule(
        "money",
        rf"£(?P<pounds>\d{{1,5}}),? (?P<shillings>1?\d)s\b(?:(?:\.?,? )(?P<pence>1[01]|\d)d\b)?{_STOP}",
        _old_money,
        frozenset("£"),
    ),
    Rule(
        "money",
        rf"(?<![\w.,/£$-])(?P<pounds>)(?P<shillings>1?\d)s\.? (?P<pence>1[01]|\d)d\b{_STOP}",
        _old_money,
        DIGITS,
        frozenset("d"),
    ),
    Rule(
        "money",
        rf"(?P<minus>(?<![\w)])[-−])?(?<![A-Z])(?P<sign>{_SIGN})\s?"
        rf"(?:(?P<low>{_NUMBER})(?P<lowmany>[kKmMbB]\b|\s(?:million|billion|trillion))?\s?[-–—]\s?(?P<sign2>{_SIGN})?(?=[\d.]))?"
        rf"(?P<number>{_CONTINENTAL}|{_INDIAN}|{_NUMBER}|\.\d{{1,12}})(?!\d|[.,]\d|@){_MANY}(?:/(?P<per>{'|'.join(_PER)})\b)?",
        _money,
        frozenset("$€£¥￥₹₩₽₺₪₫₴₦₱฿₿"),
    ),
    Rule(
        "money",
        rf"\b(?P<sign>Rs)\.?\s?(?P<number>{_INDIAN}|{_NUMBER})(?![\w]|[.,]\d){_MANY}",
        _before,
        DIGITS,
        holds=("Rs",),
    ),
    Rule("money", rf"\b(?P<sign>{_CODE})\s(?P<number>{_NUMBER})(?![\w]|[.,]\d){_MANY}", _before, DIGITS, _MONEY_SIGNS),
    Rule(
        "money",
        rf"(?<![\w.,$])(?P<number>{_NUMBER}){_MANY}\s?(?P<sign>[€£¥₹₽¢]|\b{_CODE}\b)",
        _before,
        DIGITS,
        _MONEY_SIGNS,
    ),
)
"""Before units and ranges."""
