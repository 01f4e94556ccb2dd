"""Where a line of a title may end, and lines of like length.

In small what Unicode Standard Annex #14 says: at spaces, after hyphens, and between characters of writing that has no
spaces, but not before what closes nor after what opens, and not inside a word of katakana or of Latin letters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from unicodedata import category, combining, east_asian_width

HYPHENS = "-‐–—/"
NEVER_FIRST = "ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々ゝゞヽヾ‥…～〜%％℃"
"""Characters with which no line begins (JIS X 4051), besides all that closes."""
JOINER, SELECTORS = "\u200d", "\ufe0e\ufe0f"
MODIFIERS = range(0x1F3FB, 0x1F400)
FLAGS = range(0x1F1E6, 0x1F200)


def belongs(letter: str, before: str) -> bool:
    """Whether `letter` is one with what stands `before` it: an accent, a vowel sign, a part of an emoji."""
    if category(letter) in ("Mn", "Mc", "Me") or combining(letter) or letter in (JOINER, *SELECTORS):
        return True
    if ord(letter) in FLAGS:
        flags = len(before) - len(before.rstrip("".join(map(chr, FLAGS))))
        return flags % 2 == 1
    return before.endswith(JOINER) or ord(letter) in MODIFIERS


def clusters(text: str) -> list[str]:
    """`text` in letters as a reader counts them."""
    found: list[str] = []
    for letter in text:
        if found and belongs(letter, found[-1]):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def atoms(text: str) -> list[str]:
    """`text` cut at every place where a line may end; spaces stay behind what they follow."""
    found: list[str] = []
    for cluster in clusters(text):
        if found and not _may_end(found[-1], cluster):
            found[-1] += cluster
        else:
            found.append(cluster)
    return found


def _may_end(line: str, after: str) -> bool:
    before = line[-1]
    if after[0].isspace():
        return False
    if before.isspace():
        return True
    if before in HYPHENS:
        return after[0].isalpha() and len(line) > 1
    if category(after[0]) in ("Pe", "Pf", "Po") or after[0] in NEVER_FIRST or category(before) in ("Ps", "Pi"):
        return False
    if "\u30a0" <= before <= "\u30ff" and "\u30a0" <= after[0] <= "\u30ff":
        return False
    return any(map(_spaceless, (before, after[0])))


def _spaceless(letter: str) -> bool:
    """Whether it is of writing that sets no spaces between words, and has width of its own (Korean sets them)."""
    return east_asian_width(letter) in "WF" and not "\uac00" <= letter <= "\ud7af"


Width = Callable[[str], float]


def wrapped(pieces: Sequence[str], width: Width, limit: float) -> list[str]:
    """`pieces` in as few lines of at most `limit` as they need; a piece that is wider has a line of its own."""
    lines: list[str] = []
    for piece in pieces:
        if lines and width((lines[-1] + piece).rstrip()) <= limit:
            lines[-1] += piece
        else:
            lines.append(piece)
    return [line.strip() for line in lines]


def balanced(pieces: Sequence[str], width: Width, limit: float) -> list[str]:
    """As `wrapped`, the same number of lines, the longest of them as short as can be."""
    width = lru_cache(4_096)(width)
    best = wrapped(pieces, width, limit)
    low, high = 0.0, limit
    for _ in range(12):
        middle = (low + high) / 2
        lines = wrapped(pieces, width, middle)
        if len(lines) > len(best) or max(map(width, lines)) > limit:
            low = middle
        else:
            high, best = middle, lines
    return best
