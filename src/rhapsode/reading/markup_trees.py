"""Parsing HTML and XML without network, entities or silent loss."""

from __future__ import annotations

import html
import re
from typing import Any

from lxml import etree

from rhapsode.errors import SourceRefused, SourceUnreadable
from rhapsode.reading.html_tags import BLOCKS

_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,2000}(?:\[.*?\]\s{0,100})?>", re.S | re.I)
_DECLARATION = re.compile(r"^\s{0,100}<\?xml[^>]{0,200}\?>")
_BROKEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse_html(text: str, location: str, warnings: list[str]) -> Any:
    """The tree of an HTML text. Nesting that the parser would silently drop is made flat first, with a warning.

    Raises SourceUnreadable, or SourceRefused for more than 1,000,000 tags or an element of more than 1,000 attributes.
    """
    text = _BROKEN.sub("", _DECLARATION.sub("", text))
    refuse_tags(text.count("<"), location)
    _refuse_attributes(text, location)
    root, lost = _parsed(text, location)
    if lost:
        warnings.append(f"{location} is nested more than {_DEEPEST} deep; what is deeper was taken without its mark-up")
        root, _ = _parsed(flattened(text), location)
    if root is None:
        raise SourceUnreadable(f"{location} has nothing in it that can be read", "check the file")
    return root


MOST_TAGS = 1_000_000
"""Of a page, or of all pages of a book: each takes some five microseconds to read."""


def refuse_tags(count: int, location: str) -> None:
    """Raise SourceRefused for so many tags that reading them would take too long."""
    if count > MOST_TAGS:
        raise SourceRefused(f"{location} has more than {MOST_TAGS:,} tags", "split it, or save it in a simpler form")


def _refuse_attributes(text: str, location: str) -> None:
    """The parser looks at all attributes that an element has for each that it gets."""
    for found in _LONG_TAG.finditer(text):
        names = _VALUE.sub("", found["tag"] or "")
        if len(names.split()) > _MOST_ATTRIBUTES:
            raise SourceRefused(
                f"{location} has an element of more than {_MOST_ATTRIBUTES:,} attributes", "save it in a simpler form"
            )


_MOST_ATTRIBUTES = 1_000
_LONG_TAG = re.compile(
    r"<!--(?:(?!-->).)*+|<(?P<raw>script|style|textarea|title)\b(?:(?!</(?P=raw)).)*+"
    rf"""|(?P<tag><[A-Za-z](?=.{{{2 * _MOST_ATTRIBUTES}}})(?:[^<>"']++|"[^"]*+"|'[^']*+')*+)""",
    re.S | re.I,
)
_VALUE = re.compile(r""""[^"]*+"|'[^']*+'""")


def _parsed(text: str, location: str) -> tuple[Any, bool]:
    parser = etree.HTMLParser(huge_tree=True, no_network=True, encoding="utf-8")
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as fault:
        root = None
        if not parser.error_log:
            raise SourceUnreadable(f"{location} is not HTML ({fault.msg})", "check the file") from fault
    lost = any("depth" in entry.message.lower() for entry in parser.error_log.filter_from_fatals())
    return root, lost


def flattened(text: str) -> str:
    """`text` without the tags that stand deeper than 200 in it."""
    parts: list[str] = []
    stack: list[str] = []
    at = 0
    for found in _TAG.finditer(text):
        name, closing = found[2].lower(), bool(found[1])
        keep = len(stack) < _DEEPEST
        if closing:
            keep = len(stack) <= _DEEPEST
            if name in stack[-_NEAR:]:
                while stack.pop() != name:
                    pass
        elif name not in _VOID:
            stack.append(name)
        if not keep:
            parts += (text[at : found.start()], " " if name in BLOCKS else "")
            at = found.end()
    return "".join([*parts, text[at:]])


_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,40})(?:\s[^<>]{0,10000})?/?>")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_DEEPEST = 200
_NEAR = 50


def parse_xml(data: bytes, location: str, *, text: str = "") -> Any:
    """The tree of an XML file, without DTD, entities or network.

    Named HTML entities are replaced first; a document type with declarations of its own is refused.
    Raises SourceUnreadable where it is not well-formed, SourceRefused where it declares entities.
    """
    source = text or data.decode("utf-8", errors="replace")
    found = _DOCTYPE.search(source[:20_000])
    if found and "<!ENTITY" in found[0].upper():
        raise SourceRefused(f"{location} declares entities of its own", "save it without a document type")
    source = _DECLARATION.sub("", _DOCTYPE.sub("", source, count=1), count=1)
    source = _ENTITY.sub(_character, _BROKEN.sub("", source))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(source.encode(), parser)
    except etree.XMLSyntaxError as fault:
        raise SourceUnreadable(
            f"{location} is not well-formed ({str(fault)[:120]})", "repair it, or save it anew"
        ) from fault


def _character(found: re.Match[str]) -> str:
    return found[0] if found[1] in _XML_OWN else html.unescape(found[0])


def parse_lenient(data: bytes, location: str, warnings: list[str] | None = None) -> Any:
    """The tree of an XHTML file: as XML where it is well-formed, else as browsers would read it.

    Raises SourceUnreadable or SourceRefused.
    """
    from rhapsode.reading.decode import decode

    said: list[str] = []
    text, notes = decode(data, location, declared_encoding(data))
    try:
        root = parse_xml(data, location, text=text)
    except SourceUnreadable:
        root = parse_html(_opened(text), location, said)
    if warnings is not None:
        warnings += [*notes, *said]
    return root


def declared_encoding(data: bytes) -> str:
    """What an XML declaration says the encoding is; empty where it says nothing."""
    found = _ENCODING.match(data[:200])
    return found[1].decode() if found else ""


def content_of(element: Any) -> list[Any]:
    """What is directly in an element, in order: texts, and elements, comments and instructions among them."""
    parts: list[Any] = [element.text] if element.text else []
    for child in element:
        parts.append(child)
        if child.tail:
            parts.append(child.tail)
    return parts


_ENCODING = re.compile(rb"""\s{0,10}<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})""")
_SELF_CLOSED = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)([A-Za-z][\w:-]{0,40})((?:\s[^<>]{0,2000})?)/>"
)


def _opened(text: str) -> str:
    """`<a id="x"/>` as HTML writes it: HTML parsers take the slash for nothing."""
    return _SELF_CLOSED.sub(r"<\1\2></\1>", text)
