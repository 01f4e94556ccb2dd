"""The normalising rules, per language: an ordered table for each, and one for all.

A rule belongs to a language and touches no other. The tables are imported and compiled only when they are needed.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from rhapsode.scripting.data import word_list
from rhapsode.scripting.rules.rule import Rule, Table

LANGUAGES = {"en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian"}
"""The languages that have rules of their own, and the file that holds them."""

KINDS = frozenset(
    word_list(
        "markup pauses symbols emoji web paths dates times money units phones versions numbers ranges"
        " fractions roman abbreviations heteronyms names acronyms"
    )
)
"""The classes of rules, as a style turns them off and an engine says that it handles them."""


@cache
def rules_for(language: str) -> Table:
    """The rules of `language` (BCP 47) in order, those for all languages last."""
    from rhapsode.scripting.rules import neutral

    own = LANGUAGES.get(language.lower().partition("-")[0])
    table: tuple[Rule, ...] = import_module(f"{__name__}.{own}").RULES if own else ()
    latin = neutral.LATIN if own else ()
    return Table((*neutral.FIRST, *table, *neutral.LAST, *latin))
