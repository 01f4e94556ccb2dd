"""Spans of characters, written as inside the brackets of a regular expression, asked about one character at a time.

A class of thousands of characters takes milliseconds to compile and most texts have none of them.
"""

from __future__ import annotations

import re
from functools import cache


@cache
def within(character: str, span: str) -> bool:
    """Whether `character` is in `span`: single ones, and pairs of first and last with a hyphen between."""
    return any(first <= character <= last for first, last in _pairs(span))


@cache
def _pairs(span: str) -> list[tuple[str, str]]:
    return [(piece[0], piece[-1]) for piece in re.findall(r".-.|.", span, re.S)]
