"""The rules of English, in order."""

from __future__ import annotations

from rhapsode.scripting.rules import english_words as words
from rhapsode.scripting.rules.english_codes import CODES, HOUSES, VERSIONS
from rhapsode.scripting.rules.english_dates import DATES, SPANS, YEARS
from rhapsode.scripting.rules.english_grouping import GROUPS
from rhapsode.scripting.rules.english_money import MONEY
from rhapsode.scripting.rules.english_numbers import NUMBERS, PARTS
from rhapsode.scripting.rules.english_science import POWERS, SCIENCE
from rhapsode.scripting.rules.english_scores import HOURS, RANGES, SCORES, VERSES
from rhapsode.scripting.rules.english_signs import SIGNS
from rhapsode.scripting.rules.english_times import TIMES
from rhapsode.scripting.rules.english_units import UNITS
from rhapsode.scripting.rules.english_web import WEB
from rhapsode.scripting.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *WEB,
    *words.ABBREVIATIONS[:1],
    *words.DIALECT,
    *words.PLACES,
    *CODES,
    *HOUSES,
    *MONEY,
    *GROUPS,
    *SCIENCE,
    *VERSES,
    *HOURS,
    *SPANS,
    *DATES,
    *TIMES,
    *SCORES,
    *VERSIONS,
    *UNITS,
    *YEARS,
    *PARTS,
    *RANGES,
    *NUMBERS,
    *words.ROMAN,
    *words.ABBREVIATIONS[1:],
    *POWERS,
    *SIGNS,
    *words.ACRONYMS,
)
"""Addresses first, then what is longest: a date holds numbers, a price holds a number and a unit."""
