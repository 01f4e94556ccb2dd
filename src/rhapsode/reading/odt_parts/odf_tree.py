"""The body of an OpenDocument text as an HTML tree, for the one walker to walk."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from lxml import etree

from rhapsode.reading.archive import MEMBER
from rhapsode.reading.html_elements import name_of, whole
from rhapsode.reading.markup_trees import content_of
from rhapsode.reading.tree_parts import attribute, child, say

_SILENT = frozenset(
    """annotation annotation-end tracked-changes forms sequence-decls variable-decls user-field-decls bookmark
    bookmark-start bookmark-end reference-mark reference-mark-start reference-mark-end soft-page-break
    note-citation index-source table-of-content-source image-map desc title alphabetical-index-mark
    toc-mark toc-mark-start toc-mark-end script event-listeners object-ole number note-ref""".split()
)
_CONTENTS = frozenset(
    "table-of-content illustration-index table-index alphabetical-index user-index object-index".split()
)
_TAGS = {"table": "table", "table-row": "tr", "list-item": "li", "list-header": "li", "covered-table-cell": ""}
_PARAGRAPHS = {"quotations": "blockquote", "caption": "figcaption", "preformatted text": "pre", "source code": "pre"}
_MADE_FOR_ONE = re.compile(r"[a-z]{1,2}\d+")
_MOST_REPEATED = 100
"""Spaces, or rows and columns of a table, that stand for many."""


class _OdfStyle(NamedTuple):
    parent: str
    family: str
    shown: str
    """Its name as the program shows it, in small letters."""
    tag: str
    """What its type makes of words: `strong`, `em`, `sup`, `sub`, `del` for what is hidden, or nothing."""


class OdfTree:
    """Builds the tree; `title` is the paragraph in the title's style."""

    def __init__(self, content: Any, styles: Any) -> None:
        """From the trees of `content.xml` and `styles.xml`; the second may be missing."""
        self.title = ""
        self.warnings: list[str] = []
        self._content = content
        self._styles: dict[str, _OdfStyle] = {}
        self._lists: dict[str, dict[int, bool]] = {}
        self._notes: list[tuple[str, Any]] = []
        for root in (styles, content):
            if root is not None:
                self._learn(root)
        self._has_title = any(name_of(e) == "p" and self._shown(e) == "title" for e in content.iter())

    def _learn(self, root: Any) -> None:
        for element in root.iter():
            name = name_of(element)
            if name == "style":
                key = attribute(element, "name") or ""
                shown = (attribute(element, "display-name") or key).replace("_20_", " ").lower()
                parent, family = attribute(element, "parent-style-name") or "", attribute(element, "family") or ""
                self._styles[key] = _OdfStyle(parent, family, shown, _tag(element))
            elif name == "list-style":
                levels = {
                    whole(attribute(level, "level"), 1): name_of(level) == "list-level-style-number"
                    for level in element
                }
                self._lists[attribute(element, "name") or ""] = levels

    def build(self) -> Any:
        """The whole document: body, then the notes it refers to."""
        root = etree.Element("div")
        body = next((e for e in self._content.iter() if name_of(e) == "text" and len(e)), None)
        if body is not None:
            self._fill(body, root)
        while self._notes:
            label, note = self._notes.pop(0)
            self._fill(note, etree.SubElement(root, "aside", {"role": "doc-footnote", "data-label": label}))
        return root

    def _shown(self, element: Any) -> str:
        """The name of the style that a paragraph is in; one made for it alone stands for that it is based on."""
        key = attribute(element, "style-name") or ""
        for _ in range(20):
            style = self._styles.get(key)
            if style is None or not style.parent or not _MADE_FOR_ONE.fullmatch(style.shown):
                break
            key = style.parent
        style = self._styles.get(key)
        return style.shown if style else key.replace("_20_", " ").lower()

    def _fill(self, parent: Any, into: Any) -> None:
        """Everything in `parent`, without recursion, so that depth is no danger."""
        stack: list[tuple[Any, Any, int, str]] = [(parent, into, 0, "")]
        begun = False
        while stack:
            element, target, depth, style = stack.pop()
            if isinstance(element, str):
                say(target, element)
                continue
            name = name_of(element)
            if begun and (not name or name in _SILENT):
                continue
            made = self._made(element, name, target, depth, style) if begun else target
            begun = True
            if made is None:
                continue
            if name == "list":
                depth, style = depth + 1, attribute(element, "style-name") or style
            stack += [(part, made, depth, style) for part in reversed(content_of(element))]

    def _made(self, element: Any, name: str, target: Any, depth: int, style: str) -> Any:
        """The HTML element that `element` becomes; None where nothing in it is to be read any more."""
        if name in _MAKERS:
            return _MAKERS[name](self, element, target)
        if name in _CONTENTS:
            return etree.SubElement(target, "div", role="doc-toc")
        if name == "list":
            levels = self._lists.get(attribute(element, "style-name") or style, {})
            return etree.SubElement(target, "ol" if levels.get(depth + 1) else "ul")
        tag = _TAGS.get(name)
        return target if tag is None else etree.SubElement(target, tag) if tag else None

    def _heading(self, element: Any, target: Any) -> Any:
        level = whole(attribute(element, "outline-level"), 1) + self._has_title
        return etree.SubElement(target, f"h{min(6, max(1, level))}")

    def _paragraph(self, element: Any, target: Any) -> Any:
        shown = self._shown(element)
        if shown == "title":
            self.title = self.title or " ".join("".join(element.itertext()).split())
            return etree.SubElement(target, "h1")
        last = target[-1] if len(target) else None
        if _PARAGRAPHS.get(shown) == "pre" and last is not None and last.tag == "pre" and not (last.tail or "").strip():
            say(last[-1] if len(last) else last, "\n")
            return last
        if shown in _PARAGRAPHS:
            return etree.SubElement(target, _PARAGRAPHS[shown])
        return etree.SubElement(target, "p")

    def _span(self, element: Any, target: Any) -> Any:
        style = self._styles.get(attribute(element, "style-name") or "")
        if style is None or not style.tag:
            return target
        return None if style.tag == "del" else etree.SubElement(target, style.tag)

    def _note(self, element: Any, target: Any) -> None:
        cited = next((e for e in element if name_of(e) == "note-citation"), None)
        label = ((cited.text or "") if cited is not None else "").strip() or str(len(self._notes) + 1)
        body = next((e for e in element if name_of(e) == "note-body"), None)
        if body is not None:
            self._notes.append((label, body))
        say(etree.SubElement(target, "a", role="doc-noteref"), label)

    def _spaces(self, element: Any, target: Any) -> None:
        say(target, " " * min(_MOST_REPEATED, whole(attribute(element, "c"), 1)))

    def _cell(self, element: Any, target: Any) -> Any:
        headed = any(name_of(up) == "table-header-rows" for up in element.iterancestors())
        made = etree.SubElement(target, "th" if headed else "td")
        span = min(_MOST_REPEATED, whole(attribute(element, "number-columns-spanned"), 1))
        if span > 1:
            made.set("colspan", str(span))
        return made

    def _frame(self, element: Any, target: Any) -> Any:
        words = next((e.text for kind in ("desc", "title") for e in element if name_of(e) == kind and e.text), "")
        image = child(element, "image")
        name = "" if image is None else (attribute(image, "href") or "").removeprefix("./")
        address = f"{MEMBER}{name}" if name and "://" not in name else ""
        if words or address:
            etree.SubElement(target, "img", alt=words, src=address)
        return target

    def _formula(self, element: Any, target: Any) -> None:
        words = [e.text or "" for e in element.iter() if name_of(e) != "annotation" and isinstance(e.tag, str)]
        say(etree.SubElement(target, "math"), " ".join(" ".join(words).split()))


_MAKERS: dict[str, Callable[[OdfTree, Any, Any], Any]] = {
    "h": OdfTree._heading,
    "p": OdfTree._paragraph,
    "span": OdfTree._span,
    "a": lambda _, element, target: etree.SubElement(target, "a", href=attribute(element, "href") or ""),
    "note": OdfTree._note,
    "s": OdfTree._spaces,
    "tab": lambda _, __, target: say(target, " "),
    "line-break": lambda _, __, target: etree.SubElement(target, "br"),
    "table-cell": OdfTree._cell,
    "frame": OdfTree._frame,
    "math": OdfTree._formula,
}
"""Elements that become more than one plain tag. `None` from one of these ends the walk there."""


def _tag(style: Any) -> str:
    """What a style for words makes of them."""
    for element in style:
        if name_of(element) == "text-properties":
            place = (attribute(element, "text-position") or "").split(" ")[0]
            if place and place not in ("0%", "0"):
                return "sub" if place == "sub" or place.startswith("-") else "sup"
            if attribute(element, "display") == "none":
                return "del"
            if (attribute(element, "font-weight") or "") in ("bold", "700", "800", "900"):
                return "strong"
            if attribute(element, "font-style") in ("italic", "oblique"):
                return "em"
    return ""
