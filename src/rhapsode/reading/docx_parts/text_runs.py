"""The runs of a Word paragraph: text, breaks, emphasis, links, notes, pictures, formulas."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from lxml import etree

from rhapsode.reading.docx_parts.word_parts import Parts, value
from rhapsode.reading.html_elements import name_of
from rhapsode.reading.tree_parts import attribute, child, say

_SIGNS = {"tab": " ", "nobreakhyphen": "\u2011", "ptab": " "}
_NOTES = {"footnotereference": "footnotes", "endnotereference": "endnotes"}
_DROPPED = frozenset(("del", "movefrom", "instrtext", "deltext", "ppr", "rpr", "annotationref", "footnoteref",
                      "endnoteref",                      "fldchar", "sdtpr", "pict"))  # fmt: skip


class WordRuns:
    """Fills HTML elements from paragraphs, and remembers the notes referred to on the way."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._boxes: list[Any] = []
        self.referred: dict[str, list[tuple[str, str]]] = defaultdict(list)
        """`footnotes` or `endnotes` to labels and ids, in order."""

    def boxes(self) -> list[Any]:
        """Text boxes met in the last paragraph."""
        taken, self._boxes = self._boxes, []
        return taken

    def fill(self, paragraph: Any, into: Any) -> None:
        """Everything of `paragraph` that is shown."""
        stack = [(one, into) for one in reversed(paragraph)]
        while stack:
            element, target = stack.pop()
            name = name_of(element)
            if name in _DROPPED or (name == "r" and _vanishes(element)):
                continue
            if name == "t":
                say(target, element.text or "")
            elif name in _SIGNS:
                say(target, _SIGNS[name])
            elif name in ("br", "cr"):
                etree.SubElement(target, "br")
            elif name in _NOTES:
                self._note(_NOTES[name], attribute(element, "id") or "", target)
            elif name == "txbxcontent":
                self._boxes.append(element)
            elif name == "docpr":
                self._picture(element, target)
            elif name in ("omath", "omathpara"):
                say(
                    etree.SubElement(target, "math"), "".join(t.text or "" for t in element.iter() if name_of(t) == "t")
                )
            else:
                stack += self._inside(element, name, target)

    def _inside(self, element: Any, name: str, target: Any) -> list[tuple[Any, Any]]:
        """What is in a run, a link or anything else, with where it goes."""
        if name == "alternatecontent":
            chosen = child(element, "choice")
            element = child(element, "fallback") if chosen is None else chosen
        elif name == "hyperlink":
            address = self._parts.links.get(attribute(element, "id") or "", "")
            target = etree.SubElement(target, "a", href=address) if address else target
        elif name == "r":
            target = _emphasised(element, target)
        return [(one, target) for one in reversed(element)] if element is not None else []

    def _note(self, kind: str, key: str, target: Any) -> None:
        label = str(len(self.referred[kind]) + 1)
        self.referred[kind].append((label, key))
        say(etree.SubElement(target, "a", role="doc-noteref"), label)

    def _picture(self, element: Any, target: Any) -> None:
        words = attribute(element, "descr") or ""
        blips = (one for one in element.getparent().iter() if name_of(one) == "blip")
        named = (self._parts.pictures.get(attribute(blip, "embed") or "", "") for blip in blips)
        address = next(named, "")
        if words or address:
            etree.SubElement(target, "img", alt=words, src=address)


def _vanishes(run: Any) -> bool:
    hidden = value(run, "rpr", "vanish")
    return hidden is not None and hidden not in ("0", "false")


def _emphasised(run: Any, target: Any) -> Any:
    for mark, tag in (("b", "strong"), ("i", "em")):
        found = value(run, "rpr", mark)
        if found is not None and found not in ("0", "false"):
            target = etree.SubElement(target, tag)
    place = _PLACES.get(value(run, "rpr", "vertalign") or "")
    return etree.SubElement(target, place) if place else target


_PLACES = {"superscript": "sup", "subscript": "sub"}
