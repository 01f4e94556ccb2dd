"""Rules that several European languages share in kind but not in words: each is made from a language's own table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from rhapsode.scripting.data import load_table
from rhapsode.scripting.rules.european_numbers import Numbers
from rhapsode.scripting.rules.european_times import Clock
from rhapsode.scripting.rules.rule import DIGITS, TAKEN, Rule

_NUMBER = r"\d{1,3}(?:[.\u202f\u00a0 '’]\d{3}){1,5}(?:[.,]\d{1,12})?|\d{1,15}(?:,\d{1,12})?"
_EDGE = r"(?<![\w.,:/-])"
_EVEN = r"(?:[.,][–—-]{1,2})?"
"""What stands in place of small change, where there is none: 12.–"""
_GAP = r"[ \u00a0\u202f]?"


class Speaker:
    """Says what one language's table says."""

    def __init__(self, language: str, name: str) -> None:
        self.language = language
        self.table: dict[str, Any] = load_table(name)
        self.words: dict[str, str] = self.table["words"]
        self.months: list[str] = self.table["months"].split()
        self.short: dict[str, dict[str, str]] = self.table["abbreviations"]
        self.joined = {_tight(form): said for form, said in self.short["any"].items() if "." in form}

    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order."""
        return (
            *self.web(),
            *Numbers(self.words, self.table["fractions"]).exact(),
            *Clock(self.language, self.table).rules(),
            *self.amounts(),
            *self.abbreviations(),
            *Numbers(self.words, self.table["fractions"]).rules(),
            *self.signs(),
            *self.one(),
        )

    def one(self) -> tuple[Rule, ...]:
        """1 before a noun, in the noun's gender."""
        table: dict[str, str] = self.table["one"]
        return tuple(
            Rule("numbers", rf"{_EDGE}(?<!\d )1 (?=(?:{nouns.replace(' ', '|')})\b)", _article(word), DIGITS)
            for word, nouns in table.items()
        )

    def amounts(self) -> tuple[Rule, ...]:
        """Money, dates, measures and ranges."""
        units, signs = _any(self.table["units"]), _any(self.table["money"])
        many = rf"(?:\s?(?P<many>{_any(self.table['magnitudes'])})(?!\w))?"
        pair = r"\d{1,2}[-–]\d{1,2}"
        unit = rf"(?:\s|(?=[°%‰A-Z]|k[mgW]|[cm]m))?(?P<unit>{units})(?![\w²³/’']|\s?h\s?\d)"
        return (
            Rule("money", rf"{_EDGE}(?P<number>{_NUMBER}){_EVEN}{many}\s?(?P<sign>{signs})(?!\w)", self.money, DIGITS),
            Rule("money", rf"(?<!\w)(?P<sign>{signs})\s?(?P<number>{_NUMBER})(?!\d){_EVEN}{many}", self.money, DIGITS),
            Rule(
                "units",
                rf"(?<=[½⅓⅔¼¾⅕⅛]){_GAP}(?P<unit>[ckm]?m|k?g|[cm]?l|L)(?![\w²³/'’])",
                self.part,
                frozenset("½⅓⅔¼¾⅕⅛"),
            ),
            Rule("dates", rf"{_EDGE}([0-3]?\d)[./]([01]?\d)[./]((?:1\d|20)\d\d)(?![\w/]|[.,]\d)", self.date, DIGITS),
            Rule("dates", rf"{_EDGE}(\d{{4}})-([01]\d)-([0-3]\d)(?![\w-])", self.iso_date, DIGITS),
            Rule(
                "units",
                rf"{_EDGE}(?P<minus>)(?P<low>{_NUMBER})\s?(?P<same>{units})\s?[-–—]\s?(?P<number>{_NUMBER})\s?(?P<unit>(?P=same))(?![\w²³/])",
                self.measure,
                DIGITS,
            ),
            Rule(
                "units",
                rf"(?:(?<!\S)(?P<minus>[-−])|{_EDGE})(?:(?P<low>{_NUMBER})\s?[-–]\s?)?(?P<number>{_NUMBER}){unit}",
                self.measure,
                DIGITS,
            ),
            Rule(
                "ranges",
                rf"{_EDGE}{pair}(?:(?:[,;]| {self.words['and']}) {pair}){{1,5}}(?![\w%]|[-–.,:/]\d)",
                _sets,
                DIGITS,
            ),
            Rule("ranges", rf"{_EDGE}({_NUMBER})\s?[-–]\s?({_NUMBER})(?![\w–-]|[.,:/]\d)", self.range, DIGITS),
        )

    def signs(self) -> tuple[Rule, ...]:
        """Signs that are words."""
        say = self.words
        number = r"(?<![\w#])#(?=\d)|№\s?(?=\d)|\b[Nn]\.?[°º]\s?(?=\d)"
        return (
            Rule("symbols", r"(?<![\w~≈])[~≈]\s?(?=\d)", f"{say['about']} ", frozenset("~≈")),
            Rule("symbols", r"(?<=[\w)])\s?[→⇒➔]\s?(?=[\w(])", f" {say['to']} ", frozenset("→⇒➔")),
            Rule("symbols", r"(?<=[\w)%]) < (?=[\w(])|(?<=\d)<(?=\d)", f" {say['less']} ", frozenset("<")),
            Rule("symbols", r"(?<=[\w)%]) > (?=[\w(])|(?<=\d)>(?=\d)", f" {say['more']} ", frozenset(">")),
            Rule("symbols", r"§§\s?(?=\d)", f"{say['sections']} ", frozenset("§")),
            Rule("symbols", r"§\s?(?=\d)", f"{say['section']} ", frozenset("§")),
            Rule("symbols", r"(?<=[\w.] )&(?= \w)", say["and"], frozenset("&")),
            Rule("symbols", number, f"{say['number']} ", frozenset("#№°º")),
        )

    def money(self, match: re.Match[str]) -> str:
        """An amount with its currency."""
        one, some = self._names(self.table["money"][match["sign"]])
        whole, _, part = match["number"].partition(",")
        if match["many"]:
            many = str(self.table["magnitudes"][match["many"]])
            elided = self.table.get("elision") and many.endswith(" de") and some[0] in "aeiou"
            return f"{match['number']} {many[:-1]}'{some}" if elided else f"{match['number']} {many} {some}"
        name = one if whole == "1" else f"{whole} {some}"
        if len(part) == 2:
            return f"{name}{self.table['small_joint']}{part.lstrip('0')}" if part != "00" else name
        return one if match["number"] == "1" else f"{match['number']} {some}"

    def measure(self, match: re.Match[str]) -> str:
        """A number with its unit."""
        one, some = self._names(self.table["units"][match["unit"]])
        minus = f"{self.words['minus']} " if match["minus"] else ""
        if match["number"] == "1" and not match["low"]:
            return minus + one
        low = f"{match['low']} {self.words['range']} " if match["low"] else ""
        return f"{minus}{low}{match['number']} {some}"

    def part(self, match: re.Match[str]) -> str | None:
        """The unit of a fraction: ¾ l, 2½ km."""
        names = self.table["units"].get(match["unit"])
        if not names:
            return None
        one, some = self._names(names)
        before = match.string[: match.start()]
        whole = before[:-1].rstrip()[-1:].isdigit()
        joint = "" if whole or before.endswith("½") else self.words.get("of", "")
        name = some if whole else one.partition(" ")[2]
        return f" {joint} {name}" if joint else f" {name}"

    def range(self, match: re.Match[str]) -> str | None:
        """From one number to a larger one."""
        low, high = (float(re.sub(r"[.\u202f\u00a0 '’]", "", match[n]).replace(",", ".")) for n in (1, 2))
        return f"{match[1]} {self.words['range']} {match[2]}" if low < high else None

    def date(self, match: re.Match[str]) -> str | None:
        """Day, month and year."""
        return self.dated(int(match[1]), int(match[2]), match[3])

    def iso_date(self, match: re.Match[str]) -> str | None:
        """Year, month and day (ISO 8601)."""
        return self.dated(int(match[3]), int(match[2]), match[1])

    def abbreviations(self) -> tuple[Rule, ...]:
        """Words written short: those of several parts, those of one, those without a full stop."""
        several = "|".join(
            _GAP.join(map(re.escape, re.split(r"(?<=\.) ?", form))).replace(r"\ ", _GAP)
            for form in sorted(self.joined, key=len, reverse=True)
        )
        one = r"(?P<it>[^\W\d_]{1,8}[.º])(?![\w@]|-\w)(?=\s?(?P<after>[\w\ue000]{0,2}))"
        bare = self.short.get("bare", {})
        return (
            Rule("abbreviations", rf"(?i:(?<![\w.@/-])(?:{several})(?:\.|(?![\w.])))", self.compound, frozenset(".")),
            Rule("abbreviations", rf"(?<![\w.@/-]){one}", self.abbreviation, frozenset(".º")),
            *(Rule("abbreviations", rf"\b(?:{_any(form)})(?!\w)", bare[form]) for form in bare),
        )

    def compound(self, match: re.Match[str]) -> str | None:
        """`z. B.`, with or without its spaces."""
        key = _tight(match.group()).rstrip(".")
        return _found(self.joined, key)

    def abbreviation(self, match: re.Match[str]) -> str | None:
        """A word written short."""
        word, after = match["it"].rstrip("."), match["after"]
        numbered = (
            after[:1].isdigit() or after.startswith(TAKEN) or (len(word) > 1 and after and not after.strip("IVXLC"))
        )
        if numbered and word in self.short["number"]:
            return self.short["number"][word]
        if after[:1].isupper() and word in self.short["name"]:
            return self.short["name"][word]
        said = _found(self.short["any"], word)
        return f"{said}." if said and word in _CLOSING and after[:1].isupper() else said

    def web(self) -> tuple[Rule, ...]:
        """Addresses without what only a machine needs."""
        start = r"(?<![\w@])(?:https?://(?:www\.)?|www\.)(\w)(?=[\w.-]{2})"
        return (Rule("web", start, lambda match: match[1], frozenset(":w")),)

    def dated(self, day: int, month: int, year: str) -> str | None:
        """A date in words; None where there is no such day."""
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return None
        return str(self.table["date"]).format(day=day, month=self.months[month - 1], year=year)

    def _names(self, entry: str) -> tuple[str, str]:
        one, _, some = entry.partition(", ")
        return one, some or one


_CLOSING = frozenset({"etc", "ecc", "usw", "usf"})
"""Before a capital letter they end the sentence."""


def _sets(match: re.Match[str]) -> str | None:
    """The sets of a match, of which at least one falls: 6-4, 3-6."""
    pairs = re.findall(r"(\d+)[-–](\d+)", match.group())
    falls = any(int(first) > int(second) for first, second in pairs)
    return re.sub(r"(?<=\d)[-–](?=\d)", " ", match.group()) if falls else None


def _article(word: str) -> str:
    return word if word.endswith("'") else f"{word} "


def _found(table: Mapping[str, str], form: str) -> str | None:
    """What the table has for `form`, or for it without the capital of a sentence's first word."""
    said = table.get(form) or table.get(form[:1].lower() + form[1:])
    return said[:1].upper() + said[1:] if said and form not in table else said


def _any(forms: Iterable[str]) -> str:
    """A pattern for any of `forms`, the longest first."""
    return "|".join(re.escape(form) for form in sorted([forms] if isinstance(forms, str) else forms, key=len)[::-1])


def _tight(form: str) -> str:
    return re.sub(r"\s", "", form)
