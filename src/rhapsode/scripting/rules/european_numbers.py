"""Numbers that are not amounts, in German, French, Spanish and Italian: codes, telephones, powers, fractions."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rhapsode.scripting.rules.rule import DIGITS, Rule

_EDGE = r"(?<![\w.,:/-])"
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_GLYPHS = {"1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾", "1/5": "⅕", "1/8": "⅛"}


def _groups(text: str) -> str:
    """Digit by digit, with a pause between groups."""
    return ", ".join(" ".join(group) for group in re.findall(r"\w+", text))


class Numbers:
    """Says the numbers of one language."""

    def __init__(self, words: Mapping[str, str], fractions: Mapping[str, str]) -> None:
        self.words, self.fractions = words, fractions

    def exact(self) -> tuple[Rule, ...]:
        """Codes and addresses, before all amounts."""
        return (
            Rule("numbers", r"\bISBN(?:-1[03])?:? (?P<it>(?:\d-?){9,12}[\dXx])(?![\w-])", _code, DIGITS),
            Rule("versions", r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?![\w-]|\.\d)", self.machine, DIGITS),
            Rule("phones", r"(?<![\w.,/-])\+\d{1,3}(?:[-. /]?\(?\d{1,8}\)?){2,6}(?![\w-]|[.,]\d)", self.phone),
            Rule(
                "phones",
                r"(?:\b[Tt][eé]l(?:e[fp]h?on[eo]?|éphone|éfono)?\b\.? ?:?) (?P<it>0[\d /.-]{5,18}\d)(?![\w-]|[.,]\d)",
                _code,
                DIGITS,
            ),
            Rule("numbers", r"\b[A-Z]{2}\d\d(?: ?\d{4}){3,7}(?: ?\d{1,4})?(?!\w)", _code, DIGITS),
            Rule("phones", r"(?<![\w.,/+-])0\d{2,4}[ /-]\d{5,8}(?![\w-]|[.,]\d)", _code, DIGITS),
            Rule(
                "numbers",
                r"(?<![\w.,:/'’-])[1-9]\d{0,2}(?:['’]\d{3})+(?:\.\d\d)?(?![\w'’])",
                _ungrouped,
                frozenset("'’"),
            ),
            Rule("numbers", r"(?<![\w.,:/-])(?<!\d )[1-9]\d{0,2}(?: \d{3})+(?! ?\d)(?!\w)", _ungrouped, frozenset(" ")),
        )

    def rules(self) -> tuple[Rule, ...]:
        """Powers and fractions."""
        power = r"(?<=[\w)])(?:\^(?P<plain>-?\d{1,4})|(?P<raised>[⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,6}))(?!\w)"
        glyph = rf"{_EDGE}(?:(?P<whole>\d{{1,4}}) ?)?(?P<glyph>[{''.join(self.fractions)}])(?!\w)"
        plain = r"(?P<glyph>[1-9]/[234568])(?:(?!\w)(?![/]|[.,]\d))"
        return (
            Rule("fractions", glyph, self.fraction, frozenset(self.fractions)),
            Rule("fractions", rf"{_EDGE}(?:(?P<whole>\d{{1,4}}) )?{plain}", self.fraction, frozenset("/")),
            Rule("symbols", power, self.power, frozenset("^⁰¹²³⁴⁵⁶⁷⁸⁹")),
        )

    def machine(self, match: re.Match[str]) -> str:
        """An address of a machine, with its port."""
        address, _, port = match.group().partition(":")
        said = f" {self.words['dot']} ".join(address.split("."))
        return f"{said}, {self.words['port']} {port}" if port else said

    def phone(self, match: re.Match[str]) -> str:
        """An international number."""
        return f"{self.words['plus']} {_groups(match.group())}"

    def power(self, match: re.Match[str]) -> str:
        """`x²`, `10⁶`."""
        power = match["plain"] or match["raised"].translate(_SUPERSCRIPT)
        said = {"2": "squared", "3": "cubed"}.get(power)
        if said:
            return f" {self.words[said]}"
        return f" {self.words['power']} {power.replace('-', self.words['minus'] + ' ')}"

    def fraction(self, match: re.Match[str]) -> str | None:
        """`1 ½`, `3/4`."""
        form = self.fractions.get(_GLYPHS.get(match["glyph"], match["glyph"]))
        if form is None:
            return None
        alone, _, beside = form.partition(", ")
        return self._counted(beside, match["whole"]) if match["whole"] else alone

    def _counted(self, form: str, whole: str) -> str:
        joined = form.startswith("{n}") and not form.startswith("{n} ")
        names = {"1": "ein", "2": "zwei", "3": "drei", "4": "vier", "5": "fünf", "6": "sechs"}
        return form.format(n=names.get(whole, f"{whole} ") if joined else whole)


def _code(match: re.Match[str]) -> str:
    return _groups(match["it"] if "it" in match.re.groupindex else match.group())


def _ungrouped(match: re.Match[str]) -> str:
    whole, _, part = match.group().partition(".")
    digits = re.sub(r"\D", "", whole)
    return f"{digits},{part}" if part else digits
