"""FictionBook 2: sections, poems, quotations, notes and the description of the book."""

from __future__ import annotations

import base64
import binascii
from pathlib import PurePath
from typing import Any

from rhapsode.model import Document, Source
from rhapsode.reading.blocks import Blocks

_TAGS = {
    "p": "p", "subtitle": "p", "v": "p", "text-author": "p", "emphasis": "em", "strong": "strong", "code": "code",
    "sup": "sup", "sub": "sub", "table": "table", "tr": "tr", "td": "td", "th": "th", "cite": "blockquote",
    "epigraph": "blockquote", "poem": "div", "stanza": "div", "annotation": "div", "empty-line": "hr",
}  # fmt: skip
_DEEPEST = 6
_MOST_COVER = 10_000_000


class Fb2Reader:
    """Reads `.fb2`, also packed as `.fb2.zip` or `.fbz`."""

    name = "fb2"
    suffixes = (".fb2", ".fbz", ".fb2.zip")

    def score(self, source: Source) -> float:
        """By suffix or first element."""
        if source.name.lower().endswith(self.suffixes):
            return 0.95
        return 0.9 if b"<FictionBook" in source.data[:1000] else 0.0

    def read(self, source: Source) -> Document:
        """Read it all. Raises SourceUnreadable, or SourceRefused for bombs and entities."""
        from rhapsode.reading.decode import decode
        from rhapsode.reading.html_elements import name_of
        from rhapsode.reading.markup_trees import declared_encoding, parse_xml
        from rhapsode.reading.source_metadata import complete
        from rhapsode.reading.walker import Walker

        data = _unpacked(source)
        text, warnings = decode(data, source.location, declared_encoding(data))
        root = parse_xml(data, source.location, text=text)
        metadata = _description(root)
        blocks = Blocks()
        walker = Walker(blocks, language=metadata.language)
        for body in (child for child in root if name_of(child) == "body"):
            walker.walk(_tree(body, notes=(body.get("name") or "").lower() in ("notes", "footnotes", "comments")))
        return complete(source, blocks.tuple(), metadata, warnings, PurePath(source.name).stem)


def _unpacked(source: Source) -> bytes:
    if not source.data.startswith(b"PK"):
        return source.data
    from rhapsode.reading.archive import Archive

    archive = Archive(source.data, source.location)
    name = next((name for name in archive.names() if name.lower().endswith(".fb2")), "book.fb2")
    return archive.read(name)


def _tree(body: Any, *, notes: bool) -> Any:
    """A body as an HTML tree, built without recursion."""
    from lxml import etree

    from rhapsode.reading.html_elements import name_of
    from rhapsode.reading.markup_trees import content_of
    from rhapsode.reading.tree_parts import say

    root = etree.Element("div")
    titled = any(name_of(child) == "title" for child in body)
    stack: list[tuple[Any, Any, int]] = [(body, root, int(titled))]
    while stack:
        element, target, depth = stack.pop()
        if isinstance(element, str):
            say(target, element)
            continue
        name = name_of(element)
        made, deeper = _element(element, name, target, depth, notes=notes), depth + (name == "section")
        if made is None:
            continue
        stack += [(part, made, deeper) for part in reversed(content_of(element))]
    return root


def _element(element: Any, name: str, target: Any, depth: int, *, notes: bool) -> Any:
    """The HTML element that `element` becomes; None where there is nothing to read in it."""
    from lxml import etree

    from rhapsode.reading.html_elements import name_of
    from rhapsode.reading.tree_parts import attribute, say

    if not name or (name == "title" and notes and name_of(element.getparent()) == "section"):
        return None
    if name == "title":
        heading = etree.SubElement(target, f"h{min(_DEEPEST, max(1, depth))}")
        lines = ("".join(line.itertext()).split() for line in element if name_of(line) == "p")
        say(heading, " ".join(word for line in lines for word in line))
        return None
    if name == "section" and notes:
        label = next(("".join(e.itertext()).strip() for e in element if name_of(e) == "title"), "")
        return etree.SubElement(target, "aside", {"role": "doc-footnote", "data-label": label})
    if name == "a":
        noted = attribute(element, "type") == "note"
        return etree.SubElement(
            target, "a", {"role": "doc-noteref"} if noted else {"href": attribute(element, "href") or ""}
        )
    if name == "image":
        words = element.get("alt") or element.get("title") or ""
        if words:
            etree.SubElement(target, "img", alt=words)
        return None
    return etree.SubElement(target, _TAGS.get(name, "div" if name in ("body", "section") else "span"))


def _description(root: Any) -> Any:
    """What the book says about itself, and its cover."""
    from rhapsode.reading.dates import iso_date
    from rhapsode.reading.html_elements import name_of
    from rhapsode.reading.language_tags import language_tag
    from rhapsode.reading.source_metadata import SourceMetadata, one_line
    from rhapsode.reading.tree_parts import attribute, child

    described = child(root, "description")
    info = child(described, "title-info") if described is not None else None
    if info is None:
        return SourceMetadata()
    stated = {name_of(element): element for element in info}
    authors = []
    for element in info:
        if name_of(element) == "author":
            parts = {name_of(part): one_line(part.text) for part in element}
            name = " ".join(filter(None, (parts.get(f"{k}-name") for k in ("first", "middle", "last"))))
            authors.append(name or parts.get("nickname", ""))
    date = stated.get("date")
    metadata = SourceMetadata(
        title=one_line(stated["book-title"].text) if "book-title" in stated else "",
        authors=tuple(filter(None, authors)),
        published=iso_date((date.get("value") or date.text) if date is not None else ""),
        language=language_tag(stated["lang"].text) if "lang" in stated else "",
    )
    shown = next((e for e in stated.get("coverpage", ()) if name_of(e) == "image"), None)
    metadata.cover = _picture(root, attribute(shown, "href") or "") if shown is not None else None
    return metadata


def _picture(root: Any, address: str) -> bytes | None:
    from rhapsode.reading.html_elements import name_of

    for element in root:
        if (
            name_of(element) == "binary"
            and f"#{element.get('id')}" == address
            and len(element.text or "") < _MOST_COVER
        ):
            try:
                data = base64.b64decode(element.text or "")
            except (binascii.Error, ValueError):
                return None
            return data if data.startswith((b"\xff\xd8\xff", b"\x89PNG")) else None
    return None
