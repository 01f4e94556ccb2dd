"""EPUB 2 and 3: the spine in its order, titles from the navigation, metadata, cover and lexicons."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from pathlib import PurePath
from typing import Any

from rhapsode.errors import SourceUnreadable
from rhapsode.model import Block, Document, Source
from rhapsode.reading.blocks import Blocks, numbered

_FIRST = b"PK\x03\x04"
_SIGNS = (b"application/epub+zip", b"META-INF/container.xml")


class EpubReader:
    """Reads books."""

    name = "epub"
    suffixes = (".epub",)

    def score(self, source: Source) -> float:
        """By suffix, media type, or the archive's first member."""
        if source.name.lower().endswith(self.suffixes) or source.media_type == "application/epub+zip":
            return 0.95
        if not source.data.startswith(_FIRST):
            return 0.0
        return 0.95 if any(sign in source.data[:20_000] for sign in _SIGNS) else 0.0

    def read(self, source: Source) -> Document:
        """Read it all. Raises SourceUnreadable, or SourceRefused for bombs, locks and names that lead outside."""
        from rhapsode.reading.archive import Archive
        from rhapsode.reading.epub_parts.navigation import table_of_contents
        from rhapsode.reading.epub_parts.opf_package import open_package
        from rhapsode.reading.epub_parts.pls_lexicon import read_lexicons
        from rhapsode.reading.source_metadata import complete

        warnings: list[str] = []
        archive = Archive(source.data, source.location)
        package = open_package(archive, warnings)
        entries = table_of_contents(archive, package, warnings)
        lexicons = [item.path for item in package.items.values() if item.media_type == "application/pls+xml"]
        package.metadata.lexicon = read_lexicons(archive, lexicons, warnings)
        blocks = _read_spine(archive, package, entries, warnings)
        return complete(source, numbered(blocks), package.metadata, warnings, PurePath(source.name).stem)


def _read_spine(archive: Any, package: Any, entries: list[Any], warnings: list[str]) -> list[Block]:
    from rhapsode.reading.epub_parts.section_titles import put_titles
    from rhapsode.reading.markup_trees import refuse_tags

    pages = [item.path for item in package.spine if item.path in archive]
    with suppress(SourceUnreadable):  # said where the page is read
        refuse_tags(sum(archive.read(path).count(b"<") for path in pages), archive.location)
    wanted: dict[str, list[Any]] = defaultdict(list)
    for entry in entries:
        wanted[entry.path].append(entry)
    made: list[Block] = []
    for item in package.spine:
        found, places = _read_item(archive, item, wanted.pop(item.path, []), package.metadata.language, warnings)
        made += put_titles(found, places) if entries else found
    for item in package.aside:
        named = wanted.pop(item.path, [])
        found, places = _read_item(archive, item, named, package.metadata.language, warnings)
        # What the table of contents names is meant to be read, though it has no place in the linear order.
        made += put_titles(found, places) if named else [_aside(block) for block in found]
    if wanted:
        warnings.append(f"the table of contents names {len(wanted)} files that are not in the reading order")
    return made


def _aside(block: Block) -> Block:
    return block if block.kind in _SET_ASIDE else block._replace(kind="footnote", level=0, marker="")


_SET_ASIDE = frozenset(("contents", "imprint", "page_furniture", "figure", "break"))


def _read_item(
    archive: Any, item: Any, entries: list[Any], language: str, warnings: list[str]
) -> tuple[tuple[Block, ...], list[tuple[int, Any]]]:
    from rhapsode.reading.archive import MEMBER, resolve
    from rhapsode.reading.html_elements import name_of
    from rhapsode.reading.markup_trees import parse_lenient
    from rhapsode.reading.walker import Walker

    blocks = Blocks()
    try:
        root = parse_lenient(archive.read(item.path), f"{archive.location}:{item.path}", warnings)
    except SourceUnreadable as fault:
        warnings.append(f"{fault.what}; left out")
        return (), [(0, entry) for entry in entries]
    body = next((element for element in root.iter() if name_of(element) == "body"), root)
    at_start = [entry for entry in entries if not entry.fragment]
    anchors = _anchors(root, [entry for entry in entries if entry.fragment], warnings)
    places: list[tuple[int, Any]] = [(0, entry) for entry in at_start]

    def on_anchor(element: Any) -> None:
        here = anchors.pop(element, None)
        if here:
            walker.flush()
            places.extend((len(blocks), entry) for entry in here)

    def member(address: str) -> str:
        name = resolve(item.path, address)[0]
        return f"{MEMBER}{name}" if address and name in archive else ""

    walker = Walker(blocks, language=language, on_anchor=on_anchor, drawings=True, address_of=member)
    walker.walk(body)
    places.extend((0, entry) for left in anchors.values() for entry in left)
    order = {id(entry): n for n, entry in enumerate(entries)}
    places.sort(key=lambda place: (place[0], order[id(place[1])]))
    return blocks.tuple(), places


def _anchors(root: Any, entries: list[Any], warnings: list[str]) -> dict[Any, list[Any]]:
    """Elements to the entries that point at them; an anchor inside a heading stands for the heading."""
    from rhapsode.reading.html_elements import name_of
    from rhapsode.reading.html_tags import HEADINGS

    named: dict[str, Any] = {}
    for element in root.iter():
        if isinstance(element.tag, str):
            for key in ("id", "name"):
                if element.get(key):
                    named.setdefault(element.get(key), element)
    found: dict[Any, list[Any]] = defaultdict(list)
    body = next((element for element in root.iter() if name_of(element) == "body"), root)
    for entry in entries:
        element = named.get(entry.fragment)
        if element is None:
            warnings.append(f"the table of contents points to a place that is not there ({entry.fragment})")
            element = body
        heading = next((up for up in element.iterancestors() if name_of(up) in HEADINGS), None)
        found[heading if heading is not None else element].append(entry)
    return found
