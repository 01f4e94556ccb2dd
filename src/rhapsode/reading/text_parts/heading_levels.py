"""Levels of headings from visible evidence alone: numbers, keywords, and how a heading is set."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from rhapsode.reading.text_parts.text_chunks import Chunk

_RANKS = {
    "keyword:1": 10, "keyword:2": 20, "capitals": 20, "lone": 20, "centred": 20, "outdented": 20, "keyword:3": 30,
    "number:roman": 30, "number:1": 30, "number:letter": 35, "number:2": 40, "number:3": 50, "number:4": 60,
    "number:5": 70, "number:6": 80, "italic": 90, "weak": 90, "colon": 90,
}  # fmt: skip
"""How far down a look stands; only the order counts."""


def set_levels(headings: Sequence[Chunk], title: Chunk | None) -> None:
    """Give each heading its level; the title has 1, the others begin at 2 under a title and at 1 without.

    A heading is one step below the last one before it that ranks higher; headings of one look stay on one level, the
    deepest that any of them has.
    """
    rest = [chunk for chunk in headings if chunk is not title]
    ranks = _ranks(rest)
    top = 2 if title is not None else 1
    open_ranks: list[int] = []
    deepest: dict[tuple[str, int], int] = {}
    for chunk, rank in zip(rest, ranks, strict=True):
        while open_ranks and open_ranks[-1] >= rank:
            open_ranks.pop()
        open_ranks.append(rank)
        look = (chunk.style, rank)
        deepest[look] = max(deepest.get(look, 1), top + len(open_ranks) - 1)
    for chunk, rank in zip(rest, ranks, strict=True):
        chunk.level = min(6, deepest[chunk.style, rank])
    if title is not None:
        title.level = 1


def _ranks(headings: Sequence[Chunk]) -> list[int]:
    styles = {chunk.style for chunk in headings}
    # Documents numbered 1, 1.1 set their unnumbered headings beside the 1, not above it; so does flat text.
    flat = "number:2" in styles or not styles & {"capitals", "centred", "keyword:1", "keyword:2"}
    ranks = [_rank(chunk, flat) for chunk in headings]
    for n, (one, following) in enumerate(itertools.pairwise(headings)):
        # "CHAPTER I" and the chapter's name under it are one step.
        near = one.style.startswith("keyword") and one.lines[-1].number + 4 >= following.lines[0].number
        if near and following.style in ("capitals", "centred", "weak", "italic"):
            ranks[n + 1] = ranks[n]
    return ranks


def _rank(chunk: Chunk, flat: bool) -> int:
    if chunk.style.startswith(("atx:", "setext:")):
        return 15 + int(chunk.style[-1])
    rank = _RANKS.get(chunk.style, 90)
    if flat and chunk.style in ("lone", "capitals", "outdented", "keyword:3", "centred", "weak", "colon"):
        return _RANKS["number:1"]
    return rank
