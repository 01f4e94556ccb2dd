"""What stands at the head and foot of page after page: running heads, page numbers, print dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from rhapsode.reading.pdf_parts.typeset_lines import TypesetLine

_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b", re.I)
_NUMBER = re.compile(
    r"(?:page|seite|p\.)?\s*[-–—]?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*[-–—]?(?:\s*(?:of|/|von|de|di)\s*\d{1,4})?", re.I
)
_EDGE_ROWS = 3
_MARGIN, _NUMBER_MARGIN = 0.14, 0.2
"""Of the page's height, at the head and at the foot; page numbers stand further in at times."""
_APART = 1.7
"""Times the size of type between a head and the text."""


class _Row(NamedTuple):
    pieces: list[TypesetLine]
    y: float
    inner_gap: float
    """To the next row towards the middle of the page, in points."""
    outermost: bool
    top: bool


def running_heads(pages: Sequence[tuple[float, list[TypesetLine]]]) -> set[int]:
    """The `id` of every piece that is page furniture. Each page is its height and its pieces."""
    rows = [_edge_rows(height, pieces) for height, pieces in pages]
    shapes = Counter(shape for page in rows for shape in {_shape(row) for row in page})
    places = Counter(place for page in rows for place in {_place(row) for row in page if _stands_apart(row)})
    usual = median([piece.size for _, pieces in pages for piece in pieces] or [10.0])
    several = len(pages) > 1
    enough = 2 if len(pages) < 8 else max(3, len(pages) // 5)
    found: set[int] = set()
    for page in rows:
        for row in page:
            again = shapes[_shape(row)] >= enough and len(_text(row)) < 200
            small = row.pieces[0].size < 0.93 * usual
            steady = _stands_apart(row) and row.outermost
            steady = steady and places[_place(row)] >= max(2 if small else 3, 0.6 * (len(pages) - 1))
            number = row.outermost and all(_NUMBER.fullmatch(piece.text) for piece in row.pieces)
            if several and (again or steady or number):
                found |= {id(piece) for piece in row.pieces}
    return found


def _edge_rows(height: float, pieces: Sequence[TypesetLine]) -> list[_Row]:
    rows: list[list[TypesetLine]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.y):
        if rows and abs(rows[-1][0].y - piece.y) < 3:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    found = []
    for n, row in enumerate(rows):
        y, from_foot = row[0].y, len(rows) - 1 - n
        margin = _NUMBER_MARGIN if _NUMBER.fullmatch(row[0].text) and len(row) == 1 else _MARGIN
        if n < _EDGE_ROWS and y > (1 - margin) * height:
            gap = y - rows[n + 1][0].y if from_foot else height
            found.append(_Row(row, y, gap, n == 0, True))
        elif from_foot < _EDGE_ROWS and y < margin * height:
            gap = rows[n - 1][0].y - y if n else height
            found.append(_Row(row, y, gap, from_foot == 0, False))
    return found


def _text(row: _Row) -> str:
    return " ".join(piece.text for piece in sorted(row.pieces, key=lambda piece: piece.x0))


def _shape(row: _Row) -> tuple[str, float, bool]:
    """Equal for the running heads of two pages; the title in larger type on the first page is none."""
    return _DIGITS.sub("0", _text(row).casefold()), round(row.pieces[0].size), row.top


def _place(row: _Row) -> tuple[int, bool]:
    return round(row.y / 2), row.top


def _stands_apart(row: _Row) -> bool:
    return row.inner_gap > _APART * row.pieces[0].size
