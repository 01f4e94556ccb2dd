"""Cutting an over-long row of letters where it hurts least: at a clause, else at a word, else anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MOST_LETTERS = 398
"""Of one piece. The model takes 512 ids, and wavers long before."""

_CLAUSE = re.compile(r"[,;:.!?…—][^\w ]* ")


class LetterPiece(NamedTuple):
    """A stretch of the letters that one run of the model speaks."""

    start: int
    end: int
    within_clause: bool
    """Whether it goes on where the one before it was cut in the middle of a clause."""


def pieces(letters: str, most: int = MOST_LETTERS) -> Iterator[LetterPiece]:
    """`letters` in pieces of at most `most`, none of them blank; spaces at the cuts are left out."""
    start, within = 0, False
    while start < len(letters):
        if letters[start] == " ":
            start += 1
            continue
        end, broken = len(letters), False
        if end - start > most:
            end, broken = _cut(letters, start, start + most)
        yield LetterPiece(start, end, within)
        start, within = end, broken


def _cut(letters: str, start: int, latest: int) -> tuple[int, bool]:
    """Where to cut, and whether that is inside a clause. The two parts of a text just too long are about equal."""
    earliest = start + (latest - start) // 4
    middle = start + min(latest - start, (len(letters) - start + 1) // 2)
    clauses = [found.end() for found in _CLAUSE.finditer(letters, earliest, latest)]
    if clauses:
        return min(clauses, key=lambda end: abs(end - middle)), False
    spaces = [place + 1 for place in range(earliest, latest) if letters[place] == " "]
    return (min(spaces, key=lambda end: abs(end - middle)), True) if spaces else (latest, True)
