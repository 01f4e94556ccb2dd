"""From runs of type to lines in reading order, furniture apart: what a PDF's pages hold, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from rhapsode.reading.pdf_parts.columns import edge, find_gutter, in_columns
from rhapsode.reading.pdf_parts.running_heads import running_heads
from rhapsode.reading.pdf_parts.typeset_lines import INITIAL, TypesetLine, pieces_of, rows_of
from rhapsode.reading.pdf_parts.typeset_pages import TypeRun, TypesetPage

MOST_RUNS = 3_000
"""On a page that is judged by its layout."""
_MOST_INITIALS = 30


def lines_of(pages: Sequence[TypesetPage]) -> list[list[TypesetLine]]:
    """The lines of each page in reading order; those of `page_furniture` come last."""
    pieces = [[] if is_crowded(page) else pieces_of([r for r in page.runs if r.upright], page.number) for page in pages]
    heads = running_heads([(page.height, found) for page, found in zip(pages, pieces, strict=True)])
    kept = [[piece for piece in found if id(piece) not in heads] for found in pieces]
    for found in kept:
        _join_initials(found)
    gutters = [find_gutter(found) for found in kept]
    known = [gutter for gutter in gutters if gutter is not None]
    usual = median(known) if known and 2 * len(known) >= len(pages) else None
    made = []
    for page, every, found, gutter in zip(pages, pieces, kept, gutters, strict=True):
        lines = _arranged(found, usual if gutter is None else gutter)
        furniture = rows_of([piece for piece in every if id(piece) in heads], 0, page.width)
        turned = [TypesetLine(page.number, [run]) for run in page.runs if not run.upright]
        for line in (*furniture, *turned):
            line.kind = "page_furniture"
        made.append([TypesetLine(page.number, page.runs)] if is_crowded(page) else [*lines, *furniture, *turned])
    for page, lines in zip(pages, made, strict=True):
        if is_crowded(page):
            lines[0].kind = "drawing"
    return made


def is_crowded(page: TypesetPage) -> bool:
    """Whether it has more pieces of type than any text: a map, a drawing of parts, or a page made to harm."""
    return len(page.runs) > MOST_RUNS


def _arranged(pieces: Sequence[TypesetLine], gutter: float | None) -> list[TypesetLine]:
    if not pieces:
        return []
    left, right = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    if gutter is None:
        right = edge([piece.x1 for piece in pieces])
    columns = in_columns(pieces, left, right, gutter)
    return [line for column in columns for line in rows_of(column.pieces, column.left, column.right)]


def _join_initials(pieces: list[TypesetLine]) -> None:
    """A large first letter and the rest of its word are one."""
    initials = [piece for piece in pieces if len(piece.text) == 1 and piece.text.isalpha()]
    for initial in initials[:_MOST_INITIALS]:
        beside = [
            piece for piece in pieces
            if piece.size * INITIAL <= initial.size
            and -1 < piece.x0 - initial.x1 < 1.5 * piece.size
            and initial.y - piece.size < piece.y < initial.y + initial.size
        ]  # fmt: skip
        if beside:
            first = max(beside, key=lambda piece: piece.y)
            run = first.runs[0]
            first.runs[0] = TypeRun(initial.text + run.text, initial.x0, run.x1, run.y, run.size, run.face, run.upright)
            first.measure()
            for piece in beside:
                piece.x0 = initial.x0
            pieces.remove(initial)
