"""Lists of references in papers and encyclopedias, which nobody wants to hear."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from rhapsode.model import Block
from rhapsode.scripting import policy
from rhapsode.scripting.data import load_table
from rhapsode.scripting.style import Style

_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d[a-z]?\b|\bn\.d\.|https?://")
_SIGNS = re.compile(
    r"https?://|\bwww\.|\b(?:doi|ISBN|ISSN|arXiv|et al|Press|Verlag|Journal|Proceedings|Retrieved|Abgerufen|Archived)\b"
    r"|\b(?:pp?|S)\. ?\d|\b[Vv]ols?\.|\b[Ee]ds?\.|\bHrsg\.|\d+ ?\(\d+\)|\d[:,] ?\d+[-–]\d+|\((?:1[5-9]|20)\d\d[a-z]?\)"
    r"|^\W*(?:\[[A-Z\d][\w:.+-]*\]|\^)"
)
_SHARE = 0.6
"""Of the entries that must look like references; in a book, "Notes" may head anything."""


def unspoken_references(blocks: Sequence[Block], style: Style) -> dict[str, str]:
    """By id the blocks that `style` leaves out as references, each with what is said in its place, if anything."""
    speak = style.delivery("references").speak or policy.REFERENCES.speak
    if speak == "auto":
        return {}
    word = "references" if speak == "announce" else ""
    return {
        one.id: "" if number else word for entries in reference_blocks(blocks) for number, one in enumerate(entries)
    }


def reference_blocks(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks of each list of references: under a heading that says so, and most of them look like it."""
    listed: set[str] = set()
    for start, heading in enumerate(blocks):
        if heading.kind != "heading" or not _is_title(heading.text):
            continue
        under = list(_under(blocks, start))
        looks = sum(bool(_YEAR.search(one.text) and _SIGNS.search(one.text)) for one in under)
        if under and looks >= _SHARE * len(under):
            yield under
            listed.update(block.id for block in under)
    closing = _closing_list(blocks)
    if closing and closing[0].id not in listed:
        yield closing


def _closing_list(blocks: Sequence[Block]) -> list[Block]:
    """A document's last list, where it has no heading and each entry is a reference beyond doubt."""
    entries: list[Block] = []
    for block in reversed(blocks):
        if block.kind == "list_item":
            entries.append(block)
        elif block.kind not in ("surroundings", "footnote", "page_furniture") or entries:
            break
    sure = all(_YEAR.search(one.text) and len(set(_SIGNS.findall(one.text))) > 1 for one in entries)
    return entries[::-1] if sure and 1 < len(entries) < len(blocks) else []


def _under(blocks: Sequence[Block], start: int) -> Iterator[Block]:
    """What is under the heading at `start`, but for headings under it."""
    for block in (blocks[at] for at in range(start + 1, len(blocks))):
        if block.kind == "heading" and block.level <= blocks[start].level:
            return
        if block.kind in ("paragraph", "list_item"):
            yield block


def _is_title(text: str) -> bool:
    return len(text) < 60 and re.sub(r"^[\W\d]+|[\W_]+$", "", text).casefold() in _titles()


@cache
def _titles() -> frozenset[str]:
    tables = load_table("phrases").values()
    return frozenset(name.strip() for table in tables for name in str(table.get("reference_titles", "")).split(","))
