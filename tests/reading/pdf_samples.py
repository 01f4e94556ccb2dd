"""PDFs set on the spot by reportlab: pieces of type at places, or columns of running text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, NamedTuple

from reportlab.pdfgen.canvas import Canvas

ROMAN, BOLD, ITALIC, TYPED = "Times-Roman", "Times-Bold", "Times-Italic", "Courier"
A4 = (595.0, 842.0)


class Type(NamedTuple):
    """A piece of type: points from the lower left corner."""

    x: float
    y: float
    text: str
    size: float = 10.0
    font: str = ROMAN
    turned: float = 0.0


def set_pages(pages: Sequence[Sequence[Type]], *, title: str = "", **settings: Any) -> bytes:
    """A PDF of pages of type."""
    box = io.BytesIO()
    canvas = Canvas(box, pagesize=A4, invariant=1, **settings)
    canvas.setTitle(title)
    for page in pages:
        for piece in page:
            canvas.saveState()
            canvas.translate(piece.x, piece.y)
            canvas.rotate(piece.turned)
            canvas.setFont(piece.font, piece.size)
            canvas.drawString(0, 0, piece.text)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return box.getvalue()


def justified(
    text: str, x: float, y: float, *, width: int = 44, size: float = 10.0, indent: float = 10.0
) -> list[Type]:
    """`text` in lines of about `width` characters, all but the last stretched to one measure, the first indented."""
    lines: list[str] = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width - (4 if len(lines) == 1 else 0):
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    measure = 0.45 * size * width
    made: list[Type] = []
    for n, line in enumerate(lines):
        at, start = y - n * 1.2 * size, x + (indent if n == 0 else 0)
        made += [Type(start, at, line, size)] if n == len(lines) - 1 else _stretched(line, start, at, x + measure, size)
    return made


def chained(x: float, y: float, *parts: str | tuple[str, float]) -> list[Type]:
    """Parts of one line; a pair is set smaller, raised (or lowered) by its second."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    made = []
    for part in parts:
        text, rise = (part, 0.0) if isinstance(part, str) else part
        size = 6.0 if rise else 10.0
        made.append(Type(x, y + rise, text, size))
        x += stringWidth(text, ROMAN, size)
    return made


def _stretched(line: str, start: float, y: float, end: float, size: float) -> list[Type]:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    words = line.split(" ")
    widths = [stringWidth(word, ROMAN, size) for word in words]
    gap = (end - start - sum(widths)) / max(1, len(words) - 1)
    made = []
    for word, width in zip(words, widths, strict=True):
        made.append(Type(start, y, word, size))
        start += width + gap
    return made
