"""From a flat row of blocks to the outline: sections by heading level, down to a depth."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rhapsode.metadata_text import metadata_line
from rhapsode.model import STANDARD_INPUT, Block, Document, Section
from rhapsode.scripting.policy import CITATION


def outline(document: Document, depth: int, heard: Callable[[Block], bool]) -> tuple[Section, ...]:
    """The sections of `document`: a new one begins at each heading of level `depth` (1 to 6) or above.

    What stands before the first heading is a section under the document's title. Where nothing of it would be heard
    (`heard` says so of a block), it goes with the first section instead, so that no section is silent. A document
    without headings is one section.
    """
    groups: list[list[Block]] = [[]]
    for block in document.blocks:
        if opens(block, depth):
            groups.append([])
        groups[-1].append(block)
    lead, *rest = groups
    if rest and not any(heard(block) for block in lead):
        rest[0] = lead + rest[0]
    else:
        rest.insert(0, lead)
    return tuple(_section(number, group, document, depth) for number, group in enumerate(rest, 1))


def opens(block: Block, depth: int) -> bool:
    """Whether `block` is a heading that opens a section of its own."""
    return block.kind == "heading" and block.level <= depth and any(c.isalnum() for c in block.text)


def _section(number: int, blocks: list[Block], document: Document, depth: int) -> Section:
    heading = next((block for block in blocks if opens(block, depth)), None)
    title = _title(heading) if heading else document.title
    return Section(f"s{number}", max(heading.level, 1) if heading else 1, title, tuple(blocks))


def _title(heading: Block) -> str:
    """What a heading says, without the marks of notes and of editing in it."""
    parts, at = [], 0
    for mark in sorted(heading.marks, key=lambda mark: mark.start):
        if mark.kind in ("citation", "note_reference"):
            parts += [heading.text[at : mark.start], " "]
            at = max(at, mark.end)
    text = "".join([*parts, heading.text[at:]])
    return metadata_line(CITATION.sub(" ", text)) or metadata_line(heading.text)


def unsaid_title(document: Document) -> str:
    """The title, where no heading says it and it is more than the source's name."""
    plain = _plain(document.title)
    name = Path(document.source)
    near = [block for block in document.blocks[:30] if block.kind in {"heading", "paragraph"}]
    heard = {_plain(block.text) for block in near if len(block.text) < 2 * len(document.title) + 40}
    within = any(f" {plain} " in f" {_plain(block.text)} " for block in near if block.kind == "heading")
    names = (document.source, name.name, name.stem, STANDARD_INPUT)
    unnamed = plain in {"", *map(_plain, names)}
    return "" if within or unnamed or plain in heard else document.title


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
