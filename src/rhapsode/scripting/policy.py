"""What of a document is spoken, what is only announced and what is passed over, with the reason a listener gets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rhapsode.model import Block, Mark
from rhapsode.scripting import phrases
from rhapsode.scripting.ledger import Cut
from rhapsode.scripting.line import Edit
from rhapsode.scripting.rules.neutral import EMOJI
from rhapsode.scripting.style import Delivery, Speak, Style


@dataclass(frozen=True, slots=True)
class Rule:
    """The default for one kind of block or mark."""

    speak: Speak
    reason: str
    """Why it is not spoken, where it is not."""


BLOCKS: dict[str, Rule] = {
    "heading": Rule("auto", "the style passes over headings"),
    "paragraph": Rule("auto", "the style passes over paragraphs"),
    "list_item": Rule("auto", "the style passes over lists"),
    "quote": Rule("auto", "the style passes over quotations"),
    "code": Rule("announce", "code is for the eye: it is announced, not read"),
    "table_row": Rule("auto", "the style passes over tables"),
    "figure": Rule("auto", "the style passes over pictures"),
    "caption": Rule("auto", "the style passes over captions"),
    "footnote": Rule("never", "a note would interrupt the text"),
    "math": Rule("auto", "the style passes over formulas"),
    "byline": Rule("auto", "the style passes over the byline"),
    "break": Rule("never", "it is a pause"),
    "contents": Rule("never", "the chapters of the track take its place"),
    "imprint": Rule("never", "it is the publisher's matter"),
    "page_furniture": Rule("never", "it belongs to the printed page"),
}
"""By block kind. A style's `speak` for the role overrules it."""

MARKS: dict[str, Rule] = {
    "note_reference": Rule("never", "it refers to a note"),
    "citation": Rule("never", "it refers to a source"),
    "emoji": Rule("never", "it is a picture"),
    "image": Rule("auto", "the style passes over pictures"),
    "code": Rule("auto", "the style passes over code"),
    "math": Rule("auto", "the style passes over formulas"),
    "link": Rule("auto", "the style passes over links"),
    "emphasis": Rule("auto", "the style passes over emphasis"),
    "strong": Rule("auto", "the style passes over strong emphasis"),
}
"""By mark kind; what is not listed is always spoken."""

_ROLES = {"code": "inline_code", "math": "inline_math"}
"""Where a mark's role in a style is not its kind."""

_CITATION = re.compile(
    r"\[(?:\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,20}|edit(?: source)?|citation needed|clarification needed"
    r"|note \d{1,3}|[a-z])\]"
)
"""Reference marks in a text whose reader could not know them as such."""


def verdict(block: Block, style: Style, within: Delivery | None = None) -> Rule:
    """What becomes of `block`; `within` is what the style says of its section."""
    rule = BLOCKS[block.kind]
    if within and within.speak and within.speak != "auto":
        return Rule("never", "the style passes over this section")
    wish = (style.roles.get(f"heading-{block.level}") if block.kind == "heading" else None) or style.roles.get(
        block.kind
    )
    return Rule(wish.speak, rule.reason) if wish and wish.speak else rule


def heard(block: Block, style: Style) -> bool:
    """Whether anything of `block` would be heard."""
    return verdict(block, style).speak != "never" and any(c.isalnum() for c in block.text)


def cuts(block: Block, style: Style) -> list[Cut]:
    """The pieces inside a spoken `block` that are passed over, ascending, not overlapping."""
    kept: list[Cut] = []
    for one in sorted(_wanted(block, style)):
        if one.end > one.start and (not kept or one.start >= kept[-1].end):
            kept.append(one)
    return kept


def _wanted(block: Block, style: Style) -> Iterator[Cut]:
    for mark in block.marks:
        if mark.kind in MARKS and _speak(mark.kind, style) != "auto":
            yield Cut(mark.start, mark.end, mark.kind, MARKS[mark.kind].reason)
    if "[" in block.text and block.kind != "code" and _speak("citation", style) != "auto":
        for match in _CITATION.finditer(block.text):
            if match.start() > 0 or not match.group()[1].isalpha():
                yield Cut(match.start(), match.end(), "citation", MARKS["citation"].reason)
    if not block.text.isascii() and _speak("emoji", style) != "auto":
        for match in EMOJI.finditer(block.text):
            yield Cut(match.start(), match.end(), "emoji", MARKS["emoji"].reason)


def _speak(kind: str, style: Style) -> Speak:
    wish = style.roles.get(_ROLES.get(kind, kind))
    return wish.speak if wish and wish.speak else MARKS[kind].speak


def additions(block: Block, language: str) -> list[Edit]:
    """What is said with `block` that is not written, ascending: "Figure", and the headers of a table's cells."""
    if block.kind == "figure":
        word = phrases.figure(language)
        named = block.text.lower().startswith((word.lower(), "image", "photo", "picture", "illustration"))
        return [] if named else [Edit(0, 0, f"{word}: ")]
    edits: list[Edit] = []
    cells = [mark for mark in block.marks if mark.kind == "cell" and block.text[mark.start : mark.end].strip()]
    for number, cell in enumerate(cells):
        if cell.value.strip() and cell.value.strip() != block.text[cell.start : cell.end].strip():
            edits.append(Edit(cell.start, cell.start, f"{cell.value.strip()}: "))
        if number < len(cells) - 1 and not _stopped(block.text, cell):
            edits.append(Edit(cell.end, cell.end, ";"))
    return edits


def _stopped(text: str, cell: Mark) -> bool:
    return text[cell.start : cell.end].rstrip()[-1:] in tuple(".,;:!?")
