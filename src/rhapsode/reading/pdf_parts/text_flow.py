"""Lines of pages to paragraphs and headings."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from statistics import median

from rhapsode.reading.blocks import Blocks
from rhapsode.reading.pdf_parts.typeset_lines import TypesetLine
from rhapsode.reading.text_parts.heading_words import is_contents

_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b", re.I)
_NUMBER = re.compile(
    r"(?:page|seite|p\.)?\s*[-–—]?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*[-–—]?(?:\s*(?:of|/|von)\s*\d{1,4})?", re.I
)
_STOPS = '.!?:;”"’)'
_LEADERS = re.compile(r"(?:\.\s?){5,}\s*\S{1,6}$")
_BULLET = re.compile(r"(?P<marker>[•·‣▪–*]|\(?\d{1,2}[.)])\s+(?P<rest>\S.*)")


class Flow:
    """Reads the pages in order into blocks."""

    def __init__(self, pages: list[list[TypesetLine]], blocks: Blocks) -> None:
        self._pages = pages
        self._blocks = blocks
        self._hyphenated = {w for page in pages for line in page for w in re.findall(r"\w+-\w+", line.text.casefold())}
        sizes: Counter[float] = Counter()
        for page in pages:
            for line in page:
                sizes[_rounded(line.size)] += len(line.text)
        self._body = sizes.most_common(1)[0][0] if sizes else 10.0
        self._levels: dict[float, int] = {}
        self._gap = 0.0
        self._right = 0

    def run(self) -> None:
        """Do it."""
        _mark_furniture(self._pages, self._body)
        lines = [line for page in self._pages for line in page]
        body = [line for line in lines if not line.furniture]
        self._gap = _usual_gap(body)
        lengths = sorted(len(line.text) for line in body if _rounded(line.size) == self._body)
        self._right = lengths[int(0.8 * (len(lengths) - 1))] if lengths else 0
        large = sorted({_rounded(line.size) for line in body if self._is_large(line)}, reverse=True)
        self._levels = {size: min(6, n) for n, size in enumerate(large, 1)}
        held: list[TypesetLine] = []
        furniture: list[TypesetLine] = []
        for line in lines:
            if line.furniture:
                furniture.append(line)
                continue
            if held and self._ends(held, line):
                self._emit(held, furniture)
                held, furniture = [], []
            held.append(line)
        self._emit(held, furniture)

    def _is_large(self, line: TypesetLine) -> bool:
        return _rounded(line.size) >= 1.12 * self._body and len(line.text) < 200

    def _is_bold_heading(self, held: list[TypesetLine]) -> bool:
        text = " ".join(line.text for line in held)
        short = len(held) <= 2 and len(text) < 100 and text[-1:] not in ".,;:"
        return short and all(line.bold for line in held) and any(not line.bold for page in self._pages for line in page)

    def _ends(self, held: list[TypesetLine], line: TypesetLine) -> bool:
        last = held[-1]
        differs = abs(_rounded(last.size) - _rounded(line.size)) > 0.6 or last.bold != line.bold
        # Bold or larger words inside a line do not make it another kind of line.
        telling = self._is_large(last) or self._is_large(line) or last.bold or abs(last.size - line.size) > 1.5
        if differs and telling:
            return True
        if _BULLET.fullmatch(line.text) and (_BULLET.fullmatch(held[0].text) or last.text[-1:] in _STOPS):
            return True
        if last.page != line.page or line.y > last.y + 2 * line.size:
            return (
                last.text[-1:] in '.!?”"'
                or self._is_large(line)
                or (line.text[:1].isupper() and len(last.text) < 0.6 * self._right)
            )
        if last.y - line.y > 1.45 * max(self._gap, 0.8 * line.size):
            return True
        indented = line.x > min(one.x for one in held[-3:]) + 6 and len(held) > 0 and line.x < last.x + 60
        return (indented and last.text[-1:] in _STOPS) or (
            last.text[-1:] in ".!?" and len(last.text) < 0.75 * self._right and line.text[:1].isupper()
        )

    def _emit(self, held: list[TypesetLine], furniture: list[TypesetLine]) -> None:
        if held:
            text = self._joined(held)
            page = held[0].page
            level = self._levels.get(_rounded(held[0].size), 0) if self._is_large(held[0]) else 0
            item = _BULLET.fullmatch(text)
            if _LEADERS.search(text[-300:]) or (level and is_contents(text)):
                self._blocks.add("contents", text, line=page)
            elif level and any(c.isalpha() for c in text):
                self._blocks.add("heading", text, level=level, line=page)
            elif self._is_bold_heading(held):
                self._blocks.add("heading", text, level=min(6, len(self._levels) + 1), line=page)
            elif item:
                self._blocks.add("list_item", item["rest"], level=1, marker=item["marker"], line=page)
            else:
                self._blocks.add("paragraph", text, line=page)
        for line in furniture:
            self._blocks.add("page_furniture", line.text, line=line.page)

    def _joined(self, held: list[TypesetLine]) -> str:
        text = ""
        for line in held:
            if text.endswith(("-", "\u2010", "\xad")) and text[-2:-1].isalpha() and line.text[:1].islower():
                last = text[:-1].rpartition(" ")[2]
                whole = f"{last}-{line.text.split()[0]}".casefold().rstrip(".,;:!?)")
                text = (text if whole in self._hyphenated else text[:-1]) + line.text
            else:
                text = f"{text} {line.text}" if text else line.text
        return text


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _usual_gap(lines: list[TypesetLine]) -> float:
    gaps = [a.y - b.y for a, b in itertools.pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 60]
    return median(gaps) if gaps else 0.0


def _mark_furniture(pages: list[list[TypesetLine]], body: float) -> None:
    """Lines at a page's head or foot that come again on others, but for their numbers; and bare page numbers there."""
    edges = [[n for n in {0, 1, len(page) - 2, len(page) - 1} if 0 <= n < len(page)] for page in pages]
    enough = 2 if len(pages) < 4 else max(3, len(pages) // 4)
    shapes: Counter[tuple[str, float]] = Counter()
    for page, places in zip(pages, edges, strict=True):
        shapes.update({_shape(page[n]) for n in places})
    for page, places in zip(pages, edges, strict=True):
        for n in places:
            line = page[n]
            again = shapes[_shape(line)]
            outer = n in (0, len(page) - 1)
            apart = outer or _rounded(line.size) != body
            if (apart and again >= enough and len(line.text) < 150) or (outer and _NUMBER.fullmatch(line.text)):
                line.furniture = len(page) > 1


def _shape(line: TypesetLine) -> tuple[str, float]:
    """Equal for the running heads of two pages; the title in larger type on the first page is none."""
    return _DIGITS.sub("0", line.text.casefold()), _rounded(line.size)
