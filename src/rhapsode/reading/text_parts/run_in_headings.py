"""Headings that run in with their paragraph: `2. Grant of License. Subject to the terms ...`."""

from __future__ import annotations

import re

from rhapsode.reading.text_parts import line_signals
from rhapsode.reading.text_parts.heading_numbers import member_of
from rhapsode.reading.text_parts.lines import TextLine
from rhapsode.reading.text_parts.text_chunks import Chunk

_RUN_IN = re.compile(r"(?P<head>\d{1,2}\.\s+(?P<name>[A-Z][^.:;!?\"“]{2,70})\.)\s+(?=[\"“(A-Z])")
_FEWEST = 3


def cut_run_ins(found: list[Chunk]) -> list[Chunk]:
    """Cut such headings from their paragraphs where three or more are numbered one after another."""
    heads = {n: head for n, chunk in enumerate(found) if (head := _head(chunk))}
    numbers = {n: int(head.split(".")[0]) for n, head in heads.items()}
    for n, chunk in enumerate(found):
        member = member_of(n, chunk) if n not in heads and chunk.kind == "paragraph" else None
        if member and len(member.path) == 1 and member.style.startswith("1."):
            numbers[n] = member.path[0]
    good = _consecutive(numbers)
    made: list[Chunk] = []
    for n, chunk in enumerate(found):
        made += _cut(chunk, heads[n]) if n in heads and n in good else [chunk]
    return made


def _head(chunk: Chunk) -> str:
    if chunk.kind != "paragraph" or len(chunk.text) < 120:
        return ""
    match = _RUN_IN.match(chunk.text[:200])
    good = match and line_signals.title_case(match["name"]) >= 0.75 and len(match["name"].split()) <= 10
    return match["head"] if match and good else ""


def _consecutive(numbers: dict[int, int]) -> set[int]:
    """Places of numbers that make runs of three or more, each one more than the last."""
    good: set[int] = set()
    run: list[int] = []
    for place in sorted(numbers):
        if run and numbers[place] != numbers[run[-1]] + 1:
            good |= set(run) if len(run) >= _FEWEST else set()
            run = []
        run.append(place)
    return good | (set(run) if len(run) >= _FEWEST else set())


def _cut(chunk: Chunk, head: str) -> list[Chunk]:
    first = chunk.lines[0]
    pad = " " * (len(first.text) - len(first.text.lstrip()))
    heading = Chunk([TextLine(pad + head, first.number)], chunk.before, 1)
    rest = Chunk([TextLine(pad + chunk.text[len(head) :].strip(), first.number)], 1, chunk.after)
    return [heading, rest]
