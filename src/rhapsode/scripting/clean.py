"""Characters that break speech: what is invisible goes, what is a mere form of a letter becomes the letter.

This is done in every language, normalising or not: a control character inside text changes espeak's voice, and a
zero-width space or a full-width letter makes it spell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from rhapsode.scripting.line import Edit, Line, rewrite
from rhapsode.writing_systems import within

INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\uffff\U000e0000-\U000e0fff"
)
"""Soft hyphen, zero-width and direction characters, variation selectors, specials (Unicode 15, category Cf and Mn)."""

JOINING = "\u0600-\u06ff\u0750-\u077f\u0900-\u0dff\u1000-\u109f"
"""Scripts where a joiner (U+200C, U+200D) is part of the spelling."""

CONTROL = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff"
"""C0, C1, lone surrogates and private use: never letters."""

FORMS = (
    "\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff\u2100-\u210b\u2110-\u2112\u2115\u2119-\u211d\u2124"
    "\u2160-\u2188\u2460-\u2473\u3251-\u325f\u24b6-\u24e9"
)
"""Ligatures, full-width forms, mathematical and letter-like symbols, circled numbers and letters."""

_ENTITY = r"&(?:[A-Za-z]{2,8}\d{0,2}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});"
_FINDS_PLAIN = re.compile(rf"(?P<blank>\s{{2,}}|[^\S ])|(?P<entity>{_ENTITY})")
"""What can be found where no character is odd."""


@cache
def _finds() -> re.Pattern[str]:
    """All that can be found; its classes of characters are so large that only a text that has one waits for them."""
    return re.compile(
        rf"(?P<blank>[\s{INVISIBLE}{CONTROL}]{{2,}}|[^\S ]|[{INVISIBLE}{CONTROL}])"
        rf"|(?P<drop>(?<![{JOINING}])[\u200c\u200d]+)|(?P<form>[{FORMS}]+)"
        rf"|(?P<entity>{_ENTITY})"
    )


ODD = f"{INVISIBLE}{CONTROL}{FORMS}\u200c\u200d"
"""Whatever `_finds` finds by its class."""
_KEEP = "℀℁℃℅℆℉℗™℡™Ω℻"
"""Letter-like symbols that are words of their own."""


def speakable(line: Line, *, keep_lines: bool = False) -> Line:
    """The line without what breaks speech: white space as single spaces, and none at the ends.

    With `keep_lines`, white space that holds a line break becomes one.
    """
    line = rewrite(line, _edits(line.text, keep_lines=keep_lines))
    start = len(line.text) - len(line.text.lstrip())
    end = len(line.text.rstrip())
    edges = [Edit(0, start, "")] if start else []
    if end < len(line.text) and end >= start:
        edges.append(Edit(end, len(line.text), ""))
    return rewrite(line, edges) if edges else line


def _edits(text: str, *, keep_lines: bool) -> Iterator[Edit]:
    if text.isascii() and text.isprintable() and "  " not in text and "&" not in text:
        return  # most: whatever is looked for below is beyond ASCII, no sign, a run of spaces or begins with `&`
    finds = _finds() if any(within(character, ODD) for character in set(text)) else _FINDS_PLAIN
    for found in finds.finditer(text):
        new = _CHANGES[str(found.lastgroup)](found.group())
        if keep_lines and found.lastgroup == "blank" and "\n" in found.group():
            new = "\n"
        if new != found.group():
            yield Edit(found.start(), found.end(), new)


def _folded(form: str) -> str:
    return "".join(c if c in _KEEP else unicodedata.normalize("NFKC", c) for c in form)


def _stands_for(entity: str) -> str:
    from html import unescape  # few texts need its two thousand names

    return unescape(entity)


def _unescaped(entity: str) -> str:
    new = _stands_for(entity)
    return entity if _unseen(new) else new


def blank_entities(text: str) -> Iterator[tuple[int, int, str]]:
    """Where a character reference (`&nbsp;`) stands for nothing to be said: start, end, and the space it may leave.

    Its letters are no word; what reads the text lists them as passed over.
    """
    if "&" not in text:
        return
    for found in re.finditer(_ENTITY, text):
        new = _stands_for(found.group())
        if new != found.group() and _unseen(new):
            yield found.start(), found.end(), " " if new.isspace() else ""


def _unseen(text: str) -> bool:
    return all(character.isspace() or within(character, INVISIBLE + CONTROL) for character in text)


_CHANGES = {
    "blank": lambda run: " " if any(c.isspace() for c in run) else "",
    "drop": lambda _: "",
    "form": _folded,
    "entity": _unescaped,
}
