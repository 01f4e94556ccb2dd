"""What the walk keeps about the open elements, what it asks of them all, and how marks end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rhapsode.model import BlockKind, Mark, MarkKind
from rhapsode.reading import html_tags
from rhapsode.reading.blocks import Inline
from rhapsode.reading.html_elements import SSML, is_apparatus, whole


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


class OpenElements(list[OpenElement]):
    """The open elements from the outermost to the innermost."""

    @property
    def verbatim(self) -> bool:
        """Whether white space counts."""
        return any(one.verbatim for one in self)

    @property
    def language(self) -> str:
        """What the innermost block says that has a language."""
        return next((one.language for one in reversed(self) if one.block and one.language), "")

    @property
    def line(self) -> int:
        """Of the source, from 1; 0 where none is known."""
        return next((one.line for one in reversed(self) if one.line), 0)

    @property
    def letters(self) -> dict[int, int] | None:
        """The characters that the text here is written in, where it is raised or lowered."""
        return self[-1].letters if self else None

    @property
    def quotes(self) -> int:
        """How many quotations are open."""
        return sum(one.kind == "quote" for one in self)

    @property
    def links(self) -> list[str]:
        """Where the open links lead."""
        return [value for one in self for kind, value, _ in one.opened if kind == "link"]

    @property
    def in_reference(self) -> bool:
        """Whether the mark of a note is open."""
        return any(kind == "note_reference" for one in self for kind, _, _ in one.opened)

    def deciding(self) -> OpenElement | None:
        """The one that says what the text is: the outermost container's kind, else the innermost kind."""
        outer = self._container()
        if outer is not None:
            return next(one for one in reversed(self) if one.container and one.kind == outer.kind)
        return next((one for one in reversed(self) if one.kind), None)

    def number(self, item: OpenElement, element: Any) -> None:
        """Make `item` that of the list item `element`: its level, and its bullet or number."""
        parent = next((one for one in reversed(self) if one.is_list), None)
        item.kind, item.marker = "list_item", "•"
        item.level = max(1, sum(one.is_list for one in self))
        if parent is not None and parent.counter is not None:
            parent.counter = whole(element.get("value"), parent.counter + 1)
            item.marker = f"{parent.counter}."
        outer = self._container()
        if outer is not None and outer.kind == "footnote":
            item.kind, item.container = "footnote", True
            item.marker, item.level = item.marker.rstrip("."), 0

    def take_number(self) -> str:
        """The number of the list item that a heading opens, which is said with it and not after it."""
        item = next((one for one in reversed(self) if one.kind == "list_item"), None)
        if item is None:
            return ""
        marker, item.marker = item.marker, ""
        return marker

    def _container(self) -> OpenElement | None:
        return next((one for one in self if one.container), None)


def close(inline: Inline, kind: MarkKind, value: str, start: int) -> None:
    """End a mark that began at `start`; what only might be apparatus is a mark where it reads like it."""
    end = inline.length
    text = inline.since(start).strip() if kind in ("citation", "note_reference") else ""
    if end <= start or (kind == "citation" and not is_apparatus(text)):
        return
    inline.mark(Mark(start, end, kind, text.strip("[]()") if kind == "note_reference" else value))


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
