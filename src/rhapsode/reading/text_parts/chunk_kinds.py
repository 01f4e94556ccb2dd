"""Chunks cut, joined and named by what they are: underlined headings, page breaks, lists, footnotes, pictures."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from rhapsode.reading.text_parts import line_signals
from rhapsode.reading.text_parts.text_chunks import Chunk, Layout

_UNDERLINE = re.compile(r"([=\-~^*#+\"'])\1{2,}")
_STYLES = {"=": 1, "*": 1, "#": 1, "-": 2}
_ENDS = ".!?:;\"”’'»)]"


def join_pages(found: list[Chunk], how: Layout) -> list[Chunk]:
    """Put together a paragraph that a page break cut in two; the page's furniture comes after it."""
    joined: list[Chunk] = []
    held: list[Chunk] = []
    for chunk in found:
        if chunk.kind == "page_furniture":
            held.append(chunk)
            continue
        last = joined[-1] if joined else None
        if held and last is not None and _goes_on(last, chunk, how):
            last.lines += chunk.lines
            last.after = chunk.after
            last.refresh()
        else:
            joined += held
            held = []
            joined.append(chunk)
            continue
        joined += held
        held = []
    return joined + held


def _goes_on(last: Chunk, chunk: Chunk, how: Layout) -> bool:
    if last.kind != "paragraph" or chunk.kind != "paragraph" or not last.text or not how.wrapped:
        return False
    broken = last.text[-1] not in _ENDS and chunk.text[:1].islower()
    return broken and len(last.lines[-1].text) > 0.6 * how.width and abs(chunk.indent - last.indent) <= 8


def cut_underlined(found: list[Chunk]) -> list[Chunk]:
    """Make headings of lines with a line of signs under them (and perhaps over them)."""
    cut: list[Chunk] = []
    for chunk in found:
        cut += _cut(chunk) if chunk.kind == "paragraph" and len(chunk.lines) > 1 else [chunk]
    return cut


def _cut(chunk: Chunk) -> list[Chunk]:
    lines = chunk.lines
    pieces: list[Chunk] = []
    start = n = 0
    while n + 1 < len(lines):
        over = _UNDERLINE.fullmatch(lines[n].text.strip())
        if over and n + 2 < len(lines) and _underlines(lines[n + 2].text, lines[n + 1].text):
            first, title, end = n, n + 1, n + 3
        elif not over and _underlines(lines[n + 1].text, lines[n].text):
            first, title, end = n, n, n + 2
        else:
            n += 1
            continue
        if first > start:
            pieces.append(Chunk(lines[start:first], chunk.before if not pieces else 0))
        sign = lines[end - 1].text.strip()[0]
        heading = Chunk([lines[title]], chunk.before if not pieces else 0)
        heading.kind, heading.style = "heading", f"setext:{_STYLES.get(sign, 3) + (end - first == 2)}"
        pieces.append(heading)
        start = n = end
    if start < len(lines):
        pieces.append(Chunk(lines[start:], 0 if pieces else chunk.before))
    for one, following in itertools.pairwise(pieces):
        one.after = following.before
    if pieces:
        pieces[-1].after = chunk.after
    return pieces


def _underlines(line: str, title: str) -> bool:
    sign, text = line.strip(), title.strip()
    if not _UNDERLINE.fullmatch(sign) or not any(c.isalpha() for c in text) or len(text) > 120:
        return False
    near = abs(len(line) - len(line.lstrip()) - (len(title) - len(title.lstrip()))) <= 3
    return (
        near and 0.6 * len(text) <= len(sign) <= max(1.5 * len(text), len(text) + 6) and not re.search(r"\s{3,}", text)
    )


_IMPRINT_LINE = re.compile(
    r"(?:version|edition|revision|draft|by|von|par)\b|\W{0,2}\d|(?:first|second|last|date)\b", re.I
)


def part_title(found: list[Chunk]) -> list[Chunk]:
    """Cut the version, date or by-line from under the title that heads a text."""
    for n, chunk in enumerate(found[:12]):
        if chunk.kind != "paragraph":
            continue
        first, *under = chunk.lines
        if under and len(under) < 4 and all(_under_title(line.text.strip()) for line in under):
            if line_signals.title_case(first.text) < 0.7 or first.text[-1] in ".,;":
                break
            head = Chunk([first], chunk.before)
            rest = [Chunk([line], 0) for line in under]
            rest[-1].after = chunk.after
            return [*found[:n], head, *rest, *found[n + 1 :]]
        break
    return found


def _under_title(text: str) -> bool:
    dated = bool(_IMPRINT_LINE.match(text)) or line_signals.is_date(text)
    return len(text) < 80 and (dated or line_signals.is_address(text) or bool(line_signals.byline(text)))


def set_kinds(found: Sequence[Chunk]) -> None:
    """Name what is plainly no running text: rules, pictures, footnotes."""
    for n, chunk in enumerate(found):
        if chunk.kind != "paragraph":
            continue
        if n and found[n - 1].kind == "caption" and chunk.indent >= 4 and chunk.before < 2 and len(chunk.text) < 100:
            chunk.kind = "caption"
        elif line_signals.RULE.fullmatch(chunk.text[:200]) and not any(c.isalnum() for c in chunk.text):
            chunk.kind = "break"
        elif line_signals.is_illustration(chunk.text):
            chunk.kind = "caption"
        elif chunk.text.lower().startswith("[footnote"):
            note = line_signals.FOOTNOTE.fullmatch(chunk.text)
            if note:
                chunk.kind, chunk.marker = "footnote", note["label"]
                chunk.text = note["rest"].removesuffix("]")


def mark_masthead(found: Sequence[Chunk], title: Chunk | None) -> None:
    """Give what stands in columns over the title (series, date, publisher) the kind `imprint`."""
    for chunk in found[:6]:
        if chunk is title:
            return
        columns = sum(bool(_COLUMNS.search(line.text.strip()[:200])) for line in chunk.lines)
        if title is not None and chunk.kind == "paragraph" and columns >= 2:
            chunk.kind = "imprint"


_COLUMNS = re.compile(r"\S\s{4,}\S")


def set_lists(found: Sequence[Chunk]) -> None:
    """Name the items of lists: bullets always, numbers where a neighbour has one too."""
    for n, chunk in enumerate(found):
        if chunk.kind != "paragraph":
            continue
        bullet = line_signals.BULLET.fullmatch(chunk.text)
        item = bullet or line_signals.ENUMERATED.fullmatch(chunk.text)
        if item is None or (not bullet and not _in_company(found, n)):
            continue
        if item["marker"] in "-–—o+" and len(item["marker"]) == 1 and not _in_company(found, n):
            continue
        chunk.kind, chunk.level, chunk.marker = "list_item", 1, item["marker"]
        chunk.text = item["rest"]


def _in_company(found: Sequence[Chunk], n: int) -> bool:
    near = [found[k] for k in (n - 2, n - 1, n + 1, n + 2) if 0 <= k < len(found)]
    return any(
        other.kind == "list_item" or line_signals.BULLET.match(other.text) or line_signals.ENUMERATED.match(other.text)
        for other in near
    )
