"""OPML 2.0 (opml.org/spec2.opml), in which feed readers hand on what one is subscribed to."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from rhapsode.errors import SourceUnreadable
from rhapsode.metadata_text import HIDDEN
from rhapsode.subscriptions.subscription_list import LATEST, Subscription


def read_opml(data: bytes, *, latest: int = LATEST) -> list[Subscription]:
    """The feeds that an OPML file names, however deep in folders, each once. Raises SourceUnreadable."""
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(data, safe)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise SourceUnreadable("the file is no OPML", "export it from your feed reader again")
    found: dict[str, Subscription] = {}
    for outline in root.iter("outline"):
        told = {str(name).lower(): str(value).strip() for name, value in outline.attrib.items()}
        address = told.get("xmlurl", "")
        if address.startswith(("http://", "https://")):
            title = told.get("title") or told.get("text") or ""
            found.setdefault(address, Subscription(address, title, latest=latest))
    return [*found.values()]


def write_opml(subscriptions: Iterable[Subscription]) -> bytes:
    """The feeds among `subscriptions`; folders are this machine's own."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Subscriptions of rhapsode"
    body = etree.SubElement(root, "body")
    for one in subscriptions:
        if one.kind == "feed":
            name = HIDDEN.sub("", one.name)
            etree.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=one.address)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return data
