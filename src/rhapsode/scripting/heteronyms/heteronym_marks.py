"""The chosen pronunciations as marks on a sentence as it is spoken."""

from __future__ import annotations

from collections.abc import Sequence

from rhapsode.model import Mark, Span
from rhapsode.scripting.heteronyms.heteronym_list import holds_heteronym
from rhapsode.scripting.line import Line

Range = tuple[int, int]


def heteronym_marks(written: Line, spoken: Line, taken: Sequence[Range]) -> list[Mark]:
    """`phonemes` marks on `spoken` for the heteronyms of `written`, the same English sentence before the rules.

    A word that touches one of the ranges `taken` of `written`, or that a rule respells, is left alone.
    """
    if not holds_heteronym(written.text):
        return []
    from rhapsode.scripting.heteronyms.choice import choose  # here, for it is slow to load and most texts do without

    made = []
    for one in choose(written.text, reasons=False):
        if any(one.start < end and start < one.end for start, end in taken):
            continue
        place = _spoken_place(written, spoken, one.start, one.end)
        if place and spoken.text[place[0] : place[1]].lower() == written.text[one.start : one.end].lower():
            made.append(Mark(*place, "phonemes", one.way.ipa))
    return made


def _spoken_place(written: Line, spoken: Line, start: int, end: int) -> Range | None:
    source = _across(written.alignment, start, end, 0)
    return _across(spoken.alignment, *source, 2) if source else None


def _across(spans: Sequence[Span], start: int, end: int, side: int) -> Range | None:
    """The other side of `[start, end)` on one `side` (0 spoken, 2 source), inside one span that keeps characters."""
    for span in spans:
        if span[side] <= start and end <= span[side + 1] and span[1] - span[0] == span[3] - span[2]:
            shift = span[2 - side] - span[side]
            return start + shift, end + shift
    return None
