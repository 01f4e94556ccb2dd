"""Parsing HTML and XML without network, entities or silent loss."""

from __future__ import annotations

import html
import re
from typing import Any

from lxml import etree

from rhapsode.errors import SourceRefused, SourceUnreadable

_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,2000}(?:\[.*?\]\s{0,100})?>", re.S | re.I)
_DECLARATION = re.compile(r"^\s{0,100}<\?xml[^>]{0,200}\?>")
_BROKEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse_html(text: str, location: str, warnings: list[str]) -> Any:
    """The tree of an HTML text; what the parser had to drop is said in `warnings`. Raises SourceUnreadable."""
    parser = etree.HTMLParser(huge_tree=True, no_network=True, remove_comments=False, encoding="utf-8")
    data = _BROKEN.sub("", _DECLARATION.sub("", text)).encode()
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise SourceUnreadable(f"{location} is not HTML ({fault.msg})", "check the file") from fault
    if root is None:
        raise SourceUnreadable(f"{location} has nothing in it that can be read", "check the file")
    _report_loss(parser, location, warnings)
    return root


def _report_loss(parser: Any, location: str, warnings: list[str]) -> None:
    for entry in parser.error_log.filter_from_fatals():
        if "depth" in entry.message.lower() or "huge" in entry.message.lower():
            warnings.append(f"{location} is nested too deep from line {entry.line} on; what is deeper was left out")
            return


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
    declared = _ENCODING.match(data[:200])
    text, notes = decode(data, location, declared[1].decode() if declared else "")
    try:
        root = parse_xml(data, location, text=text)
    except SourceUnreadable:
        root = parse_html(_opened(text), location, said)
    if warnings is not None:
        warnings += [*notes, *said]
    return root


_ENCODING = re.compile(rb"""\s{0,10}<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})""")
_SELF_CLOSED = re.compile(r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)([A-Za-z][\w:-]{0,40})((?:\s[^<>]{0,2000})?)/>")


def _opened(text: str) -> str:
    """`<a id="x"/>` as HTML writes it: HTML parsers take the slash for nothing."""
    return _SELF_CLOSED.sub(r"<\1\2></\1>", text)
