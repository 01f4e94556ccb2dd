"""An EPUB's table of contents, from its navigation document or its NCX."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rhapsode.errors import SourceRefused, SourceUnreadable
from rhapsode.reading.archive import Archive, resolve
from rhapsode.reading.epub_parts.opf_package import Package
from rhapsode.reading.html_elements import kinds_of, name_of
from rhapsode.reading.markup_trees import parse_lenient, parse_xml

_MOST = 20_000


@dataclass(frozen=True, slots=True)
class TocEntry:
    """One line of the table of contents."""

    level: int
    """From 1."""
    title: str
    path: str = ""
    """The member it leads to; empty where it leads nowhere itself."""
    fragment: str = ""


def table_of_contents(archive: Archive, package: Package, warnings: list[str]) -> list[TocEntry]:
    """The entries in order; one without a target gets that of the next entry below it. Empty where there are none."""
    paths = [item.path for item in package.items.values() if "nav" in item.properties]
    for path, read in [(path, _from_nav) for path in paths] + [(package.ncx, _from_ncx)]:
        if not path or path not in archive:
            continue
        try:
            entries = read(archive, path)[:_MOST]
        except (SourceUnreadable, SourceRefused) as fault:
            warnings.append(f"the table of contents cannot be used: {fault.what}")
            continue
        if entries:
            return _targets(entries)
    return []


def _targets(entries: list[TocEntry]) -> list[TocEntry]:
    found: list[TocEntry] = []
    for n, entry in enumerate(entries):
        if not entry.path:
            below = next((other for other in entries[n + 1 :] if other.path or other.level <= entry.level), None)
            if below is None or not below.path:
                continue
            entry = TocEntry(entry.level, entry.title, below.path, below.fragment)  # noqa: PLW2901
        found.append(entry)
    return found


def _from_nav(archive: Archive, path: str) -> list[TocEntry]:
    root = parse_lenient(archive.read(path), archive.location)
    navs = [element for element in root.iter() if name_of(element) == "nav"]
    toc = next((nav for nav in navs if kinds_of(nav) & {"toc", "doc-toc"}), navs[0] if len(navs) == 1 else None)
    if toc is None:
        return []
    entries: list[TocEntry] = []
    stack = [(child, 1) for child in reversed(toc) if name_of(child) in ("ol", "ul")]
    while stack:
        element, level = stack.pop()
        if name_of(element) in ("ol", "ul"):
            stack += [(child, level) for child in reversed(element) if name_of(child) == "li"]
        elif name_of(element) == "li":
            head = next((child for child in element if name_of(child) in ("a", "span", "p", "div")), None)
            if head is not None:
                entries += _entry(head, level, path)
            stack += [(child, level + 1) for child in reversed(element) if name_of(child) in ("ol", "ul")]
    return entries


def _entry(head: Any, level: int, path: str) -> list[TocEntry]:
    link = head if name_of(head) == "a" else next((e for e in head.iter() if name_of(e) == "a"), head)
    title = _text(head)
    target, fragment = resolve(path, link.get("href")) if link.get("href") else ("", "")
    return [TocEntry(level, title, target, fragment)] if title else []


def _text(element: Any) -> str:
    text = " ".join("".join(element.itertext()).split())
    if text:
        return text
    return " ".join(" ".join(e.get("alt") or "" for e in element.iter() if name_of(e) == "img").split())


def _from_ncx(archive: Archive, path: str) -> list[TocEntry]:
    root = parse_xml(archive.read(path), archive.location)
    start = next((element for element in root.iter() if name_of(element) == "navmap"), None)
    if start is None:
        return []
    entries: list[TocEntry] = []
    stack = [(point, 1) for point in reversed(start) if name_of(point) == "navpoint"]
    while stack:
        point, level = stack.pop()
        label = next((child for child in point if name_of(child) == "navlabel"), None)
        content = next((child for child in point if name_of(child) == "content"), None)
        title = _text(label) if label is not None else ""
        target, fragment = resolve(path, content.get("src") or "") if content is not None else ("", "")
        if title:
            entries.append(TocEntry(level, title, target, fragment))
        stack += [(child, level + 1) for child in reversed(point) if name_of(child) == "navpoint"]
    return entries
