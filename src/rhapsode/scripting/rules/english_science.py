"""Formulas in running English text: chemistry, powers, probabilities, functions, factorials."""

from __future__ import annotations

import re

from rhapsode.scripting.data import load_table, word_list
from rhapsode.scripting.numerals import cardinal, decimal
from rhapsode.scripting.rules.rule import DIGITS, Rule

_SUB = "₀₁₂₃₄₅₆₇₈₉"
_SUPER = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TO_DIGITS = str.maketrans(_SUB + _SUPER + "⁺⁻ⁿ", "0123456789" * 2 + "+-n")
_ELEMENT = (
    "(?:A[cglmrstu]|B[aehikr]?|C[adeflmnorsu]?|D[bsy]?|E[rsu]|F[elmr]?|G[ade]|H[efgos]?|I[nr]?|Kr?|L[airuv]|M[cdgnot]"
    "|N[abdeip]?|Os?|P[abdmortu]?|R[abefghnu]|S[bcegimnr]?|T[abcehilm]|U|V|W|Xe|Yb?|Z[nr])"
)
_PART = rf"(?:{_ELEMENT}|\((?:{_ELEMENT}[{_SUB}]{{0,3}}){{1,4}}\))"
_CHARGE = "(?P<charge>[⁰¹²³⁴⁵⁶⁷⁸⁹]{0,2}[⁺⁻])?"


_COMMON = frozenset(
    word_list("H C N O F P S Cl Br I Na K Ca Mg Al Si Fe Cu Zn Ag Li Ti Mn Cr Ni Pb Ba B Sn Hg Au As Se")
)
"""Elements of formulas that are written with ordinary digits."""


def letters(text: str) -> str:
    """Each letter by its name; a capital A by itself would be read as the article."""
    return " ".join("eigh" if letter in "aA" else letter.upper() for letter in text)


def _formula(match: re.Match[str]) -> str:
    charge = match["charge"]
    many = match.groupdict().get("many")
    said = [cardinal(int(many))] if many else []
    said += [
        cardinal(int(part)) if part.isdigit() else letters(part)
        for part in re.findall(r"\d+|[A-Za-z]", match["formula"].translate(_TO_DIGITS))
    ]
    return " ".join([*said, _charge(charge)] if charge else said)


def _charge(charge: str) -> str:
    plain = charge.translate(_TO_DIGITS)
    sign = "plus" if plain.endswith("+") else "minus"
    return f"{cardinal(int(plain[:-1]))} {sign}" if plain[:-1] else sign


def _plain_formula(match: re.Match[str]) -> str | None:
    """H2SO4 with ordinary digits: of two elements at least, or of one that goes in pairs."""
    text = match["formula"]
    parts = re.findall(rf"({_ELEMENT})(\d*)", text)
    if len(parts) < 2 and text not in {"H2", "O2", "N2", "O3", "Cl2", "Br2", "I2", "F2"}:
        return None
    if any(element not in _COMMON or (count.startswith(("0", "1")) and len(count) == 1) for element, count in parts):
        return None
    return _formula(match)


def _isotope(match: re.Match[str]) -> str:
    names: dict[str, str] = load_table("english")["elements"]
    return f"{names.get(match[2], letters(match[2]))} {cardinal(int(match[1].translate(_TO_DIGITS)))}"


def _power(match: re.Match[str]) -> str:
    plain = match["power"].translate(_TO_DIGITS).lstrip("^").strip("{}()").replace("−", "-")
    base = decimal(match["base"]) if match["base"] else ""
    named = {"2": "squared", "3": "cubed"}.get(plain)
    if named:
        return f"{base} {named}"
    _, _, rest = plain.rpartition("-")
    words = cardinal(int(rest)) if rest.isdigit() else letters(rest)
    return f"{base} to the power of {'minus ' if plain.startswith('-') else ''}{words}"


def _one(text: str) -> str:
    """An operand of a function, in words."""
    text = text.strip()
    return "eigh" if text in ("a", "A") else text


def _given(match: re.Match[str]) -> str:
    return f"{match[1]} of {_one(match[2])} given {_one(match[3])}"


def _joint(match: re.Match[str]) -> str:
    sign = {"∩": "and", "∪": "or"}[match[3]]
    return f"{match[1]} of {_one(match[2])} {sign} {_one(match[4])}"


def _factorial(match: re.Match[str]) -> str:
    number = match["number"]
    return f"{decimal(number) if number.isdigit() else number} factorial"


_LESS_ABOUT = frozenset("^⁰¹²³⁴⁵⁶⁷⁸⁹⁻")

_SALTS = "NaCl|NaOH|NaBr|NaF|NaI|KCl|KOH|KBr|KI|HCl|HBr|HCN|LiF|LiCl|LiOH|CaO|CaS|MgO|MgS|ZnO|ZnS|FeO|FeS|CuO|CuS|AgCl|AgBr|PbO|PbS|GaAs|SiC|TiN"
_SALT_ENDS = ("Na", "K", "H", "Li", "Ca", "Mg", "Zn", "Fe", "Cu", "Ag", "Pb", "Ga", "Si", "Ti")
"""Compounds without numbers, which look like words."""

SCIENCE: tuple[Rule, ...] = (
    Rule(
        "symbols",
        r"(?<![\w])(Pr?|E|Prob|p)[(\[]([^()|\[\]\n]{1,30})\s?[|∣]\s?([^()|\[\]\n]{1,30})[)\]]",
        _given,
        frozenset("|∣"),
    ),
    Rule("symbols", r"(?<!\w)(Pr?|Prob)\((\w{1,12})\s?([∩∪])\s?(\w{1,12})\)", _joint, frozenset("∩∪")),
    Rule("symbols", r"(?<!\w)([PfghFG])\(([A-Zxyztn])\)(?!\w)", lambda m: f"{m[1]} of {_one(m[2])}", frozenset("(")),
    Rule(
        "symbols",
        r"(?<![\w.,])(?P<number>\d{1,3}|n|N|k)!(?=\s?[=+×·*/÷)<>≤≥≈−-]\s?\S|\s(?:is|equals|ways|permutations|means|times|and|over)\b)",
        _factorial,
        frozenset("!"),
    ),
    Rule(
        "symbols",
        rf"(?:(?<=[{_SUB}⁺⁻])\s?[→⟶]\s?(?=\d{{0,2}}[A-Z(\ue000])|(?<=[A-Z])\s?[→⟶]\s?(?=\d{{0,2}}(?:[A-Z][a-z]?){{1,3}}[{_SUB}]))",
        " yields ",
        frozenset("→⟶"),
    ),
    Rule(
        "symbols",
        rf"(?<![\w.₀-₉])(?P<many>[2-9]|1\d)?(?P<formula>(?={_PART}*[{_SUB}])(?:{_PART}[{_SUB}]{{0,3}}){{1,12}}){_CHARGE}(?!\w)",
        _formula,
        frozenset(_SUB),
    ),
    Rule("symbols", rf"(?<![\w.])(?P<formula>{_SALTS})(?P<charge>)(?![\w-]|\.\w)", _formula, holds=_SALT_ENDS),
    Rule(
        "symbols",
        rf"(?<![\w.])(?P<formula>(?:{_ELEMENT}){{1,3}}){_CHARGE}(?<=[⁺⁻])(?!\w)",
        _formula,
        frozenset("⁺⁻"),
    ),
    Rule("symbols", rf"(?<![\w.])([{_SUPER}]{{1,3}})({_ELEMENT})(?!\w)", _isotope, frozenset(_SUPER)),
    Rule(
        "symbols",
        rf"(?<![\w.,/#@$-])(?P<formula>(?:{_ELEMENT}\d{{0,2}}){{1,8}}(?<=\d)|(?:{_ELEMENT}\d{{0,2}}){{1,8}}(?:(?<=\d[A-Z])|(?<=\d[A-Z][a-z])))(?P<charge>)(?![\w-]|\.\w)",
        _plain_formula,
        DIGITS,
    ),
)
"""Before units and years: a formula's numbers are neither."""

POWERS: tuple[Rule, ...] = (
    Rule(
        "symbols",
        r"(?:(?<![\w.,])(?P<base>\d{1,6}(?:\.\d{1,6})?)|(?<=[\w)]))(?P<power>\^(?:[-−]?\d{1,4}|[{(][-−]?\d{1,4}[)}])|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,6}|ⁿ|\^[A-Za-z])(?!\w)",
        _power,
        frozenset("^⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ"),
    ),
)
"""After units, which have squares of their own."""
