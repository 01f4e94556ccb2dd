"""What of a document is spoken, what is only announced and what is passed over, with the reason a listener gets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rhapsode.model import Block, Mark
from rhapsode.scripting import phrases
from rhapsode.scripting.clean import blank_entities
from rhapsode.scripting.data import word_list
from rhapsode.scripting.delivery import Delivery, Speak
from rhapsode.scripting.ledger import Cut
from rhapsode.scripting.line import Edit
from rhapsode.scripting.rules.neutral import EMOJI
from rhapsode.scripting.style import Style


class Treatment(NamedTuple):
    """The default for one kind of block or mark."""

    speak: Speak
    reason: str
    """Why it is not spoken, where it is not."""


BLOCKS: dict[str, Treatment] = {
    "heading": Treatment("auto", "a heading, left out by the style"),
    "paragraph": Treatment("auto", "a paragraph, left out by the style"),
    "list_item": Treatment("auto", "a list item, left out by the style"),
    "quote": Treatment("auto", "a quotation, left out by the style"),
    "code": Treatment("announce", "code, for the eye"),
    "table_row": Treatment("auto", "a table row, left out by the style"),
    "figure": Treatment("auto", "a picture, left out by the style"),
    "caption": Treatment("auto", "a caption, left out by the style"),
    "footnote": Treatment("never", "a note, which would interrupt the text"),
    "math": Treatment("auto", "a formula, left out by the style"),
    "byline": Treatment("auto", "the byline, left out by the style"),
    "break": Treatment("never", "a break, heard as a pause"),
    "contents": Treatment("never", "a table of contents; the chapters take its place"),
    "drawing": Treatment("never", "words inside a drawing, for the eye"),
    "imprint": Treatment("never", "publisher's matter"),
    "page_furniture": Treatment("never", "page furniture"),
    "surroundings": Treatment("never", "around the page's main content"),
}
"""By block kind. A style's `speak` for the role overrules it."""

MARKS: dict[str, Treatment] = {
    "note_reference": Treatment("never", "the mark of a note"),
    "citation": Treatment("never", "a citation mark"),
    "emoji": Treatment("never", "a pictograph"),
    "image": Treatment("auto", "a picture, left out by the style"),
    "code": Treatment("auto", "code, left out by the style"),
    "math": Treatment("auto", "a formula, left out by the style"),
    "link": Treatment("auto", "a link, left out by the style"),
    "emphasis": Treatment("auto", "emphasis, left out by the style"),
    "strong": Treatment("auto", "emphasis, left out by the style"),
    "abbreviation": Treatment("auto", "an abbreviation, left out by the style"),
}
"""By mark kind; what is not listed is always spoken."""

REFERENCES = Treatment("announce", "a list of references")
"""Where its role in a style says nothing else."""

_ROLES = {"code": "inline_code", "math": "inline_math"}
"""Where a mark's role in a style is not its kind."""

CITATION = re.compile(
    r"\[(?:\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,20}|edit(?: source)?|citation needed|clarification needed"
    r"|note \d{1,3}|[a-z])\]"
)
"""Reference marks in a text whose reader could not know them as such."""


_NO_NOTES = "".join(f"(?<!{word})" for word in word_list("sin cos tan log mol inch feet yard mile")) + "(?<![₀-₉])"
_SUPERSCRIPT = re.compile(rf"(?:(?<=[^\W\d_]{{3}}){_NO_NOTES}|(?<=[.,;:!?”\"’]))[⁰¹²³⁴-⁹]{{1,3}}(?![\w⁺⁻])")
"""The mark of a note after a word or a stop; after a unit, a letter or a number it is a power."""


def verdict(block: Block, style: Style, within: Delivery | None = None) -> Treatment:
    """What becomes of `block`; `within` is what the style says of its section."""
    usual = BLOCKS[block.kind]
    if is_kept(block, style):
        return Treatment("auto", usual.reason)
    if within and within.speak and within.speak != "auto":
        return Treatment("never", "in a section left out by the style")
    wish = (style.roles.get(f"heading-{block.level}") if block.kind == "heading" else None) or style.roles.get(
        block.kind
    )
    return Treatment(wish.speak, usual.reason) if wish and wish.speak else usual


def is_kept(block: Block, style: Style) -> bool:
    """Whether the style names a text of `block` as one to be spoken, case and spaces aside."""
    if not style.keep:
        return False
    text = _squeezed(block.text)
    return any(_squeezed(one) in text for one in style.keep)


def _squeezed(text: str) -> str:
    return " ".join(text.casefold().split())


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
    for start, end, space in blank_entities(block.text):
        yield Cut(start, end, "entity", "left over from mark-up", space)
    if "[" in block.text and block.kind != "code" and _speak("citation", style) != "auto":
        for match in CITATION.finditer(block.text):
            if match.start() > 0 or not match.group()[1].isalpha():
                yield Cut(match.start(), match.end(), "citation", MARKS["citation"].reason)
    if not block.text.isascii() and _speak("note_reference", style) != "auto":
        for match in _SUPERSCRIPT.finditer(block.text):
            yield Cut(match.start(), match.end(), "note_reference", MARKS["note_reference"].reason)
    if not block.text.isascii() and _speak("emoji", style) != "auto":
        for match in EMOJI.finditer(block.text):
            yield Cut(match.start(), match.end(), "emoji", MARKS["emoji"].reason)


def _speak(kind: str, style: Style) -> Speak:
    wish = style.roles.get(_ROLES.get(kind, kind))
    return wish.speak if wish and wish.speak else MARKS[kind].speak


def additions(block: Block, language: str) -> list[Edit]:
    """What is said with `block` but not written, ascending: an ordered list's numbers, "Figure", a table's headers."""
    if block.kind in ("list_item", "heading") and (label := _LABEL.match(block.marker)):
        return [Edit(0, 0, f"{label[1]}, ")]
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


_LABEL = re.compile(r"\(?(\d{1,4}|[A-Za-z])[.)]\)?\s*$")
"""What is printed before an item of an ordered list; a bullet says nothing."""


def _stopped(text: str, cell: Mark) -> bool:
    return text[cell.start : cell.end].rstrip()[-1:] in tuple(".,;:!?")
