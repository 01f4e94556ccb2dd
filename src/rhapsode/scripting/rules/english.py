"""The rules of English, in order."""

from __future__ import annotations

from rhapsode.scripting.rules import english_amounts as amounts
from rhapsode.scripting.rules import english_dates as dates
from rhapsode.scripting.rules import english_numbers as numbers
from rhapsode.scripting.rules import english_words as words
from rhapsode.scripting.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *words.WEB,
    *words.ABBREVIATIONS[:1],
    *numbers.PHONES,
    *amounts.MONEY,
    *dates.RULES,
    *numbers.VERSIONS,
    *amounts.UNITS,
    *numbers.RULES,
    *words.ROMAN,
    *words.ABBREVIATIONS[1:],
    *words.SYMBOLS,
    *words.ACRONYMS,
    *words.HETERONYMS,
)
"""Addresses first, then what is longest: a date holds numbers, a price holds a number and a unit."""
