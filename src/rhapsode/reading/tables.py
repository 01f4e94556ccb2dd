"""Tables to rows: cells joined by a space, each under a mark that carries its column's header."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rhapsode.model import Mark
from rhapsode.reading.blocks import Blocks
from rhapsode.reading.html_elements import name_of, whole

_LAYOUT = frozenset(("table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "blockquote", "article", "section",
                     "form",                     "figure"))  # fmt: skip
_MOST_COLUMNS = 200
Inner = Callable[[Any], tuple[str, tuple[Mark, ...]]]


def is_data(table: Any) -> bool:
    """Whether it holds data; pages also lay themselves out with tables, and those are read as what is in them."""
    if table.get("role") in ("presentation", "none"):
        return False
    rows = cells = paragraphs = headed = 0
    for element in table.iter():
        name = name_of(element)
        if (name in _LAYOUT and element is not table) or _has_strays(element, name):
            return False
        rows += name == "tr"
        cells += name in ("td", "th")
        headed += name in ("th", "thead")
        paragraphs += name == "p"
    return cells > 0 and (headed > 0 or (cells > rows and paragraphs <= cells))


_INSIDE = {
    "table": ("caption", "thead", "tbody", "tfoot", "tr", "colgroup", "col"),
    "thead": ("tr",),
    "tbody": ("tr",),
    "tfoot": ("tr",),
    "tr": ("td", "th"),
}


def _has_strays(element: Any, name: str) -> bool:
    """Whether there is anything to read in a table's frame, outside its cells."""
    allowed = _INSIDE.get(name)
    if allowed is None:
        return False
    strays = any(name_of(child) not in (*allowed, "", "script", "style", "template") for child in element)
    return strays or any((text or "").strip() for text in (element.text, *(child.tail for child in element)))


def read_rows(table: Any, inner: Inner, blocks: Blocks, line: int) -> None:
    """One `table_row` per row, and a `caption` first where there is one."""
    headers: list[str] = []
    for element in table.iterdescendants():
        name = name_of(element)
        if name == "caption":
            text, marks = inner(element)
            blocks.add("caption", text, marks, line=line)
        elif name == "tr":
            cells = [cell for cell in element if name_of(cell) in ("td", "th")]
            is_header = bool(cells) and all(name_of(cell) == "th" for cell in cells)
            row_line = whole(element.get("data-line"), line)
            found = _row(cells, [] if is_header else headers, inner, blocks, row_line)
            if is_header:
                headers = found


def _row(cells: list[Any], headers: list[str], inner: Inner, blocks: Blocks, line: int) -> list[str]:
    """Add the row; what it returns is each column's text, for a header row."""
    text = ""
    marks: list[Mark] = []
    columns: list[str] = []
    for cell in cells:
        content, inside = inner(cell)
        header = headers[len(columns)] if len(columns) < len(headers) else ""
        columns += [content] * max(1, min(whole(cell.get("colspan"), 1), _MOST_COLUMNS - len(columns)))
        if not content:
            continue
        start = len(text) + bool(text)
        text = f"{text} {content}" if text else content
        marks.append(Mark(start, len(text), "cell", header))
        marks += [Mark(start + m.start, start + m.end, m.kind, m.value) for m in inside if m.kind != "cell"]
    blocks.add("table_row", text, sorted(marks, key=lambda mark: (mark.start, -mark.end)), line=line)
    return columns
