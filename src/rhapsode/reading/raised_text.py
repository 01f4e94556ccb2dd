"""What stands above or below the line (`<sup>`, `<sub>`): powers, indices, charges, ordinals and the marks of notes.

Digits and signs become the characters that Unicode has for them, so that `10<sup>6</sup>` never reads as 106.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, NamedTuple

from rhapsode.reading.html_elements import name_of

_RAISED = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎")
_LABEL = re.compile(r"\d{1,4}|[a-z]{1,2}|[*†‡§¶]{1,3}")
_LONGEST = 12
"""Characters: more than that is no power and no index, but text that happens to be small."""


class Raised(NamedTuple):
    """How the text of one such element is read."""

    table: dict[int, int] | None = None
    """To translate its characters with; each gives one character, so that marks keep their places."""
    lead: str = ""
    """What goes before it, so that it does not run into its base."""
    is_note: bool = False


def raised(element: Any, base: str, *, linked: bool) -> Raised | None:
    """How `element` is read after the character `base`; None where it is no `sup` or `sub`, or nothing special.

    `linked`: whether it stands in a link to a place on the same page, or holds one.
    """
    name = name_of(element)
    if name not in ("sup", "sub"):
        return None
    text = "".join(islice(element.itertext(), 8)).strip()
    if not text or len(text) > _LONGEST:
        return None
    if name == "sup" and linked and _LABEL.fullmatch(text):
        return Raised(is_note=True)
    after = (element.tail or "")[:1]
    opens = name == "sup" and text.isdigit() and (after.isalpha() or after in "/⁄")  # an isotope, a fraction
    if not base.strip() and not (after and opens):
        return None
    return _raised(text, base) if name == "sup" else _lowered(text, base)


def _raised(text: str, base: str) -> Raised | None:
    if _has_all(text, _RAISED) and (text != "n" or not base.isalpha() or base.islower()) and text != "i":
        return Raised(_RAISED)
    power = len(text) == 1 and text in "bckmpqtxyzNKMTX" and (base.isalnum() or base in ")]")
    return Raised(lead="^") if power else None


def _lowered(text: str, base: str) -> Raised | None:
    if _has_all(text, _LOWERED):
        return Raised(_LOWERED)
    return Raised(lead=" ") if base.isalnum() and text[0].isalpha() else None


def _has_all(text: str, table: dict[int, int]) -> bool:
    return all(ord(character) in table for character in text)
