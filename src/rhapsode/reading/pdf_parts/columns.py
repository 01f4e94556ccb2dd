"""The order in which a page's lines are read: columns from left to right, between what goes over their whole width."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from rhapsode.reading.pdf_parts.typeset_lines import TypesetLine

FEWEST = 4
"""Lines on each side that make two columns."""
_STEP = 2.0
_WIDE = 8
"""Times the size of type: shorter pieces say nothing about columns."""
_DEEPEST = 3


class Column(NamedTuple):
    """Lines that stand under each other, as pieces in any order, and the width they share."""

    left: float
    right: float
    pieces: list[TypesetLine]


def find_gutter(pieces: Sequence[TypesetLine]) -> float | None:
    """Where the empty strip between two columns is, in points from the left; None where there is one column only."""
    wide = [piece for piece in pieces if piece.x1 - piece.x0 > _WIDE * piece.size]
    if len(wide) < 2 * FEWEST:
        return None
    low, high = min(piece.x0 for piece in wide), max(piece.x1 for piece in wide)
    best, places = 0, [0.0]
    starts, ends = sorted(piece.x0 for piece in wide), sorted(piece.x1 for piece in wide)
    for step in range(int((high - low) * 0.6 / _STEP)):
        x = low + (high - low) * 0.2 + step * _STEP
        left, right = bisect_right(ends, x), len(wide) - bisect_left(starts, x)
        worth = min(left, right) - (len(wide) - left - right) // 3
        if worth > best:
            best, places = worth, [x]
        elif worth == best:
            places.append(x)
    gutter = median(places)
    return gutter if best >= FEWEST and _is_filled(wide, gutter, low, high) else None


def _is_filled(wide: Sequence[TypesetLine], gutter: float, low: float, high: float) -> bool:
    """Whether most lines go through their column: the cells of a table do not."""
    left = [piece.x1 - piece.x0 for piece in wide if piece.x1 <= gutter]
    right = [piece.x1 - piece.x0 for piece in wide if piece.x0 >= gutter]
    return median(left) > 0.6 * (gutter - low) and median(right) > 0.6 * (high - gutter)


def in_columns(
    pieces: Sequence[TypesetLine], left: float, right: float, gutter: float | None, depth: int = 0
) -> list[Column]:
    """`pieces` of one page in reading order. `gutter` is the one to use, if any."""
    if gutter is None or depth >= _DEEPEST or not left < gutter < right:
        return [Column(left, right, list(pieces))] if pieces else []
    found: list[Column] = []
    sides: tuple[list[TypesetLine], list[TypesetLine]] = ([], [])
    over: list[TypesetLine] = []

    widths = [_width(pieces, 0, gutter, (left, gutter)), _width(pieces, 1, gutter, (gutter, right))]

    def close_band() -> None:
        for side, (low, high) in zip(sides, widths, strict=True):
            if side:
                found.extend(in_columns(list(side), low, high, find_gutter(side), depth + 1))
                side.clear()

    def close_over() -> None:
        if over:
            found.append(Column(left, right, list(over)))
            over.clear()

    for piece in sorted(pieces, key=lambda piece: -piece.y):
        side = _side(piece, gutter)
        if side is None:
            close_band()
            over.append(piece)
        else:
            close_over()
            sides[side].append(piece)
    close_over()
    close_band()
    return found


def _width(
    pieces: Sequence[TypesetLine], side: int, gutter: float, otherwise: tuple[float, float]
) -> tuple[float, float]:
    """From where to where a column's lines go."""
    wide = [piece for piece in pieces if piece.x1 - piece.x0 > _WIDE * piece.size and _side(piece, gutter) == side]
    return (min(piece.x0 for piece in wide), edge([piece.x1 for piece in wide])) if wide else otherwise


def edge(ends: Sequence[float]) -> float:
    """Where lines end: nearly all at one place where they are justified, else the farthest."""
    place, count = Counter(round(end) for end in ends).most_common(1)[0]
    return max(end for end in ends if count < 0.3 * len(ends) or round(end) <= place)


def _side(piece: TypesetLine, gutter: float) -> int | None:
    """0 left of the gutter, 1 right of it, None over both."""
    before, after = gutter - piece.x0, piece.x1 - gutter
    if min(before, after) > max(1.5 * piece.size, 0.1 * max(before, after)):
        return None
    return 0 if before >= after else 1
