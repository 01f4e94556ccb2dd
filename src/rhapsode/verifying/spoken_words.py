"""The words of a spoken text, as the recogniser's dictionary would spell them."""

from __future__ import annotations

import re

_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def spoken_words(text: str) -> list[str]:
    """The words of `text` in small letters; one with a digit in it stays whole, one all in capitals keeps them."""
    found: list[str] = []
    for chunk in _CHUNK.findall(text):
        if any(c.isdigit() for c in chunk):
            if core := chunk.strip(".,;:!?()[]\"'“”‘’—–-…"):
                found.append(core)
            continue
        for word in _WORD.findall(chunk):
            found.append(_spelled(word.replace("’", "'")))
    return found


def _spelled(word: str) -> str:
    return word if len(word) > 1 and word.isupper() else word.lower()


def has_words(text: str) -> bool:
    """Whether there is anything in `text` that could be heard."""
    return any(c.isalnum() for c in text)
