"""A Word document as an HTML tree, for the one walker to walk."""

from __future__ import annotations

from collections import Counter
from typing import Any

from lxml import etree

from rhapsode.reading.docx_parts.text_runs import WordRuns
from rhapsode.reading.docx_parts.word_parts import Parts, value
from rhapsode.reading.html_elements import name_of, whole
from rhapsode.reading.tree_parts import attribute, child

_NAMED = {"quote": "blockquote", "intense quote": "blockquote", "block text": "blockquote", "caption": "figcaption"}
_CODE = ("html preformatted", "source code", "code", "plain text", "preformatted text")
_THROUGH = frozenset(("sdt", "sdtcontent", "smarttag", "customxml", "ins", "moveto", "txbxcontent", "document", "body"))


class Tree:
    """Builds the tree; `title` is the paragraph in the title's style."""

    def __init__(self, parts: Parts) -> None:
        self.title = ""
        self.warnings: list[str] = []
        self._parts = parts
        self._runs = WordRuns(parts)
        self._counts: Counter[tuple[str, int]] = Counter()
        self._has_title = any(
            style.name == "title" for p in parts.body.iter() if name_of(p) == "p" for style in self._chain(p)[:1]
        )

    def build(self) -> Any:
        """The whole document: body, then the notes it refers to."""
        root = etree.Element("div")
        self._children(self._parts.body, root)
        for kind in ("footnotes", "endnotes"):
            notes = self._parts.notes(kind)
            for label, key in self._runs.referred[kind]:
                if key in notes:
                    holder = etree.SubElement(root, "aside", {"role": "doc-footnote", "data-label": label})
                    self._children(notes[key], holder)
        return root

    def _chain(self, paragraph: Any) -> list[Any]:
        return self._parts.chain(value(paragraph, "ppr", "pstyle") or "")

    def _children(self, parent: Any, into: Any) -> None:
        stack = [(one, into) for one in reversed(parent)]
        while stack:
            element, target = stack.pop()
            name = name_of(element)
            if name == "p":
                self._paragraph(element, target)
            elif name == "tbl":
                stack += self._table(element, target)
            elif name == "alternatecontent":
                chosen = child(element, "choice")
                chosen = child(element, "fallback") if chosen is None else chosen
                stack += [(one, target) for one in reversed(chosen)] if chosen is not None else []
            elif name in _THROUGH:
                stack += [(one, target) for one in reversed(element)]

    def _table(self, table: Any, into: Any) -> list[tuple[Any, Any]]:
        """Makes rows and cells; returns what is in them, to be read in order (last first)."""
        made = etree.SubElement(into, "table")
        rows = [row for row in table.iter() if name_of(row) == "tr" and _owner(row) is table]
        work = []
        for number, row in enumerate(rows):
            headed = _is_on(row, "trpr", "tblheader") or (number == 0 and len(rows) > 1 and _first_row(table))
            line = etree.SubElement(made, "tr")
            for cell in (c for c in row.iter() if name_of(c) == "tc" and _owner(c, "tr") is row):
                box = etree.SubElement(line, "th" if headed else "td")
                span = value(cell, "tcpr", "gridspan")
                if span:
                    box.set("colspan", span)
                work += [(one, box) for one in cell]
        return work[::-1]

    def _paragraph(self, paragraph: Any, into: Any) -> None:
        chain = self._chain(paragraph)
        style = chain[0].name if chain else ""
        made = self._shaped(paragraph, style, into)
        self._runs.fill(paragraph, made)
        if style == "title" and not self.title:
            self.title = " ".join("".join(made.itertext()).split())
        for box in self._runs.boxes():
            self._children(box, into)

    def _shaped(self, paragraph: Any, style: str, into: Any) -> Any:
        properties = child(paragraph, "ppr")
        outline = value(properties, "outlinelvl") if properties is not None else None
        level = whole(outline, 9) + 1 if outline else self._parts.heading_level(value(paragraph, "ppr", "pstyle") or "")
        if style == "title":
            return etree.SubElement(into, "h1")
        if style.startswith("toc "):
            return etree.SubElement(into, "div", role="doc-toc")
        if 1 <= level <= 9:
            return etree.SubElement(into, f"h{min(6, level + self._has_title)}")
        if style in _NAMED:
            return etree.SubElement(into, _NAMED[style])
        if style in _CODE:
            return etree.SubElement(into, "pre")
        item = self._item(paragraph, style, into)
        return etree.SubElement(into, "p") if item is None else item

    def _item(self, paragraph: Any, style: str, into: Any) -> Any:
        number = value(paragraph, "ppr", "numpr", "numid")
        if number is None:
            number = next((s.number for s in self._chain(paragraph) if s.number), None)
        if number in (None, "0") and not style.startswith("list "):
            return None
        depth = min(whole(value(paragraph, "ppr", "numpr", "ilvl"), 0), 8)
        kind = self._parts.formats.get((number or "", depth), "decimal" if "number" in style else "bullet")
        for _ in range(depth + 1):
            into = etree.SubElement(into, "ul" if kind in ("bullet", "none") else "ol")
        item = etree.SubElement(into, "li")
        if kind not in ("bullet", "none"):
            self._counts[number or style, depth] += 1
            for deeper in range(depth + 1, 9):
                self._counts.pop((number or style, deeper), None)
            item.set("value", str(self._counts[number or style, depth]))
        return item


def _owner(element: Any, name: str = "tbl") -> Any:
    return next((up for up in element.iterancestors() if name_of(up) == name), None)


def _is_on(element: Any, *path: str) -> bool:
    found = value(element, *path)
    return found is not None and found not in ("0", "false", "off")


def _first_row(table: Any) -> bool:
    properties = child(table, "tblpr")
    look = child(properties, "tbllook") if properties is not None else None
    return look is not None and attribute(look, "firstRow") == "1"
