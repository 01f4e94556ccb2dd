"""An EPUB's package document: metadata, manifest and spine (EPUB 3.3, section 5; OPF 2.0.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rhapsode.errors import SourceRefused, SourceUnreadable
from rhapsode.pictures import media_type
from rhapsode.reading.archive import Archive, resolve
from rhapsode.reading.dates import iso_date
from rhapsode.reading.html_elements import name_of
from rhapsode.reading.language_tags import language_tag
from rhapsode.reading.markup_trees import parse_xml
from rhapsode.reading.source_metadata import SourceMetadata, one_line

_FONT_LOCKS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#rc")
_LARGEST_COVER = 10_000_000


@dataclass(frozen=True, slots=True)
class Item:
    """A manifest entry."""

    path: str
    media_type: str
    properties: frozenset[str] = frozenset()


@dataclass(slots=True)
class Package:
    """What the package document says."""

    metadata: SourceMetadata
    items: dict[str, Item] = field(default_factory=dict)
    spine: list[Item] = field(default_factory=list)
    """In reading order."""
    aside: list[Item] = field(default_factory=list)
    """Spine items that are not part of the linear reading order."""
    ncx: str = ""
    """Path of the EPUB 2 navigation, if any."""


def open_package(archive: Archive, warnings: list[str]) -> Package:
    """Read the package. Raises SourceRefused where the book is locked, SourceUnreadable where it is no EPUB."""
    _refuse_locked(archive)
    path = _package_path(archive)
    root = parse_xml(archive.read(path), archive.location)
    package = Package(_metadata(root))
    for element in root.iter():
        name = name_of(element)
        if name == "item" and element.get("id") and element.get("href"):
            target, _ = resolve(path, element.get("href"))
            properties = frozenset((element.get("properties") or "").split())
            package.items[element.get("id")] = Item(target, (element.get("media-type") or "").lower(), properties)
        elif name == "spine":
            package.ncx = element.get("toc") or ""
    _spine(root, archive, package, warnings)
    package.ncx = _ncx(package)
    package.metadata.cover = _cover(root, archive, package)
    return package


def _package_path(archive: Archive) -> str:
    if "META-INF/container.xml" in archive:
        root = parse_xml(archive.read("META-INF/container.xml"), archive.location)
        paths = [element.get("full-path") for element in root.iter() if name_of(element) == "rootfile"]
        for path in paths:
            if path and path in archive:
                return str(path)
    found = [name for name in archive.names() if name.lower().endswith(".opf")]
    if not found:
        raise SourceUnreadable(f"{archive.location} is not an EPUB: it has no package document", "get it anew")
    return found[0]


def _refuse_locked(archive: Archive) -> None:
    cure = "rhapsode reads only books without copy protection"
    if "META-INF/license.lcpl" in archive or (
        "META-INF/rights.xml" in archive and "META-INF/encryption.xml" in archive
    ):
        raise SourceRefused(f"{archive.location} is protected by DRM", cure)
    if "META-INF/encryption.xml" not in archive:
        return
    root = parse_xml(archive.read("META-INF/encryption.xml"), archive.location)
    for element in root.iter():
        if name_of(element) != "encrypteddata":
            continue
        methods = [e.get("Algorithm") or "" for e in element.iter() if name_of(e) == "encryptionmethod"]
        targets = [e.get("URI") or "" for e in element.iter() if name_of(e) == "cipherreference"]
        fonts = all(method.lower() in _FONT_LOCKS for method in methods)
        content = any(t.lower().rpartition(".")[2] in ("xhtml", "html", "htm", "xml", "opf", "ncx") for t in targets)
        if not fonts and (content or not targets):
            raise SourceRefused(f"{archive.location} is protected by DRM", cure)


def _metadata(root: Any) -> SourceMetadata:
    titles, creators, languages, dates = [], [], [], []
    roles: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for element in root.iter():
        name, text = name_of(element), one_line("".join(element.itertext()) if isinstance(element.tag, str) else "")
        refined = (element.get("refines") or "").lstrip("#")
        if name == "meta" and refined and element.get("property") == "role":
            roles[refined] = text
        elif name == "meta" and refined and element.get("property") == "title-type":
            kinds[refined] = text
        elif name == "title" and text:
            titles.append((element.get("id") or "", text))
        elif name == "creator" and text:
            role = next((value for key, value in element.attrib.items() if key.endswith("role")), "")
            creators.append((element.get("id") or "", text, role))
        elif name == "language" and language_tag(text):
            languages.append(language_tag(text))
        elif name == "date" and iso_date(text):
            event = next((value for key, value in element.attrib.items() if key.endswith("event")), "")
            dates.append((event == "modification", iso_date(text)))
    main = next((text for id_, text in titles if kinds.get(id_) == "main"), titles[0][1] if titles else "")
    authors = [text for id_, text, role in creators if (roles.get(id_) or role or "aut") == "aut"]
    return SourceMetadata(
        title=main,
        authors=tuple(dict.fromkeys(authors or [text for _, text, _ in creators])),
        language=languages[0] if languages else "",
        published=next((date for modified, date in dates if not modified), ""),
    )


def _spine(root: Any, archive: Archive, package: Package, warnings: list[str]) -> None:
    seen: set[str] = set()
    for element in root.iter():
        if name_of(element) != "itemref":
            continue
        item = package.items.get(element.get("idref") or "")
        if item is None or item.path not in archive:
            warnings.append(f"the book names a part that it does not have ({element.get('idref')})")
        elif item.path not in seen:
            seen.add(item.path)
            (package.aside if (element.get("linear") or "").lower() == "no" else package.spine).append(item)
    if not package.spine:
        if package.aside:
            package.spine, package.aside = package.aside, []
            return
        raise SourceUnreadable(f"{archive.location} has no reading order", "it is damaged; get it anew")


def _ncx(package: Package) -> str:
    item = package.items.get(package.ncx)
    if item is None:
        item = next((i for i in package.items.values() if i.media_type == "application/x-dtbncx+xml"), None)
    return item.path if item else ""


def _cover(root: Any, archive: Archive, package: Package) -> bytes | None:
    named = [e.get("content") for e in root.iter() if name_of(e) == "meta" and e.get("name") == "cover"]
    items = [item for item in package.items.values() if "cover-image" in item.properties]
    items += [package.items[name] for name in named if name in package.items]
    for item in items:
        try:
            data = archive.read(item.path)
        except (SourceUnreadable, SourceRefused):
            continue
        if media_type(data) and len(data) <= _LARGEST_COVER:
            return data
    return None
