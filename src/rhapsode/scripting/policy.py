"""What of a document is spoken, what is only announced and what is passed over, with the reason a listener gets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rhapsode.model import Block, Mark
from rhapsode.scripting.ledger import Cut
from rhapsode.scripting.line import Edit
from rhapsode.scripting.style import Speak, Style


@dataclass(frozen=True, slots=True)
class Rule:
    """The default for one kind of block or mark."""

    speak: Speak
    reason: str = ""
    """Why it is not spoken; for the ledger."""


BLOCKS: dict[str, Rule] = {
    "heading": Rule("auto", "the style passes over headings"),
    "paragraph": Rule("auto", "the style passes over paragraphs"),
    "list_item": Rule("auto", "the style passes over lists"),
    "quote": Rule("auto", "the style passes over quotations"),
    "code": Rule("announce", "code is to be looked at"),
    "table_row": Rule("auto", "the style passes over tables"),
    "figure": Rule("auto", "the style passes over pictures"),
    "caption": Rule("auto", "the style passes over captions"),
    "footnote": Rule("never", "a note would interrupt the text"),
    "math": Rule("auto", "the style passes over formulas"),
    "byline": Rule("auto", "the style passes over the byline"),
    "break": Rule("never", "it has no words"),
    "contents": Rule("never", "the sections are the track's chapters"),
    "imprint": Rule("never", "it is the publisher's matter"),
    "page_furniture": Rule("never", "it belongs to the printed page"),
}

MARKS: dict[str, Rule] = {
    "note_reference": Rule("never", "it refers to a note"),
    "citation": Rule("never", "it is an apparatus mark"),
    "image": Rule("auto", "the style passes over pictures"),
    "code": Rule("auto", "the style passes over code"),
    "math": Rule("auto", "the style passes over formulas"),
    "link": Rule("auto", "the style passes over links"),
    "emphasis": Rule("auto", "the style passes over emphasis"),
    "strong": Rule("auto", "the style passes over emphasis"),
}

_CITATION = re.compile(r"\[(?:\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*|edit|citation needed|note \d{1,3})\]")
"""Apparatus marks in text whose reader could not know them as such."""


def verdict(block: Block, style: Style) -> Rule:
    """What becomes of `block`."""
    rule = BLOCKS[block.kind]
    wish = style.roles.get(block.kind)
    return Rule(wish.speak, rule.reason) if wish and wish.speak else rule


def heard(block: Block, style: Style) -> bool:
    """Whether anything of `block` would be heard."""
    return verdict(block, style).speak != "never" and any(c.isalnum() for c in block.text)


def cuts(block: Block, style: Style) -> list[Cut]:
    """The pieces inside a spoken `block` that are passed over, ascending, not overlapping."""
    found = sorted(_wanted(block, style))
    kept: list[Cut] = []
    for one in found:
        if one.end > one.start and (not kept or one.start >= kept[-1].end):
            kept.append(one)
    return kept


def _wanted(block: Block, style: Style) -> Iterator[Cut]:
    for mark in block.marks:
        rule = MARKS.get(mark.kind)
        if rule is None:
            continue
        wish = style.roles.get(mark.kind)
        if ((wish and wish.speak) or rule.speak) != "auto":
            yield Cut(mark.start, mark.end, mark.kind, rule.reason)
    wish = style.roles.get("citation")
    if block.kind != "code" and ((wish and wish.speak) or "never") != "auto" and "[" in block.text:
        for match in _CITATION.finditer(block.text):
            yield Cut(match.start(), match.end(), "citation", MARKS["citation"].reason)


def additions(block: Block) -> list[Edit]:
    """What is said with `block` that is not written: the headers of a table's cells, ascending."""
    edits: list[Edit] = []
    cells = [mark for mark in block.marks if mark.kind == "cell" and mark.end > mark.start]
    for number, cell in enumerate(cells):
        if cell.value and cell.value != block.text[cell.start : cell.end].strip():
            edits.append(Edit(cell.start, cell.start, f"{cell.value}: "))
        if number < len(cells) - 1 and not _stopped(block.text, cell):
            edits.append(Edit(cell.end, cell.end, ";"))
    return edits


def _stopped(text: str, cell: Mark) -> bool:
    return text[cell.start : cell.end].rstrip()[-1:] in tuple(".,;:!?")
