"""A docutils tree as an HTML tree, for the one walker to walk."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from rhapsode.reading.dates import iso_date
from rhapsode.reading.source_metadata import SourceMetadata, one_line

_TAGS = {
    "paragraph": "p", "emphasis": "em", "strong": "strong", "literal": "code", "bullet_list": "ul",
    "enumerated_list": "ol", "list_item": "li", "block_quote": "blockquote", "literal_block": "pre",
    "doctest_block": "pre", "definition_list": "dl", "definition_list_item": "div", "term": "dt", "classifier": "dt",
    "definition": "dd", "table": "table", "row": "tr", "thead": "thead", "tbody": "tbody", "transition": "hr",
    "caption": "figcaption", "legend": "figcaption", "figure": "figure", "attribution": "p", "line_block": "div",
    "line": "p",
    "field_list": "dl", "field": "div",
    "field_name": "dt", "field_body": "dd", "title_reference": "cite", "superscript": "sup", "subscript": "sub",
    "abbreviation": "span", "math": "math", "math_block": "math", "option_list": "dl", "option_list_item": "div",
    "option_group": "dt", "description": "dd", "rubric": "p", "subtitle": "p", "inline": "span", "generated": "span",
}  # fmt: skip
_LEFT_OUT = frozenset(
    ("comment", "substitution_definition", "pending", "target", "colspec", "raw", "meta", "decoration")
)
_INFO = frozenset(
    ("author", "date", "organization", "contact", "version", "revision", "status", "copyright", "address")
)
_ROLE = re.compile(r":[\w:+.-]{1,60}:`(.*?)(?:\s*<[^<>`]*>)?`", re.S)


def to_tree(document: Any, metadata: SourceMetadata, warnings: list[str]) -> Any:
    """The HTML tree of a docutils document; fills `metadata` on the way."""
    root = etree.Element("div")
    titled = any(node.tagname == "title" for node in document.children)
    metadata.title = one_line(document.get("title"))
    lead = 1 if titled else 0
    stack: list[tuple[Any, Any, int]] = [(node, root, lead) for node in reversed(document.children)]
    while stack:
        node, target, depth = stack.pop()
        name = getattr(node, "tagname", "#text")
        if name == "#text":
            _say(target, str(node))
        elif name == "system_message":
            stack += _unknown(node, target, depth, warnings)
        elif name == "tgroup":
            stack += [(child, target, depth) for child in reversed(node.children)]
        elif name == "docinfo":
            _information(node, target, metadata)
        elif name not in _LEFT_OUT:
            made = _element(node, name, target, depth)
            deeper = depth + (name == "section")
            if node.line and made is not target:
                made.set("data-line", str(node.line))
            stack += [(child, made, deeper) for child in reversed(node.children)]
    return root


def _element(node: Any, name: str, target: Any, depth: int) -> Any:
    """The HTML element for `node`."""
    maker = _MAKERS.get(name)
    return maker(node, target, depth) if maker else etree.SubElement(target, _TAGS.get(name, "div"))


def _title(node: Any, target: Any, depth: int) -> Any:
    parent = node.parent.tagname
    if parent in ("section", "document"):
        return etree.SubElement(target, f"h{min(6, max(1, depth))}")
    return etree.SubElement(target, "caption" if parent == "table" else "p")


def _note(node: Any, target: Any, _: int) -> Any:
    label = next((child.astext() for child in node.children if child.tagname == "label"), "")
    return etree.SubElement(target, "aside", {"role": "doc-footnote", "data-label": label})


def _topic(node: Any, target: Any, _: int) -> Any:
    return etree.SubElement(target, "div", {"role": "doc-toc"} if "contents" in node.get("classes", ()) else {})


def _problem(node: Any, target: Any, _: int) -> Any:
    _say(target, _ROLE.sub(r"\1", node.astext()))
    return etree.SubElement(target, "script")


def _enumerated(node: Any, target: Any, _: int) -> Any:
    return etree.SubElement(target, "ol", start=str(node.get("start") or 1))


def _literal(node: Any, target: Any, _: int) -> Any:
    names = " ".join(f"language-{name}" for name in node.get("classes", ()) if name != "code")
    return etree.SubElement(target, "pre", {"class": names})


def _reference(node: Any, target: Any, _: int) -> Any:
    return etree.SubElement(target, "a", role="doc-noteref")


_MAKERS: dict[str, Callable[[Any, Any, int], Any]] = {
    "title": _title,
    "image": lambda node, target, _: etree.SubElement(
        target, "img", alt=node.get("alt") or "", src=node.get("uri") or ""
    ),
    "footnote": _note,
    "citation": _note,
    "label": lambda _, target, __: etree.SubElement(target, "script"),
    "footnote_reference": _reference,
    "citation_reference": _reference,
    "reference": lambda node, target, _: etree.SubElement(target, "a", href=node.get("refuri") or "#"),
    "entry": lambda node, target, _: _cell(node, target),
    "topic": _topic,
    "problematic": _problem,
    "enumerated_list": _enumerated,
    "literal_block": _literal,
}
"""Nodes that become more than one plain tag. What is made into `script` is said elsewhere."""


def _cell(node: Any, target: Any) -> Any:
    made = etree.SubElement(target, "th" if node.parent.parent.tagname == "thead" else "td")
    if node.get("morecols"):
        made.set("colspan", str(int(node["morecols"]) + 1))
    return made


def _unknown(node: Any, target: Any, depth: int, warnings: list[str]) -> list[tuple[Any, Any, int]]:
    """A directive that is not known or not allowed: its text is kept as code."""
    said = next((one_line(child.astext()) for child in node.children if child.tagname == "paragraph"), "")
    if node.get("level", 0) >= 2 and said:
        warnings.append(f"line {node.get('line', '?')}: {said[:150]}")
    return [(child, target, depth) for child in reversed(node.children) if child.tagname == "literal_block"]


def _information(docinfo: Any, target: Any, metadata: SourceMetadata) -> None:
    """Author and date are metadata; the rest is kept as imprint."""
    for node in docinfo.children:
        text = one_line(node.astext())
        if node.tagname == "author":
            metadata.authors = (*metadata.authors, text)
        elif node.tagname == "authors":
            metadata.authors = (*metadata.authors, *(one_line(child.astext()) for child in node.children))
        elif node.tagname == "date" and iso_date(text):
            metadata.published = iso_date(text)
        box = etree.SubElement(target, "div", role="doc-credits")
        _say(box, f"{node.tagname.title()}: {text}" if node.tagname in _INFO else text)


def _say(target: Any, text: str) -> None:
    from rhapsode.reading.tree_parts import say

    say(target, "".join(c for c in text if c in "\t\n\r" or c >= " "))
