"""The rules of Italian, in order."""

from __future__ import annotations

from rhapsode.scripting.rules.european import Speaker
from rhapsode.scripting.rules.rule import DIGITS, Rule

_ORDINALS = ["_", "primo", "secondo", "terzo", "quarto", "quinto", "sesto", "settimo", "ottavo", "nono", "decimo"]

RULES: tuple[Rule, ...] = (
    Rule("numbers", r"(?<![\w.,-])([1-9]|10)°(?= [a-z])", lambda m: _ORDINALS[int(m[1])], DIGITS),
    Rule("fractions", r"(?<![\w.,:/-])1/2(?![\w/]|[.,]\d)", "un mezzo", frozenset("/")),
    Rule("symbols", r"(?<=\s)&(?=\s)", "e", frozenset("&")),
    *Speaker("italian").rules(),
)
"""In order."""
