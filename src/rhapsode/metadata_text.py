"""Titles and names as strangers give them, made fit to be shown anywhere: in tags, captions, lists, pages and books."""

from __future__ import annotations

import re

HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""C0 and C1 controls that are no white space, direction controls (Unicode TR 9), lone surrogates, non-characters."""


def metadata_line(text: str) -> str:
    """`text` as one line, its runs of white space as single spaces, without what only steers a screen."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(HIDDEN.sub("", text).split())
