"""The document as it was: headings, lists, quotes, tables, code and notes, ready for a page or an EPUB chapter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from rhapsode.listening.inline_markup import Element, PlacedSentence, ShownPicture, append_text, write
from rhapsode.listening.markup_text import direction, markup_safe
from rhapsode.model import Block, Mark

HIDDEN = frozenset({"drawing", "page_furniture", "surroundings"})
"""Kinds that belong to another page and mean nothing on this one."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How blocks are set: the sentences of each, whether words get elements, the document's direction, its pictures."""

    said: Mapping[str, Sequence[PlacedSentence]]
    words: bool
    direction: str = "ltr"
    pictures: Mapping[str, ShownPicture] = field(default_factory=dict)
    """By the address that the document has for each."""


def set_blocks(parent: Element, blocks: Iterable[Block], setting: Setting) -> None:
    """Append `blocks` to `parent`, in order; heading levels never skip one on the way down (WCAG technique G141)."""
    deepest = 0
    shown = (b for b in blocks if _is_shown(b, setting))
    for kind, group in groupby(shown, key=lambda block: _family(block.kind)):
        members = list(group)
        if kind == "heading":
            for block in members:
                deepest = min(block.level or 1, deepest + 1)
                _leaf(parent, f"h{deepest}", block, setting)
        else:
            SETTERS.get(kind, _plain)(parent, members, setting)


def _is_shown(block: Block, setting: Setting) -> bool:
    if block.kind in HIDDEN:
        return any(mark.value in setting.pictures for mark in block.marks if mark.kind == "image")
    return bool(block.text.strip()) or block.kind in ("break", "figure")


def _family(kind: str) -> str:
    return "figure" if kind == "caption" or kind in HIDDEN else kind


def _leaf(parent: Element, tag: str, block: Block, setting: Setting, **attributes: str) -> Element:
    element = etree.SubElement(parent, tag, {**attributes})
    _name(element, block, setting)
    write(element, block, setting.said.get(block.id, ()), words=setting.words, pictures=setting.pictures)
    return element


def _name(element: Element, block: Block, setting: Setting) -> None:
    element.set("id", block.id)
    if block.language:
        element.set("lang", markup_safe(block.language))
    if any(c.isalpha() for c in block.text) and (own := direction(block.text)) != setting.direction:
        element.set("dir", own)


def _plain(parent: Element, members: Sequence[Block], setting: Setting) -> None:
    for block in members:
        tag, name = PLAIN.get(block.kind, ("p", block.kind))
        _leaf(parent, tag, block, setting, **({"class": name} if name else {}))


PLAIN = {"paragraph": ("p", ""), "byline": ("p", "byline"), "math": ("p", "math")}


def _lists(parent: Element, members: Sequence[Block], setting: Setting) -> None:
    stack: list[Element] = []
    for block in members:
        level = min(max(block.level, 1), len(stack) + 1)
        del stack[level:]
        tag = "ol" if re.match(r"\(?\w+[.)]", block.marker) else "ul"
        if len(stack) == level and stack[-1].tag != tag:
            stack.pop()
        if len(stack) < level:
            home = stack[-1][-1] if stack else parent
            stack.append(etree.SubElement(home, tag))
        item = etree.SubElement(stack[-1], "li")
        if tag == "ol" and (number := re.match(r"\(?(\d{1,6})\D", block.marker)):
            item.set("value", number[1])
        _leaf(item, "span", block, setting)


def _quote(parent: Element, members: Sequence[Block], setting: Setting) -> None:
    stack = [parent]
    for block in members:
        depth = min(max(block.level, 1), 6)
        del stack[depth + 1 :]
        while len(stack) <= depth:
            stack.append(etree.SubElement(stack[-1], "blockquote"))
        _leaf(stack[-1], "p", block, setting)


def _code(parent: Element, members: Sequence[Block], setting: Setting) -> None:
    for block in members:
        # A region that scrolls must be reachable by keyboard (WCAG 2.1.1).
        pre = etree.SubElement(parent, "pre", {"tabindex": "0", "dir": "ltr"} if setting.words else {"dir": "ltr"})
        _leaf(pre, "code", block, setting)


def _figure(parent: Element, members: Sequence[Block], setting: Setting) -> None:
    figure: Element | None = None
    for block in members:
        if block.kind == "caption":
            home = parent if figure is None else figure
            _leaf(home, "p" if figure is None else "figcaption", block, setting, **{"class": "caption"})
            figure = None
            continue
        shown = [mark for mark in block.marks if mark.kind == "image" and mark.value in setting.pictures]
        if not (shown or block.text.strip()):
            figure = None
            continue
        figure = etree.SubElement(parent, "figure", {"class": "pictured"} if shown else {})
        if block.kind == "figure" and block.text.strip():
            _leaf(figure, "p", block, setting, **{"class": "alternative"})
            continue
        figure.set("id", block.id)
        for mark in shown:
            setting.pictures[mark.value].put(figure, block.text[mark.start : mark.end])


def _footnotes(parent: Element, members: Sequence[Block], setting: Setting) -> None:
    notes = etree.SubElement(parent, "div", {"class": "notes"})
    for block in members:
        note = etree.SubElement(notes, "p", {"class": "note"})
        if block.marker:
            marker = etree.SubElement(note, "span", {"class": "marker"})
            append_text(marker, f"{block.marker} ")
        _leaf(note, "span", block, setting)


def _break(parent: Element, members: Sequence[Block], setting: Setting) -> None:
    etree.SubElement(parent, "hr")


def _table(parent: Element, members: Sequence[Block], setting: Setting) -> None:
    """One table per run of rows with the same headers; a row that prints those headers begins it."""
    start = 0
    for number in range(1, len(members) + 1):
        table = members[start:number]
        if number == len(members) or not _goes_on(table, members[number]):
            _one_table(parent, table, setting)
            start = number


def _goes_on(table: Sequence[Block], row: Block) -> bool:
    heads = _heads(row)
    return heads == _heads(table[-1]) or (len(table) == 1 and heads == _texts(table[0]))


def _one_table(parent: Element, rows: Sequence[Block], setting: Setting) -> None:
    around = etree.SubElement(parent, "div", {"class": "table"})
    if setting.words:
        around.set("tabindex", "0")
    table = etree.SubElement(around, "table")
    heads = _heads(rows[-1])
    printed = any(heads) and heads == _texts(rows[0])
    if any(heads):
        top = etree.SubElement(table, "thead")
        if printed:
            _row(top, rows[0], setting, heading=True)
        else:
            row = etree.SubElement(top, "tr")
            for head in heads:
                append_text(etree.SubElement(row, "th" if head else "td", {"scope": "col"} if head else {}), head)
    body = etree.SubElement(table, "tbody")
    for block in rows[printed:]:
        _row(body, block, setting, heading=False)
    if not len(body):
        table.remove(body)


def _heads(row: Block) -> tuple[str, ...]:
    return tuple(cell.value for cell in _cells(row))


def _texts(row: Block) -> tuple[str, ...]:
    return tuple(row.text[cell.start : cell.end] for cell in _cells(row))


def _row(body: Element, block: Block, setting: Setting, *, heading: bool) -> None:
    row = etree.SubElement(body, "tr")
    _name(row, block, setting)
    said = setting.said.get(block.id, ())
    for cell in _cells(block):
        text = block.text[cell.start : cell.end]
        here = etree.SubElement(row, "th" if heading and text.strip() else "td")
        if here.tag == "th":
            here.set("scope", "col")
        write(here, block, said, words=setting.words, span=(cell.start, cell.end), pictures=setting.pictures)


def _cells(block: Block) -> list[Mark]:
    return [m for m in block.marks if m.kind == "cell"] or [Mark(0, len(block.text), "cell")]


SETTERS: Mapping[str, Callable[[Element, Sequence[Block], Setting], None]] = {
    "list_item": _lists,
    "quote": _quote,
    "code": _code,
    "figure": _figure,
    "table_row": _table,
    "footnote": _footnotes,
    "break": _break,
}
