"""What parts of a page are, judged by place, type and words together: captions, drawings, tables, notes, formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rhapsode.model import BlockKind
from rhapsode.reading.pdf_parts.heading_styles import REFERENCES
from rhapsode.reading.pdf_parts.typeset_lines import TypesetLine
from rhapsode.reading.text_parts.heading_words import is_contents

CAPTION = re.compile(
    r"(?P<what>fig(?:ure|\.)?|abb(?:ildung|\.)?|figura|table|tab\.|tabelle|tableau|tabla|tabella|scheme|chart|plate|algorithm|listing)"
    r"\s?(?P<number>\d{1,3}(?:\.\d{1,3})?[a-z]?|[IVXL]{1,6}|[A-Z]\.?\d{1,2})(?P<sign>\s*[.:|—–-]|\s*$)?(?P<rest>.*)",
    re.I | re.S,
)
_LABELLED = re.compile(r"(?P<label>[\d*†‡§¶]{1,3})\s*(?P<rest>\S.*)", re.S)
_MATHEMATICAL = re.compile(r"[=<>≤≥≈∝∑∏∫√∂∇±×∈⊂∪∩→⇒∀∃Ͱ-Ͽ\U0001d400-\U0001d7ff^_{}|+−]")
_BODY_WORD = re.compile(r"[^\W\d_]{4,}")
_LEADERS = re.compile(r"(?:\.\s?){5,}\s*\S{0,6}$")
_PAGE = re.compile(r"\d{1,4}|[ivxlc]{1,6}")
_MOST_CAPTIONS = 40
"""On a page, whose surroundings are looked at."""
_SOME_LEADERS = 3
_OPEN_AIR = 2.2
"""Times the size of type between a drawing's parts, at most."""


def mark_zones(pages: Sequence[list[TypesetLine]], body: float) -> None:
    """Give every line its `kind` that is more than running text. Each page is its lines in reading order."""
    listed = _references(pages)
    _mark_code([line for lines in pages for line in lines if line.kind is None])
    for lines in pages:
        _mark_contents(lines)
        _mark_captions(lines, body)
        for caption in [line for line in lines if line.kind == "caption"][:_MOST_CAPTIONS]:
            _mark_around(caption, lines, body)
        _mark_tables(lines, body)
        _mark_formulas(lines)
        _mark_notes([line for line in lines if id(line) not in listed], body)


def _references(pages: Sequence[list[TypesetLine]]) -> set[int]:
    """The `id` of each line from the heading of the references on, up to the next heading: small type, but no notes."""
    found: set[int] = set()
    within = False
    for line in (line for lines in pages for line in lines if line.kind is None):
        within = bool(REFERENCES.fullmatch(line.text)) or (within and not _is_short_bold(line))
        if within:
            found.add(id(line))
    return found


def _is_short_bold(line: TypesetLine) -> bool:
    """Whether it could be a heading: bold from its side on, and not a number in brackets."""
    return line.bold and line.x0 - line.left < line.size and line.fill < 0.7 and not line.text.startswith("[")


def _mark_code(lines: Sequence[TypesetLine]) -> None:
    """Lines in typewriter type, a line's number before them apart, unless the whole text is in it."""
    typed = [line for line in lines if _is_typed(line)]
    if 2 * sum(len(line.text) for line in typed) < sum(len(line.text) for line in lines):
        for line in typed:
            line.kind = "code"


def _is_typed(line: TypesetLine) -> bool:
    told = [run for run in line.runs if any(c.isalpha() for c in run.text)]
    first = line.runs[0].text.strip()
    return bool(told) and all(run.face.monospaced for run in told) and (first.isdigit() or line.runs[0].face.monospaced)


def _mark_contents(lines: Sequence[TypesetLine]) -> None:
    """A table of contents: lines with leaders, and those after its title that end in a page number at the side."""
    within = sum(bool(_LEADERS.search(line.text)) for line in lines) > _SOME_LEADERS
    for line in lines:
        ends = line.text.rpartition(" ")[2]
        numbered = bool(_PAGE.fullmatch(ends)) and (len(line.cells()) > 1 or line.x1 > line.right - line.size)
        within = within or is_contents(line.text)
        if line.kind is None and ((within and (numbered or is_contents(line.text))) or _LEADERS.search(line.text)):
            line.kind = "contents"


def _mark_captions(lines: Sequence[TypesetLine], body: float) -> None:
    for n, line in enumerate(lines):
        found = CAPTION.fullmatch(line.text) if line.kind is None else None
        if not found or not _is_caption(found, line, lines[n - 1] if n else None, body):
            continue
        line.kind = "caption"
        for before, after in zip(lines[n:], lines[n + 1 :], strict=False):
            step = before.y - after.y
            same = abs(after.size - line.size) < 0.6 and after.left == line.left and 0 < step < 1.4 * line.size
            if not same or after.kind or CAPTION.fullmatch(after.text) or len(after.cells()) > 1:
                break
            if before is not line and before.text.endswith(".") and before.fill < 0.8 and not line.centred:
                break
            after.kind = "caption"


def _is_caption(found: re.Match[str], line: TypesetLine, before: TypesetLine | None, body: float) -> bool:
    """A sentence that begins with "Figure 2" goes on at once, in the type of the text, and after a line of text."""
    if found["sign"] is None and not found["rest"][:1].isspace():
        return False
    small = line.size < body - 0.4
    labelled = bool(line.runs[0].face.bold and not line.runs[-1].face.bold) or bool((found["sign"] or "").strip())
    goes_on = before is not None and before.left == line.left and 0 < before.y - line.y < 1.35 * line.size
    begins = not goes_on or (before is not None and before.kind is not None) or small or line.bold
    return (small or labelled or line.bold or found["sign"] is not None) and begins


def _mark_around(caption: TypesetLine, lines: Sequence[TypesetLine], body: float) -> None:
    """The drawing above a figure's caption; the table below (or above) a table's."""
    found = CAPTION.match(caption.text)
    if not found:
        return
    drawn = not found["what"].lower().startswith(("tab", "algorithm", "listing"))
    beside = [
        one for one in lines
        if one.kind is None and one.x1 > caption.left - 1 and one.x0 < caption.right + 1 and one is not caption
    ]  # fmt: skip
    above = sorted((one for one in beside if one.y > caption.y), key=lambda one: one.y)
    below = sorted((one for one in beside if one.y < caption.y), key=lambda one: -one.y)
    if drawn:
        _take(above, caption, body, "drawing")
    elif not _take(below, caption, body, "table_row"):
        _take(above, caption, body, "table_row")


def _take(near: Iterable[TypesetLine], caption: TypesetLine, body: float, kind: BlockKind) -> int:
    """Mark lines from the caption outwards as `kind`, up to running text; how many."""
    taken: list[TypesetLine] = []
    near = list(near)
    for n, line in enumerate(near):
        after = near[n + 1] if n + 1 < len(near) else None
        if is_prose(line, body) or _ends_prose(line, after, body) or looks_like_heading(line, body):
            break
        if kind == "table_row" and taken and abs(taken[-1].y - line.y) > _OPEN_AIR * max(line.size, body):
            break
        taken.append(line)
    if kind == "table_row" and not any(len(line.cells()) > 1 for line in taken):
        return 0
    for line in taken:
        line.kind = kind
    return len(taken)


def is_prose(line: TypesetLine, body: float) -> bool:
    """Whether it goes through its column, in type about as large as the text's."""
    words = len(_BODY_WORD.findall(line.text))
    return line.fill > 0.75 and words >= 3 and line.size > 0.8 * body and len(line.cells()) == 1


def _ends_prose(line: TypesetLine, above: TypesetLine | None, body: float) -> bool:
    """Whether it is the last line of a paragraph, close under one that goes through the column."""
    return (
        above is not None
        and is_prose(above, body)
        and abs(above.size - line.size) < 0.6
        and line.left == above.left
        and 0 < above.y - line.y < 1.5 * line.size
        and abs(line.x0 - above.left) < 3 * line.size
        and len(line.cells()) == 1
    )


_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,4}\.?|[IVX]{1,5}\.|[A-Z]\.)\s+[^\W\d_]\S*")


def looks_like_heading(line: TypesetLine, body: float) -> bool:
    """A number and words in their own type, at the side or in the middle of the column."""
    placed = line.x0 - line.left < 1.5 * line.size or line.centred
    own = line.bold or line.italic or line.size > 1.1 * body or line.text.isupper()
    return placed and own and bool(_NUMBERED.match(line.text)) and len(line.cells()) <= 2


def _mark_tables(lines: Sequence[TypesetLine], body: float) -> None:
    """Lines of cells that stand under one another."""
    n = 0
    while n < len(lines):
        end = n
        while end < len(lines) and _is_row(lines[end]) and (end == n or _aligned(lines[end - 1], lines[end])):
            end += 1
        if end - n >= 2:
            for line in lines[n:end]:
                line.kind = "table_row"
        n = max(end, n + 1)


def _is_row(line: TypesetLine) -> bool:
    return line.kind is None and len(line.cells()) > 1 and not is_formula(line)


def _aligned(one: TypesetLine, other: TypesetLine) -> bool:
    """Whether some cell but the first begins, ends or has its middle where one of the other line does."""
    if one.left != other.left or not 0 < one.y - other.y < 3 * other.size:
        return False
    places = [(cell[0].x0, cell[-1].x1) for cell in one.cells()[1:]]
    return any(
        min(abs(a - cell[0].x0), abs(b - cell[-1].x1), abs(a + b - cell[0].x0 - cell[-1].x1) / 2) < 4
        for a, b in places
        for cell in other.cells()[1:]
    )


def is_formula(line: TypesetLine) -> bool:
    """Whether it is a formula on a line of its own: signs and letters of formulas, and hardly a word."""
    text = line.text
    letters = len(text.replace(" ", ""))
    own = sum(len(run.text.strip()) for run in line.runs if run.face.mathematical)
    signs = len(_MATHEMATICAL.findall(text))
    words = sum(len(word) for run in line.runs if not run.face.mathematical for word in _BODY_WORD.findall(run.text))
    return words < 0.3 * letters and (own > 0.3 * letters or signs > 0.15 * letters) and signs + own > 1


def _mark_formulas(lines: Sequence[TypesetLine]) -> None:
    for line in lines:
        if line.kind is None and line.x0 - line.left > line.size and is_formula(line):
            line.kind = "math"
    for n, line in enumerate(lines):
        # Limits and numerators stand on levels of their own, close to a formula.
        near = [one for one in lines[max(0, n - 1) : n + 2] if one.kind == "math" and one.left == line.left]
        if line.kind is None and any(abs(one.y - line.y) < 1.8 * one.size for one in near):
            short = len(line.text) < 12 and line.x0 - line.left > line.size
            if short and not _BODY_WORD.search(line.text):
                line.kind = "math"


def _mark_notes(lines: Sequence[TypesetLine], body: float) -> None:
    """Small type at the foot of a column is notes, each from its label on; without one, the publisher's matter."""
    columns: dict[float, list[TypesetLine]] = {}
    for line in lines:
        columns.setdefault(line.left, []).append(line)
    for column in columns.values():
        foot: list[TypesetLine] = []
        for line in reversed(column):
            if line.kind == "page_furniture":
                continue
            if line.kind is not None or line.size > 0.93 * body or (foot and foot[-1].y > line.y):
                break
            foot.append(line)
        if len(foot) < sum(line.kind is None for line in column):
            _label(list(reversed(foot)))


def _label(foot: list[TypesetLine]) -> None:
    noted = False
    for before, line in zip([None, *foot], foot, strict=False):
        label = _label_of(line)
        close = before is not None and before.y - line.y < 1.6 * line.size
        noted = bool(label) or (noted and close)
        line.kind = "footnote" if noted else "imprint"
        if label:
            line.marker = label
            _without_label(line)


def _label_of(line: TypesetLine) -> str:
    """The label a note begins with: raised, or a sign of its own."""
    found = _LABELLED.fullmatch(line.text)
    first = line.runs[0]
    raised = (
        len(line.runs) > 1 and first.size < 0.9 * line.size and first.text.strip() == (found["label"] if found else "")
    )
    return found["label"] if found and (raised or not found["label"].isdigit()) else ""


def _without_label(line: TypesetLine) -> None:
    first = line.runs[0]
    rest = first.text.strip().removeprefix(line.marker).lstrip()
    line.runs = [first._replace(text=rest), *line.runs[1:]] if rest else line.runs[1:]
    line.measure()
