"""How much text, link text, pictures and controls each element holds, in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rhapsode.reading.html_elements import name_of

_HEADINGS = frozenset(f"h{n}" for n in range(1, 7))
_COMMAS = str.maketrans("、،，﹐﹑︐︑⹁⸲⸴", ",,,,,,,,,,")
_UNSEEN = frozenset(("script", "style", "noscript", "template", "head"))


@dataclass(slots=True)
class Measure:
    """Of an element and everything in it."""

    text: int = 0
    """Characters, white space runs as one."""
    link: float = 0.0
    """Characters that are links; those that lead inside the page count less."""
    heading: int = 0
    listed: int = 0
    commas: int = 0
    paragraphs: int = 0
    images: int = 0
    items: int = 0
    inputs: int = 0
    embeds: int = 0
    dense: int = 0
    """Characters in the elements that running text is made of."""

    def add(self, other: Measure) -> None:
        """Take up a child's."""
        self.text += other.text
        self.link += other.link
        self.heading += other.heading
        self.listed += other.listed
        self.commas += other.commas
        self.paragraphs += other.paragraphs
        self.images += other.images
        self.items += other.items
        self.inputs += other.inputs
        self.embeds += other.embeds
        self.dense += other.dense

    def say(self, text: str | None) -> None:
        """Take up a text node."""
        if text:
            self.text += len(" ".join(text.split()))
            self.commas += text.translate(_COMMAS).count(",")

    @property
    def link_density(self) -> float:
        """From 0 to 1."""
        return self.link / self.text if self.text else 0.0


_TEXTUAL = frozenset(["span", "li", "td", "blockquote", "dl", "div", "img", "ol", "p", "pre", "table", "ul", "select"])


def closed(element: Any, measure: Measure) -> Measure:
    """`measure` of the children and text, completed by what `element` itself is."""
    name = name_of(element)
    if name in _UNSEEN:
        return Measure()
    if name == "a":
        href = element.get("href") or ""
        measure.link += measure.text * (0.3 if href.startswith("#") and len(href) > 1 else 1.0)
    elif name in _HEADINGS:
        measure.heading = measure.text
    elif name in ("ul", "ol"):
        measure.listed = measure.text
    elif name == "p":
        measure.paragraphs += 1
    elif name == "img":
        measure.images += 1
    elif name == "li":
        measure.items += 1
    elif name == "input":
        measure.inputs += 1
    elif name in ("object", "embed", "iframe"):
        measure.embeds += 1
    if name in _TEXTUAL:
        measure.dense = measure.text
    return measure


def measure_all(root: Any) -> dict[Any, Measure]:
    """The measure of every element under `root`."""
    found: dict[Any, Measure] = {}
    for element in reversed(list(root.iter())):
        if not isinstance(element.tag, str):
            continue
        measure = Measure()
        measure.say(element.text)
        for child in element:
            if isinstance(child.tag, str):
                measure.add(found[child])
            measure.say(child.tail)
        found[element] = closed(element, measure)
    return found
