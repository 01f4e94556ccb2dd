"""The lines of all pages to blocks: headings, paragraphs that go on over columns and pages, lists, references."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rhapsode.model import Mark
from rhapsode.reading.blocks import Blocks
from rhapsode.reading.html_elements import is_apparatus
from rhapsode.reading.pdf_parts.heading_styles import REFERENCES, HeadingStyles, TextType, is_heading
from rhapsode.reading.pdf_parts.joined_lines import Vocabulary, formula_text, joined_lines
from rhapsode.reading.pdf_parts.line_groups import BULLET, ENTRY, Group, goes_on, grouped
from rhapsode.reading.pdf_parts.typeset_lines import TypesetLine

_RUN_IN = re.compile(
    r"(?P<word>abstract|zusammenfassung|résumé|resumen|riassunto)\s*[—–:.-]\s*(?P<rest>\S.*)", re.I | re.S
)
_EDITING, _PERMALINK = re.compile(r"\[[^\[\]]{1,60}\]$"), re.compile(r"\s+[#¶]$")
"""What printed web pages have behind their headings."""
_FLOATING = frozenset(("caption", "drawing", "table_row", "footnote", "page_furniture", "imprint"))
"""What may stand in the middle of a paragraph that goes on behind it."""


class Flow:
    """Writes lines, in reading order, into blocks."""

    def __init__(self, lines: Sequence[TypesetLine], body: float, blocks: Blocks, *, titled: bool) -> None:
        """`body` is the size of the text's type; `titled` says that the title is a heading above all others."""
        self._blocks = blocks
        self._vocabulary = Vocabulary.of(lines)
        self._labels = {line.marker for line in lines if line.kind == "footnote" and line.marker}
        self._groups = grouped(lines, body)
        heads = _headings(self._groups, TextType.of(lines, body))
        self._styles = HeadingStyles(heads, body, titled=titled)
        self._heads = {id(group) for group in heads}
        self._in_references = False

    def run(self) -> None:
        """Do it."""
        held: Group = []
        floating: list[Group] = []
        for group in self._groups:
            if held and group[0].kind in _FLOATING:
                floating.append(group)
            elif held and self._goes_on(held, group, between=bool(floating)):
                held.extend(group)
            else:
                self._close(held, floating)
                held, floating = group, []
        self._close(held, floating)

    def _goes_on(self, held: Group, group: Group, *, between: bool) -> bool:
        if {id(held), id(group)} & self._heads:
            return False
        return goes_on(held, group, between=between, references=self._in_references)

    def _close(self, held: Group, floating: list[Group]) -> None:
        for group in ([held] if held else []) + floating:
            self._emit(group)

    def _emit(self, group: Group) -> None:
        page, kind = group[0].page, group[0].kind
        if kind == "table_row":
            self._emit_row(group[0])
            return
        text, marks = joined_lines(group, self._vocabulary, self._labels)
        if kind == "math":
            text, marks = formula_text(group), ()
        if kind == "code":
            text, marks = "\n".join(line.text for line in group), ()
        if kind is not None:
            self._blocks.add(kind, text, marks, line=page, marker=group[0].marker)
        elif id(group) in self._heads:
            self._in_references = bool(REFERENCES.fullmatch(text))
            self._emit_heading(text, marks, group)
        else:
            self._emit_text(text, marks, page)

    def _emit_heading(self, text: str, marks: tuple[Mark, ...], group: Group) -> None:
        text = _PERMALINK.sub("", text)
        found = _EDITING.search(text)
        if found and is_apparatus(found[0]):
            marks = (*marks, Mark(found.start(), found.end(), "citation"))
        self._blocks.add("heading", text, marks, level=self._styles.level(group), line=group[0].page)

    def _emit_text(self, text: str, marks: tuple[Mark, ...], page: int) -> None:
        found = _RUN_IN.fullmatch(text)
        if found:
            self._in_references = False
            self._blocks.add("heading", found["word"], level=self._styles.top, line=page)
            text, marks = _cut(text, marks, found.start("rest"))
        item = (ENTRY if self._in_references else BULLET).fullmatch(text)
        if item:
            text, marks = _cut(text, marks, item.start("rest"))
        if item or self._in_references:
            marker = item["marker"] if item else ""
            self._blocks.add("list_item", text, marks, level=1, marker=marker, line=page)
        else:
            self._blocks.add("paragraph", text, marks, line=page)

    def _emit_row(self, line: TypesetLine) -> None:
        text, marks = "", []
        for cell in line.cells():
            words, _ = joined_lines([TypesetLine(line.page, cell)], self._vocabulary)
            start = len(text) + bool(text)
            text = f"{text} {words}" if text else words
            marks.append(Mark(start, len(text), "cell"))
        self._blocks.add("table_row", text, marks, line=line.page)


def _headings(groups: Sequence[Group], text_type: TextType) -> list[Group]:
    plain = [group for group in groups if group[0].kind is None]
    return [
        group
        for group, after in zip(plain, [*plain[1:], None], strict=False)
        if is_heading(group, after, text_type) and not _RUN_IN.match(group[0].text)
    ]


def _cut(text: str, marks: Sequence[Mark], start: int) -> tuple[str, tuple[Mark, ...]]:
    kept = [mark._replace(start=mark.start - start, end=mark.end - start) for mark in marks if mark.start >= start]
    return text[start:], tuple(kept)
