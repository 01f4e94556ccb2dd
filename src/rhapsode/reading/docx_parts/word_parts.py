"""A Word document's parts: body, styles, numbering, notes, and where its links lead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rhapsode.errors import SourceUnreadable
from rhapsode.reading.archive import MEMBER, Archive, resolve
from rhapsode.reading.html_elements import name_of, whole
from rhapsode.reading.markup_trees import parse_xml
from rhapsode.reading.tree_parts import attribute, child

_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop|rubrik|заголовок)\s?(\d)", re.I)
_DEEPEST_CHAIN = 20


def value(element: Any, *path: str) -> str | None:
    """The `val` of a descendant by local names, or None."""
    for name in path:
        element = next((child for child in element if name_of(child) == name), None) if element is not None else None
    if element is None:
        return None
    return attribute(element, "val") or ""


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph style."""

    name: str
    """As the program shows it, in small letters."""
    based_on: str
    outline: int | None
    """From 0; None where it is no heading."""
    number: str | None
    """Numbering it brings."""


class Parts:
    """Reads each part when it is first asked for."""

    def __init__(self, archive: Archive) -> None:
        """Finds the main part. Raises SourceUnreadable where there is none."""
        self._archive = archive
        self.path = next((path for kind, path in self._related("") if kind == "officeDocument"), "word/document.xml")
        if self.path not in archive:
            raise SourceUnreadable(f"{archive.location} is not a Word document", "save it anew")

    @cached_property
    def body(self) -> Any:
        """The main part's body."""
        root = self._xml(self.path)
        found = child(root, "body")
        return root if found is None else found

    @cached_property
    def links(self) -> dict[str, str]:
        """Relation id to address."""
        found = {}
        for element in self._relations(self.path):
            if (element.get("Type") or "").endswith("/hyperlink"):
                found[element.get("Id") or ""] = element.get("Target") or ""
        return found

    @cached_property
    def pictures(self) -> dict[str, str]:
        """Relation id to the address of the picture, which is a member of the document."""
        return {
            e.get("Id") or "": f"{MEMBER}{_member(self.path, e)}"
            for e in self._relations(self.path)
            if (e.get("Type") or "").endswith("/image") and e.get("TargetMode") != "External"
        }

    @cached_property
    def styles(self) -> dict[str, ParagraphStyle]:
        """ParagraphStyle id to style."""
        root = self._part("styles")
        found: dict[str, ParagraphStyle] = {}
        for element in root if root is not None else ():
            if name_of(element) == "style" and attribute(element, "type") == "paragraph":
                outline = value(element, "ppr", "outlinelvl")
                found[attribute(element, "styleId") or ""] = ParagraphStyle(
                    (value(element, "name") or "").lower(),
                    value(element, "basedon") or "",
                    whole(outline, 9) if outline is not None else None,
                    value(element, "ppr", "numpr", "numid"),
                )
        return found

    @cached_property
    def language(self) -> str:
        """The language that the default style names."""
        root = self._part("styles")
        found = next((e for e in root.iter() if name_of(e) == "lang"), None) if root is not None else None
        return (attribute(found, "val") or "") if found is not None else ""

    @cached_property
    def formats(self) -> dict[tuple[str, int], str]:
        """Numbering id and depth to its format: `bullet`, `decimal`, ..."""
        root = self._part("numbering")
        if root is None:
            return {}
        abstract = {attribute(e, "abstractNumId"): e for e in root if name_of(e) == "abstractnum"}
        found: dict[tuple[str, int], str] = {}
        for element in root:
            if name_of(element) == "num":
                levels = abstract.get(value(element, "abstractnumid"))
                for level in levels if levels is not None else ():
                    if name_of(level) == "lvl":
                        depth = whole(attribute(level, "ilvl"), 0)
                        found[attribute(element, "numId") or "", depth] = value(level, "numfmt") or "bullet"
        return found

    def notes(self, kind: str) -> dict[str, Any]:
        """Id to note, of `footnotes` or `endnotes`; separators left out."""
        root = self._part(kind)
        return {
            attribute(e, "id") or "": e
            for e in (root if root is not None else ())
            if attribute(e, "type") in (None, "normal")
        }

    def heading_level(self, style_id: str) -> int:
        """1 to 9; 0 where the style makes no heading."""
        for style in self.chain(style_id):
            named = _HEADING.fullmatch(style.name)
            if named:
                return int(named[1])
            if style.outline is not None:
                return style.outline + 1 if style.outline < 9 else 0
        return 0

    def chain(self, style_id: str) -> list[ParagraphStyle]:
        """The style and those it is based on."""
        found: list[ParagraphStyle] = []
        while style_id in self.styles and len(found) < _DEEPEST_CHAIN:
            found.append(self.styles[style_id])
            style_id = self.styles[style_id].based_on
        return found

    def _part(self, kind: str) -> Any:
        path = next((path for name, path in self._related(self.path) if name == kind), "")
        return self._xml(path) if path and path in self._archive else None

    def _related(self, path: str) -> list[tuple[str, str]]:
        return [
            ((e.get("Type") or "").rpartition("/")[2], _member(path, e))
            for e in self._relations(path)
            if e.get("TargetMode") != "External"
        ]

    def _relations(self, path: str) -> list[Any]:
        folder, _, name = path.rpartition("/")
        where = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        return list(self._xml(where)) if where in self._archive else []

    def _xml(self, path: str) -> Any:
        return parse_xml(self._archive.read(path), self._archive.location)


def _member(path: str, relation: Any) -> str:
    """The name of the part that a relation of the part at `path` leads to."""
    target = relation.get("Target") or ""
    return target.lstrip("/") if target.startswith("/") else resolve(path, target)[0]
