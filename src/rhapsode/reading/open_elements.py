"""What the walk keeps about an open element, and how marks end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rhapsode.model import BlockKind, Mark, MarkKind
from rhapsode.reading import html_tags
from rhapsode.reading.blocks import Inline
from rhapsode.reading.html_elements import SSML, is_apparatus


@dataclass(slots=True)
class OpenElement:
    """An open element."""

    block: bool = False
    kind: BlockKind | None = None
    level: int = 0
    marker: str = ""
    language: str = ""
    line: int = 0
    opened: list[tuple[MarkKind, str, int]] = field(default_factory=list)
    """Marks that began here: kind, value, start in the text under construction."""
    counter: int | None = None
    """Of an ordered list: the number of its last item."""
    is_list: bool = False
    verbatim: bool = False
    letters: dict[int, int] | None = None
    """Of what is raised or lowered: the characters that it is written in."""
    container: bool = False


def close(inline: Inline, kind: MarkKind, value: str, start: int) -> None:
    """End a mark that began at `start`; what only might be apparatus is a mark where it reads like it."""
    end = inline.length
    text = inline.since(start).strip() if kind in ("citation", "note_reference") else ""
    if end <= start or (kind == "citation" and not is_apparatus(text)):
        return
    inline.marks.append(Mark(start, end, kind, text.strip("[]()") if kind == "note_reference" else value))


def whole_kind(text: str, marks: tuple[Mark, ...]) -> BlockKind | None:
    """`figure` or `math` where nothing else is in the paragraph."""
    for kind, block in (("image", "figure"), ("math", "math")):
        covered = sum(mark.end - mark.start for mark in marks if mark.kind == kind)
        if covered and covered >= sum(not character.isspace() for character in text):
            return block  # type: ignore[return-value]
    return None


def container_of(kinds: frozenset[str]) -> BlockKind | None:
    """The kind that everything inside an element with these kinds has."""
    return next((html_tags.CONTAINERS[kind] for kind in sorted(kinds) if kind in html_tags.CONTAINERS), None)


def alphabet_of(element: Any) -> str:
    """The phonetic alphabet in force at `element`."""
    key = f"{SSML}alphabet"
    own = element.get(key)
    return own or next((up.get(key) for up in element.iterancestors() if up.get(key)), "ipa")
