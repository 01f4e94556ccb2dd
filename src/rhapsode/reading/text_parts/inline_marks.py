"""Marks inside plain text: `_emphasis_`, numbered references, and addresses."""

from __future__ import annotations

import re

from rhapsode.model import Mark
from rhapsode.reading.text_parts.text_chunks import Chunk

_EMPHASIS = re.compile(r"(?<!\w)_(?=\S)([^_]{1,400})(?<=\S)_(?!\w)")
_CITATION = re.compile(r"\[(?:\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,8}|edit)\]")
_NOTE = re.compile(r"\[(?:Footnote )?([*†‡§]|[A-Z])\]")
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>\"]{1,2000}|www\.[^\s<>\"]{3,500}")


def set_marks(chunk: Chunk) -> None:
    """Take mark-up signs out of the chunk's text and set marks in their places."""
    if chunk.kind in ("imprint", "page_furniture", "contents"):
        return
    text, marks = _without_underscores(chunk.text)
    for pattern, kind in ((_CITATION, "citation"), (_NOTE, "note_reference"), (_ADDRESS, "link")):
        for found in pattern.finditer(text):
            if kind == "link":
                end = found.end() - (len(found[0]) - len(found[0].rstrip(".,;:!?)'”’")))
                marks.append(Mark(found.start(), end, "link", text[found.start() : end]))
            elif kind == "citation":
                marks.append(Mark(found.start(), found.end(), "citation"))
            else:
                marks.append(Mark(found.start(), found.end(), "note_reference", found[1]))
    chunk.text, chunk.marks = text, tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end)))


def _without_underscores(text: str) -> tuple[str, list[Mark]]:
    parts: list[str] = []
    marks: list[Mark] = []
    length = at = 0
    for found in _EMPHASIS.finditer(text):
        before, inner = text[at : found.start()], found[1]
        parts += (before, inner)
        marks.append(Mark(length + len(before), length + len(before) + len(inner), "emphasis"))
        length += len(before) + len(inner)
        at = found.end()
    return "".join([*parts, text[at:]]), marks
