"""The rules of Spanish, in order."""

from __future__ import annotations

from rhapsode.scripting.data import load_table
from rhapsode.scripting.rules.european import Speaker
from rhapsode.scripting.rules.european_names import roman_rules
from rhapsode.scripting.rules.rule import DIGITS, Rule

_ORDINALS = dict(
    enumerate(
        [
            "primer",
            "segundo",
            "tercer",
            "cuarto",
            "quinto",
            "sexto",
            "séptimo",
            "octavo",
            "noveno",
            "décimo",
            "undécimo",
            "duodécimo",
        ],
        1,
    )
)


RULES: tuple[Rule, ...] = (
    Rule("numbers", r"(?<![\w.,-])([1-9]|1[0-2])\.?º(?!\w)", lambda m: _masculine(int(m[1])), frozenset("º")),
    Rule("numbers", r"(?<![\w.,-])([1-9]|1[0-2])\.?ª(?!\w)", lambda m: _feminine(int(m[1])), frozenset("ª")),
    Rule("numbers", r"(?<![\w.,-])([1-9]|10)\.?er(?!\w)", lambda m: _ORDINALS[int(m[1])], DIGITS),
    *Speaker("es", "spanish").rules(),
    *roman_rules("es", load_table("spanish")),
    Rule("abbreviations", r"\b[Ss]\.(?= \ue000)", "siglo", frozenset("IVX")),
)
"""In order."""


def _masculine(number: int) -> str:
    return {1: "primero", 3: "tercero"}.get(number) or _ORDINALS[number]


def _feminine(number: int) -> str:
    return f"{_masculine(number)[:-1]}a"
