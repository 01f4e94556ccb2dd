"""Lines to groups: the lines of a paragraph, a heading, a caption, a note; and which group goes on in another."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from rhapsode.reading.pdf_parts.heading_styles import REFERENCES
from rhapsode.reading.pdf_parts.page_zones import CAPTION
from rhapsode.reading.pdf_parts.typeset_lines import TypesetLine

STOPS = '.!?:;”"’)'
BULLET = re.compile(
    r"(?P<marker>[•·‣▪◦∙–*●○■□➢✓\ue000-\uf8ff-]|\(?\d{1,2}[.)](?!\s*\d{1,2}\.)|\([a-z]\)|[a-z]\))\s+(?P<rest>\S.*)",
    re.S,
)
ENTRY = re.compile(r"(?P<marker>\[[^\]\s]{1,12}\]|\d{1,3}\.)\s+(?P<rest>\S.*)", re.S)
"""Of a list of references."""
_OWN = ("contents", "table_row", "page_furniture")
"""Each line of these is a block."""
_SAME_SIZE = 0.6
"""Points between sizes of type that are the same to the eye."""
Group = list[TypesetLine]


def grouped(lines: Sequence[TypesetLine], body: float) -> list[Group]:
    """`lines`, in reading order, by what they belong to. `body` is the size of the text's type."""
    leading = usual_leading(lines, body)
    groups: list[Group] = []
    references = False
    for line in lines:
        if groups and not _parts(groups[-1], line, leading * max(1.0, line.size / body), references=references):
            groups[-1].append(line)
        else:
            groups.append([line])
            references = _still_references(line, references, body)
    return groups


def _still_references(line: TypesetLine, before: bool, body: float) -> bool:
    if line.kind is not None:
        return before
    if REFERENCES.fullmatch(line.text):
        return True
    return before and not (line.size > 1.08 * body or (line.bold and not ENTRY.match(line.text)))


def _parts(group: Group, line: TypesetLine, leading: float, *, references: bool) -> bool:
    """Whether `line` begins something new."""
    last = group[-1]
    if last.kind != line.kind or line.kind in _OWN:
        return True
    if line.kind == "caption":
        return bool(CAPTION.fullmatch(line.text))
    if line.kind is not None:
        return bool(line.marker) or line.page != last.page or (line.kind == "byline" and line.left != last.left)
    apart = line.page != last.page or line.left != last.left or line.y > last.y
    apart = apart or last.y - line.y > 1.3 * leading + 0.5
    if apart or abs(last.size - line.size) > _SAME_SIZE or _differs(group, line):
        return True
    return _begins_entry(group, line) if references else _begins_paragraph(group, line)


def _differs(group: Group, line: TypesetLine) -> bool:
    """Whether a line is set in another way than the group: bold, italic or centred as a whole."""
    last = group[-1]
    alone = len(group) == 1 and last.fill < 0.7
    if alone and (last.italic != line.italic or (last.centred and not line.centred)):
        return True
    return last.bold != line.bold


def _begins_paragraph(group: Group, line: TypesetLine) -> bool:
    last, first = group[-1], group[0]
    ended, hanging = last.text[-1:] in STOPS, bool(BULLET.fullmatch(first.text))
    if BULLET.fullmatch(line.text) and (hanging or ended):
        return True
    if line.x0 > last.x0 + 0.8 * line.size and not hanging and not line.centred:
        return ended or len(group) > 1
    return (ended or line.text[:1].isupper()) and has_room(last, line) and (ended or not last.centred)


def _begins_entry(group: Group, line: TypesetLine) -> bool:
    if ENTRY.fullmatch(group[0].text):
        return bool(ENTRY.fullmatch(line.text)) and line.x0 <= group[0].x0 + line.size
    second = group[1] if len(group) > 1 else line
    if second.x0 > group[0].x0 + 0.5 * line.size:  # all lines of an entry but the first are indented
        return line.x0 < group[0].x0 + 0.5 * line.size
    return group[-1].text.endswith(".") and has_room(group[-1], line)


def has_room(last: TypesetLine, line: TypesetLine) -> bool:
    """Whether the first word of `line` would have stood on the line before, so that a paragraph ended there."""
    width = (line.x1 - line.x0) / max(1, len(line.text))
    word = len(line.text.split(" ", 1)[0]) + 1
    return last.x1 + width * word < last.right - 0.5 * line.size


def goes_on(held: Group, group: Group, *, between: bool, references: bool) -> bool:
    """Whether the paragraph `held` goes on in `group`, over a column's end or what stands `between`."""
    last, first = held[-1], group[0]
    under = not between and last.page == first.page and last.left == first.left and first.y < last.y
    alike = last.kind is first.kind is None and abs(last.size - first.size) < _SAME_SIZE and last.bold == first.bold
    if under or not alike or BULLET.fullmatch(first.text) or (references and ENTRY.fullmatch(first.text)):
        return False
    if last.text.endswith(("-", ",")) or first.text[:1].islower():
        return True
    if last.text[-1:] in STOPS:
        return first.x0 - first.left < 0.5 * first.size and not has_room(last, first)
    return last.fill > 0.85 or first.text[:1].isdigit()


def body_size(lines: Sequence[TypesetLine]) -> float:
    """The size of most type, in points, to the half."""
    sizes: Counter[float] = Counter()
    for line in lines:
        for run in line.runs:
            sizes[round(run.size * 2) / 2] += len(run.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def usual_leading(lines: Sequence[TypesetLine], body: float) -> float:
    """From baseline to baseline in the text, in points."""
    text = [line for line in lines if abs(line.size - body) < _SAME_SIZE]
    steps = [
        a.y - b.y
        for a, b in itertools.pairwise(text)
        if a.page == b.page and a.left == b.left and 0.8 * body < a.y - b.y < 3 * body
    ]
    return median(steps) if steps else 1.2 * body
