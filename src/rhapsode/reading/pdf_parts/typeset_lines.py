"""The lines of each page, with size of type and place."""

from __future__ import annotations

import time
from dataclasses import dataclass
from math import hypot
from typing import Any

_LONGEST_S = 8.0
"""For all pages; then the rest is left out, with a warning."""


@dataclass(slots=True)
class TypesetLine:
    """A line of type. Coordinates are in points, from the page's lower left corner."""

    text: str
    size: float
    x: float
    y: float
    page: int
    bold: bool = False
    furniture: bool = False


def read_pages(document: Any, warnings: list[str], most: int) -> list[list[TypesetLine]]:
    """Page by page; a page that cannot be read is a warning."""
    deadline = time.monotonic() + _LONGEST_S
    pages: list[list[TypesetLine]] = []
    count = len(document.pages)
    for number in range(min(count, most)):
        if time.monotonic() > deadline:
            warnings.append(f"the PDF takes too long to read; pages from {number + 1} on were left out")
            return pages
        try:
            pages.append(_page(document.pages[number], number + 1))
        except Exception as fault:
            reason = " ".join(str(fault).split())[:100] or type(fault).__name__
            warnings.append(f"page {number + 1} cannot be read ({reason}); left out")
    if count > most:
        warnings.append(f"the PDF has {count} pages; those from {most + 1} on were left out")
    return pages


def _page(page: Any, number: int) -> list[TypesetLine]:
    lines: list[TypesetLine] = []
    at_end = True

    def visit(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        nonlocal at_end
        x, y = _place(cm, tm)
        height = abs(size) * _scale(cm, tm)
        bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
        for n, part in enumerate(text.split("\n")):
            if n:
                at_end = True
            if not part:
                continue
            if lines and not at_end:
                last = lines[-1]
                last.text += part
                last.size = max(last.size, height) if part.strip() else last.size
            elif part.strip():
                lines.append(TypesetLine(part, height, x, y, number, bold))
                at_end = False

    page.extract_text(visitor_text=visit)
    for line in lines:
        line.text = " ".join(line.text.split())
    return [line for line in lines if line.text]


def _place(cm: Any, tm: Any) -> tuple[float, float]:
    x, y = float(tm[4]), float(tm[5])
    return x * cm[0] + y * cm[2] + cm[4], x * cm[1] + y * cm[3] + cm[5]


def _scale(cm: Any, tm: Any) -> float:
    return hypot(float(tm[2]), float(tm[3])) * hypot(float(cm[2]), float(cm[3])) or 1.0
