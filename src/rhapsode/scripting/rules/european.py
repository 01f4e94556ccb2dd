"""Rules that several European languages share in kind but not in words: each is made from a language's own table."""

from __future__ import annotations

import re
from typing import Any

from rhapsode.scripting.data import load_table
from rhapsode.scripting.rules.rule import DIGITS, TAKEN, Rule

_NUMBER = r"\d{1,3}(?:[.\u202f ]\d{3}){1,5}(?:,\d{1,12})?|\d{1,15}(?:,\d{1,12})?"
_EDGE = r"(?<![\w.,:/-])"


class Speaker:
    """Says what one language's table says."""

    def __init__(self, name: str) -> None:
        self.table: dict[str, Any] = load_table(name)
        self.words: dict[str, str] = self.table["words"]
        self.months: list[str] = self.table["months"].split()

    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order."""
        units = "|".join(re.escape(unit) for unit in sorted(self.table["units"], key=len, reverse=True))
        signs = "|".join(re.escape(sign) for sign in sorted(self.table["money"], key=len, reverse=True))
        many = "|".join(re.escape(name) for name in sorted(self.table["magnitudes"], key=len, reverse=True))
        many = rf"(?:\s?(?P<many>{many})(?!\w))?"
        say = self.words
        return (
            Rule("money", rf"{_EDGE}(?P<number>{_NUMBER}){many}\s?(?P<sign>{signs})(?!\w)", self.money, DIGITS),
            Rule("money", rf"(?<!\w)(?P<sign>{signs})\s?(?P<number>{_NUMBER})(?!\d){many}", self.money, DIGITS),
            Rule("dates", rf"{_EDGE}([0-3]?\d)[./]([01]?\d)[./]((?:1\d|20)\d\d)(?![\w/]|[.,]\d)", self.date, DIGITS),
            Rule("dates", rf"{_EDGE}(\d{{4}})-([01]\d)-([0-3]\d)(?![\w-])", self.iso_date, DIGITS),
            Rule(
                "units",
                rf"{_EDGE}(?:(?P<low>{_NUMBER})\s?[-–]\s?)?(?P<number>{_NUMBER})(?:\s|(?=[°%A-Z]|k[mgW]|[cm]m))?(?P<unit>{units})(?![\w²³/])",
                self.measure,
                DIGITS,
            ),
            Rule("ranges", rf"{_EDGE}({_NUMBER})\s?[-–]\s?({_NUMBER})(?![\w–-]|[.,:/]\d)", self.range, DIGITS),
            Rule("symbols", r"[~≈](?=\s?\d)", f"{say['about']} ", frozenset("~≈")),
            Rule("symbols", r"(?<=[\w)])\s?[→⇒➔]\s?(?=[\w(])", f" {say['to']} ", frozenset("→⇒➔")),
            Rule("symbols", r"(?<=[\w)%]) < (?=[\w(])|(?<=\d)<(?=\d)", f" {say['less']} ", frozenset("<")),
            Rule("symbols", r"(?<=[\w)%]) > (?=[\w(])|(?<=\d)>(?=\d)", f" {say['more']} ", frozenset(">")),
            Rule(
                "symbols",
                r"(?<![\w#])#(?=\d)|№\s?(?=\d)|\b[Nn]\.?[°º]\s?(?=\d)",
                f"{say['number']} ",
                frozenset("#№°º"),
            ),
            Rule(
                "abbreviations",
                r"(?<![\w.@/-])(?P<it>[^\W\d_](?:\.?-?[^\W\d_.]|\. (?=[^\W\d_]{1,2}\.|Chr\.|J\.-C)|[.º](?=[^\W\d_])){0,7}[.º])(?![\w@])(?=\s?(?P<after>[\w\ue000]{0,2}))",
                self.abbreviation,
                frozenset(".º"),
            ),
            *self.bare(),
            *self.web(),
        )

    def money(self, match: re.Match[str]) -> str:
        """An amount with its currency."""
        one, some = self._names(self.table["money"][match["sign"]])
        whole, _, part = match["number"].partition(",")
        if match["many"]:
            many = str(self.table["magnitudes"][match["many"]])
            elided = self.table.get("elision") and many.endswith(" de") and some[0] in "aeiou"
            return f"{match['number']} {many[:-1]}'{some}" if elided else f"{match['number']} {many} {some}"
        name = one if whole == "1" else some
        if len(part) == 2:
            return (
                f"{whole} {name}{self.table['small_joint']}{part.lstrip('0') or '0'}"
                if part != "00"
                else f"{whole} {name}"
            )
        return f"{match['number']} {name}"

    def measure(self, match: re.Match[str]) -> str:
        """A number with its unit."""
        one, some = self._names(self.table["units"][match["unit"]])
        low = f"{match['low']} {self.words['range']} " if match["low"] else ""
        return f"{low}{match['number']} {one if match['number'] == '1' and not low else some}"

    def range(self, match: re.Match[str]) -> str | None:
        """From one number to a larger one."""
        low, high = (float(re.sub(r"[.\u202f ]", "", match[n]).replace(",", ".")) for n in (1, 2))
        return f"{match[1]} {self.words['range']} {match[2]}" if low < high else None

    def date(self, match: re.Match[str]) -> str | None:
        """Day, month and year."""
        return self.dated(int(match[1]), int(match[2]), match[3])

    def iso_date(self, match: re.Match[str]) -> str | None:
        """Year, month and day (ISO 8601)."""
        return self.dated(int(match[3]), int(match[2]), match[1])

    def abbreviation(self, match: re.Match[str]) -> str | None:
        """A word written short."""
        tables = self.table["abbreviations"]
        word, after = match["it"].rstrip("."), match["after"]
        numbered = (
            after[:1].isdigit() or after.startswith(TAKEN) or (len(word) > 1 and after and not after.strip("IVXLC"))
        )
        if numbered and word in tables["number"]:
            return str(tables["number"][word])
        if after[:1].isupper() and word in tables["name"]:
            return str(tables["name"][word])
        said: str | None = tables["any"].get(word)
        return said

    def bare(self) -> tuple[Rule, ...]:
        """Words written short without a full stop at their end."""
        table: dict[str, str] = self.table["abbreviations"].get("bare", {})
        forms = "|".join(re.escape(form) for form in table)
        return (Rule("abbreviations", rf"\b(?:{forms})(?!\w)", lambda m: table[m.group()]),) if table else ()

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
