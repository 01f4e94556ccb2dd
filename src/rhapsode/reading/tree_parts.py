"""What readers do with the parts of a tree: append text, and find children and attributes by their local names."""

from __future__ import annotations

from typing import Any

from lxml import etree

from rhapsode.reading.html_elements import name_of


def say(target: Any, text: str) -> None:
    """Append `text` after everything in `target`. Linear: a long text is not written anew for each word after it."""
    last = next(target.iterchildren(reversed=True), None)
    said = (target.text if last is None else last.tail) or ""
    if len(said) > _MOST_REWRITTEN:
        etree.SubElement(target, "font").text = text
    elif last is None:
        target.text = said + text
    else:
        last.tail = said + text


_MOST_REWRITTEN = 2_000


def attribute(element: Any, name: str) -> str | None:
    """An attribute by local name."""
    return next((v for key, v in element.attrib.items() if key.rpartition("}")[2] == name), None)


def child(element: Any, name: str) -> Any:
    """The first child of that local name, or None."""
    return next((one for one in element if name_of(one) == name), None)
