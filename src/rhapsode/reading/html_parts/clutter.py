"""Weighing what is left inside the main content: lists of links, forms, share buttons, related stories go."""

from __future__ import annotations

from typing import Any

from rhapsode.reading.html_elements import name_of
from rhapsode.reading.html_parts import class_hints
from rhapsode.reading.html_parts.text_density import Measure, closed
from rhapsode.reading.tables import is_data

_GONE = frozenset(
    ["object", "embed", "footer", "link", "aside", "iframe", "input", "textarea", "select", "button", "nav"]
)
_WEIGHED = frozenset(["form", "fieldset", "table", "ul", "div"])
_LONGEST_SHARE = 500


def find_clutter(root: Any, *, conditionally: bool, weighed: bool) -> tuple[set[Any], int]:
    """The elements under `root` that are no content, and how many characters are left without them.

    Children come before their parents, each is weighed by what is left of it.
    """
    measures: dict[Any, Measure] = {}
    gone: set[Any] = set()
    protected = _protected(root)
    limit = 0.2 * len(" ".join("".join(root.itertext()).split()))
    for element in reversed(list(root.iter())):
        if not isinstance(element.tag, str):
            continue
        measure = Measure()
        measure.say(element.text)
        for child in element:
            if child in measures:
                measure.add(measures.pop(child))
            measure.say(child.tail)
        measure = closed(element, measure)
        kept = [child for child in element if child not in gone]
        free = element is not root and element not in protected
        if free and _goes(element, kept, measure, conditionally, weighed, limit):
            gone.add(element)
        else:
            measures[element] = measure
    return gone, measures[root].text


def _protected(root: Any) -> set[Any]:
    """Everything in data tables and code."""
    found: set[Any] = set()
    for element in root.iter():
        name = name_of(element)
        if name in ("pre", "code") or (name == "table" and is_data(element)):
            found.update(element.iter())
        elif name == "figure":
            found.update(inner for inner in element.iter() if name_of(inner) == "figcaption")
    return found


def _goes(element: Any, kept: list[Any], measure: Measure, conditionally: bool, weighed: bool, limit: float) -> bool:
    name = name_of(element)
    if name in _GONE:
        return True
    if (
        class_hints.is_share(element)
        and measure.text < _LONGEST_SHARE
        and name not in ("p", "span", "a", "h1", "h2", "h3")
    ):
        return True
    if weighed and measure.text < limit and class_hints.is_furniture(element):
        return True
    if name in ("h1", "h2") and weighed and class_hints.weight(element) < 0:
        return True
    return (
        conditionally
        and name in _WEIGHED
        and _is_clutter(element, kept, measure, class_hints.weight(element) if weighed else 0)
    )


def _is_clutter(element: Any, kept: list[Any], measure: Measure, weight: int) -> bool:
    if weight < 0:
        return True
    if measure.commas >= 10:
        return False
    name, size = name_of(element), measure.text
    is_list = name in ("ul", "ol") or (size > 0 and measure.listed / size > 0.9)
    in_figure = any(name_of(up) == "figure" for up in element.iterancestors())
    items = measure.items - 100
    density = measure.link_density
    headings = measure.heading / size if size else 0.0
    clutter = (
        not in_figure and measure.images > 1 and measure.paragraphs / measure.images < 0.5,
        not is_list and items > measure.paragraphs,
        measure.inputs > measure.paragraphs // 3,
        not is_list and not in_figure and headings < 0.9 and size < 25
        and (measure.images == 0 or measure.images > 2) and density > 0,
        not is_list and weight < 25 and density > 0.2,
        weight >= 25 and density > 0.5,
        measure.embeds > 1 or (measure.embeds == 1 and size < 75),
        measure.images == 0 and measure.dense == 0 and size == 0,
    )  # fmt: skip
    if is_list and any(clutter):
        return not (measure.images > 0 and measure.images == measure.items) or any(len(child) > 1 for child in kept)
    return any(clutter)
