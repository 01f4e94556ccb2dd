"""What Org and AsciiDoc have in common: lines that become an HTML tree, for the one walker to walk."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from lxml import etree

from rhapsode.reading.tree_parts import say

NONE: Mapping[str, str] = MappingProxyType({})
_DEEPEST = 6
"""Marks within marks; what is deeper is taken with its signs."""
_SIGN = re.compile(r"[*_`#/=+~^\[<({]")
_MOST_SIGNS = 5_000
"""In one paragraph: in one with more, made to be slow, no marks are looked for."""
_DEEPEST_LIST = 20
"""Lists in one another; what is deeper is in the deepest."""
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
Maker = Callable[[Any, re.Match[str]], str]
"""Puts what a match stands for into the element, and returns what is still to be read in it, as the last made's."""


class InlineMarkup:
    """Marks inside a line: patterns by name, tried from left to right, and what each makes."""

    def __init__(self, patterns: Mapping[str, str], makers: Mapping[str, Maker]) -> None:
        """Each pattern's groups are named after it: `link`, `link_target`, `link_label`."""
        self._scan = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items()), re.S)
        self._makers = makers

    def fill(self, element: Any, text: str, depth: int = 0) -> None:
        """Say `text` in `element`."""
        text = _BROKEN.sub("", text)
        at = 0
        crowded = depth == 0 and len(_SIGN.findall(text)) > _MOST_SIGNS
        for found in self._scan.finditer(text) if depth < _DEEPEST and not crowded else ():
            say(element, text[at : found.start()])
            at = found.end()
            before = len(element)
            inner = self._makers[found.lastgroup or ""](element, found)
            if inner:
                self.fill(element[-1] if len(element) > before else element, inner, depth + 1)
        say(element, text[at:])


class LineTree:
    """An HTML tree under construction, block by block."""

    def __init__(self, inline: InlineMarkup) -> None:
        self.root = etree.Element("div")
        self.line = 0
        """Of the source, from 1: that of the next block."""
        self._inline = inline
        self._lists: list[tuple[str, Any, int]] = []
        self._into = self.root

    def add(self, tag: str, text: str = "", *, plain: bool = False, attributes: Mapping[str, str] = NONE) -> Any:
        """A block, its marks read unless it is `plain`; it ends all lists."""
        self.end_lists()
        return self._block(self._into, tag, text, plain=plain, attributes=attributes)

    def attach(self, tag: str, text: str, *, plain: bool = False) -> Any:
        """A block that belongs to the last list item."""
        parent = self._lists[-1][1][-1] if self._lists and len(self._lists[-1][1]) else self._into
        return self._block(parent, tag, text, plain=plain)

    def _block(
        self, parent: Any, tag: str, text: str, *, plain: bool = False, attributes: Mapping[str, str] = NONE
    ) -> Any:
        made = etree.SubElement(parent, tag, {"data-line": str(self.line), **attributes})
        if plain:
            say(made, _BROKEN.sub("", text))
        else:
            self._inline.fill(made, text)
        return made

    def note(self, label: str, text: str) -> None:
        """A note and its label."""
        self.add("aside", text, attributes={"role": "doc-footnote", "data-label": label})

    def open(self, tag: str) -> None:
        """Begin a block that holds others."""
        self._into = self.add(tag)

    def close(self) -> None:
        """End it."""
        self.end_lists()
        parent = self._into.getparent()
        self._into = self.root if parent is None else parent

    def item(self, key: str, text: str, *, ordered: bool, indent: int = -1, number: str = "") -> None:
        """A list item; `key` tells its list: one that is open is gone on with, and those inside it end.

        Where `indent` is given, lists that are indented further end, and one as far in of another key does.
        """
        lists = self._lists
        while any(key == one[0] for one in lists) and lists[-1][0] != key:
            lists.pop()
        while indent >= 0 and lists and (lists[-1][2] > indent or (lists[-1][2] == indent and lists[-1][0] != key)):
            lists.pop()
        if not lists or (lists[-1][0] != key and len(lists) < _DEEPEST_LIST):
            parent = lists[-1][1][-1] if lists and len(lists[-1][1]) else self._into
            lists.append((key, etree.SubElement(parent, "ol" if ordered else "ul"), indent))
        item = self._block(lists[-1][1], "li", text)
        if number:
            item.set("value", number)

    @property
    def in_list(self) -> bool:
        """Whether a list is open."""
        return bool(self._lists)

    def end_lists(self) -> None:
        """What comes is no item any more."""
        self._lists.clear()

    def table(self, rows: list[list[str]], *, headed: bool, caption: str = "") -> None:
        """A table of cells with marks in them."""
        made = self.add("table")
        if caption:
            self._inline.fill(etree.SubElement(made, "caption"), caption)
        for n, row in enumerate(rows):
            into = etree.SubElement(made, "tr")
            for cell in row:
                self._inline.fill(etree.SubElement(into, "th" if headed and n == 0 else "td"), cell)


def tagged(tag: str, group: str, **attributes: str) -> Maker:
    """Makes an element, in which the text of `group` is read on."""

    def make(element: Any, found: re.Match[str]) -> str:
        etree.SubElement(element, tag, attributes)
        return found[group]

    return make


def verbatim(tag: str, group: str) -> Maker:
    """Makes an element with the text of `group` as it stands."""

    def make(element: Any, found: re.Match[str]) -> str:
        say(etree.SubElement(element, tag), found[group])
        return ""

    return make


def linked(target: str, label: str) -> Maker:
    """Makes a link; without a label its address is what is read."""

    def make(element: Any, found: re.Match[str]) -> str:
        link = etree.SubElement(element, "a", href=found[target])
        if not found[label]:
            say(link, found[target])
        return found[label] or ""

    return make


def dropped(_: Any, __: re.Match[str]) -> str:
    """What only the program reads: anchors, index entries."""
    return ""


def noted(element: Any, label: str) -> None:
    """The mark of a note."""
    say(etree.SubElement(element, "a", role="doc-noteref"), label)
