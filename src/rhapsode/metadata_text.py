"""What strangers' texts may hold that only steers a screen, and titles and names made fit to be shown anywhere."""

from __future__ import annotations

import re

CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
"""C0 and C1 controls that are no white space (nor taken for it by a format), lone surrogates, non-characters."""
OVERRIDES = "\u202a-\u202e\u2066-\u2069"
"""What turns the writing around for all that follows, unseen: embeddings, overrides, isolates (Unicode TR 9, 2.1)."""
DIRECTION_MARKS = "\u061c\u200e\u200f"
"""Letters without a width: right-to-left writing sets its punctuation with them, and they turn nothing around (2.6)."""
HIDDEN = re.compile(f"[{CONTROLS}{OVERRIDES}{DIRECTION_MARKS}]")
"""What no title or name needs."""
STEERING = re.compile(f"[{CONTROLS}{OVERRIDES}]")
"""What no text needs."""


def metadata_line(text: str) -> str:
    """`text` as one line, its runs of white space as single spaces, without what only steers a screen."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(HIDDEN.sub("", text).split())


def printable(text: str) -> str:
    """`text` on one line, character for character, with none that a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in text)


def is_steering(text: str) -> bool:
    """Whether `text` holds what no text needs."""
    return not (text.isascii() and text.isprintable()) and STEERING.search(text) is not None
