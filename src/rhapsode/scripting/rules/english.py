"""The rules of English, in order."""

from __future__ import annotations

from rhapsode.scripting.rules import english_amounts as amounts
from rhapsode.scripting.rules import english_words as words
from rhapsode.scripting.rules.english_codes import CODES, HOUSES, VERSIONS
from rhapsode.scripting.rules.english_dates import DATES, SPANS, YEARS
from rhapsode.scripting.rules.english_grouping import GROUPS
from rhapsode.scripting.rules.english_numbers import NUMBERS, PARTS
from rhapsode.scripting.rules.english_science import POWERS, SCIENCE
from rhapsode.scripting.rules.english_scores import HOURS, RANGES, SCORES, VERSES
from rhapsode.scripting.rules.english_times import TIMES
from rhapsode.scripting.rules.english_web import WEB
from rhapsode.scripting.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *WEB,
    *words.ABBREVIATIONS[:1],
    *words.DIALECT,
    *words.PLACES,
    *CODES,
    *HOUSES,
    *amounts.MONEY,
    *GROUPS,
    *SCIENCE,
    *VERSES,
    *HOURS,
    *SPANS,
    *DATES,
    *TIMES,
    *SCORES,
    *VERSIONS,
    *amounts.UNITS,
    *YEARS,
    *PARTS,
    *RANGES,
    *NUMBERS,
    *words.ROMAN,
    *words.ABBREVIATIONS[1:],
    *POWERS,
    *words.SYMBOLS,
    *words.ACRONYMS,
    *words.HETERONYMS,
)
"""Addresses first, then what is longest: a date holds numbers, a price holds a number and a unit."""
