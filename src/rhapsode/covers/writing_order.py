"""Which way each letter of a line runs (Unicode Standard Annex #9).

Of that annex all rules for text without explicit marks, which titles never hold (`metadata_text` takes them away), but
for N0: the brackets of a pair go the way of what stands beside each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from unicodedata import bidirectional

T = TypeVar("T")

NUMBERS = ("EN", "AN")
NEUTRAL = ("ON", "WS", "B", "S", "BN", "ES", "ET", "CS")


def runs_right_to_left(text: str) -> bool:
    """Whether its first letter with a direction runs to the left (P2, P3)."""
    return next((kind in ("R", "AL") for kind in map(bidirectional, text) if kind in ("L", "R", "AL")), False)


def levels(text: str, *, right_to_left: bool) -> list[int]:
    """The embedding level of each letter in a paragraph that runs the given way: odd ones run right to left."""
    own = "R" if right_to_left else "L"
    kinds = _weak([bidirectional(letter) or "L" for letter in text], own)
    at = 0
    while at < len(kinds):
        end = at
        while end < len(kinds) and kinds[end] in NEUTRAL:
            end += 1
        if end > at:  # N1, N2
            before, after = (_side(kinds, place, own) for place in (at - 1, end))
            kinds[at:end] = [before if before == after else own] * (end - at)
        at = max(end, at + 1)
    deeper = {"L": 2, "R": 1, "AN": 2, "EN": 2} if right_to_left else {"L": 0, "R": 1, "AN": 2, "EN": 2}  # I1, I2
    return [deeper[kind] for kind in kinds]


def _side(kinds: list[str], at: int, own: str) -> str:
    if not 0 <= at < len(kinds):
        return own
    return "R" if kinds[at] in NUMBERS else kinds[at]


def _weak(kinds: list[str], own: str) -> list[str]:
    """W1 to W7."""
    strong, found = own, list(kinds)
    for at, kind in enumerate(kinds):
        if kind == "NSM":
            found[at] = found[at - 1] if at else own
        elif kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            found[at] = "AN"
    for at in range(1, len(found) - 1):
        before, kind, after = found[at - 1 : at + 2]
        if before == after and ((kind == "ES" and before == "EN") or (kind == "CS" and before in NUMBERS)):
            found[at] = before
    for steps in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        for at in steps:
            if found[at] == "ET" and found[at - steps.step] == "EN":
                found[at] = "EN"
    strong = own
    found = ["R" if kind == "AL" else kind for kind in found]
    for at, kind in enumerate(found):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            found[at] = "L"
    return found


def seen_order(pieces: Sequence[T], depths: Sequence[int]) -> list[T]:
    """`pieces`, each of one level of `depths`, as they stand from left to right (L2)."""
    order = list(range(len(pieces)))
    for depth in range(max(depths, default=0), 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and depths[order[end]] >= depth:
                end += 1
            order[at:end] = order[at:end][::-1]
            at = max(end, at + 1)
    return [pieces[at] for at in order]
