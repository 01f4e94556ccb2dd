"""Which groups of lines are headings, and of what level: by number, size and weight of type, and place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rhapsode.reading.pdf_parts.typeset_lines import TypesetLine

REFERENCES = re.compile(
    r"(?:[\dIVX]{1,4}\.?\s+)?"
    r"(?:references(?: and notes)?|bibliography|works cited|literature(?: cited)?|literatur(?:verzeichnis)?"
    r"|références|bibliographie|referencias|bibliografía|bibliografia|riferimenti)",
    re.I,
)
_NUMBER = re.compile(
    r"(?P<decimal>\d{1,2}(?:\.\d{1,2}){0,4})\.?\s|(?P<roman>[IVX]{1,5})\.\s|(?P<letter>[A-Z])\.\s"
    r"|(?:chapter|appendix|part|kapitel|teil)\s",
    re.I,
)
_HIGHEST = re.compile(r"(?:abstract|acknowledge?ments?|zusammenfassung|résumé|resumen|riassunto)\b.{0,20}", re.I)
"""What is as high as a section, however it is set."""
_KEYWORDS = re.compile(r"(?:index terms|key\s?words|schlüsselwörter|mots.clés|palabras clave|parole chiave)\b", re.I)
_MUCH = 0.15
_LONGEST, _MOST_LINES = 200, 4
_LARGE, _LARGER = 1.08, 1.12
Style = tuple[float, bool, bool, bool]


class TextType(NamedTuple):
    """The type that the text itself is set in."""

    size: float
    """Of most of it, in points."""
    sizes: frozenset[float]
    """To the half point: all that a good part of it has; on slides, say, the largest too."""
    bold: bool

    @classmethod
    def of(cls, lines: Iterable[TypesetLine], size: float) -> TextType:
        """That of `lines`, where their place has not told what they are."""
        letters = Counter[tuple[float, bool]]()
        for line in lines:
            if line.kind is None:
                letters[round(line.size * 2) / 2, line.bold] += len(line.text)
        total = letters.total()
        sizes = Counter[float]()
        for (one, _), count in letters.items():
            sizes[one] += count
        strong = sum(count for (_, bold), count in letters.items() if bold)
        return cls(size, frozenset(one for one, count in sizes.items() if count > _MUCH * total), 2 * strong > total)


def is_heading(group: Sequence[TypesetLine], after: Sequence[TypesetLine] | None, text_type: TextType) -> bool:
    """Whether `group` is a heading to what comes after it."""
    body = text_type.size
    first = group[0]
    text = " ".join(line.text for line in group[:_MOST_LINES])
    letters = sum(c.isalpha() for c in text[:_LONGEST])
    if not letters or len(text) > _LONGEST or len(group) > _MOST_LINES or first.size < 0.7 * body:
        return False
    if first.size > _LARGER * body and round(first.size * 2) / 2 not in text_type.sizes:
        return letters > 1 or len(text) > 3
    numbered = bool(_NUMBER.match(text)) and letters > 2
    if (
        text[-1:] in ".,;:"
        or _KEYWORDS.match(text)
        or after is None
        or letters < 3
        or len(group) > 2
        or len(text) > 120
    ):
        return False
    placed = first.x0 - first.left < 1.5 * first.size or first.centred
    strong = all(line.bold for line in group) and not text_type.bold
    capitals = text.isupper() and letters > 3
    slanted = all(line.italic for line in group) and numbered
    named = bool(REFERENCES.fullmatch(text) or _HIGHEST.fullmatch(text))
    return placed and (strong or capitals or slanted or named or (numbered and first.size > _LARGE * body))


class HeadingStyles:
    """The levels of a document's headings."""

    def __init__(self, heads: Sequence[Sequence[TypesetLine]], body: float, *, titled: bool) -> None:
        self._body = body
        self.top = 2 if titled else 1
        """The level of the highest but for the title."""
        self._roman = sum(_named(group, "roman") for group in heads) > 1
        numbers = defaultdict(list)
        for group in heads:
            if _HIGHEST.fullmatch(group[0].text):
                continue
            numbers[_style(group)].append(self._by_number(group))
        self._levels: dict[Style, int] = {}
        self._deeper: dict[Style, int] = {}
        reached = above = self.top - 1
        for style in sorted(numbers, key=lambda style: (-style[0], not style[3], not style[1], style[2])):
            told = [depth for depth in numbers[style] if depth]
            if 2 * len(told) >= len(numbers[style]):
                # Chapters without a number in their line are above the sections that are numbered in theirs.
                self._deeper[style] = max(0, above + 1 - min(told))
                reached = min(told) + self._deeper[style]
            else:
                reached += 1
                above = reached if len(numbers[style]) > 1 else above
            self._levels[style] = reached

    def level(self, group: Sequence[TypesetLine]) -> int:
        """1 to 6."""
        text, style = group[0].text, _style(group)
        if REFERENCES.fullmatch(text) or _HIGHEST.fullmatch(text):
            return self.top
        number = self._by_number(group)
        return min(6, number + self._deeper.get(style, 0) if number else self._levels.get(style, self.top))

    def _by_number(self, group: Sequence[TypesetLine]) -> int:
        """The level its number tells; 0 where it has none."""
        found = _NUMBER.match(group[0].text + " ")
        if not found:
            return 0
        if found["decimal"]:
            return self.top + found["decimal"].count(".")
        if found["roman"] and self._roman:
            return self.top
        return self.top + self._roman if found["letter"] else self.top


def _named(group: Sequence[TypesetLine], kind: str) -> bool:
    found = _NUMBER.match(group[0].text + " ")
    return bool(found and found[kind])


def _style(group: Sequence[TypesetLine]) -> Style:
    """Size to the half point, bold, italic, capitals."""
    largest = max(run.size for line in group for run in line.runs)
    first = group[0]
    return round(largest * 2) / 2, first.bold, first.italic, " ".join(line.text for line in group).isupper()
