"""The head of a first page: the title, who wrote it, and where they work."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rhapsode.reading.dates import iso_date
from rhapsode.reading.pdf_parts.page_zones import is_prose, looks_like_heading
from rhapsode.reading.pdf_parts.typeset_lines import TypesetLine
from rhapsode.reading.text_parts.heading_words import is_contents

ABSTRACT = re.compile(r"(?:abstract|summary|zusammenfassung|kurzfassung|résumé|resumen|sommario|riassunto)\b", re.I)
_PLACE = re.compile(
    r"@|\d{3}|universit|institut|depart|laborator|school|college|faculty|facult|academy|centre|center|hospital|inc\.|ltd"
    r"|corporation|gmbh|https?:|\be-?mail|orcid",
    re.I,
)
_NAME = r"(?:[A-Z][\w'’.-]*|de|van|von|der|den|di|da|la|le|el|bin|al)"
_NAMES = re.compile(
    rf"(?:by\s+)?{_NAME}(?:\s{_NAME}){{1,4}}(?:\s*(?:,|;|&|\band\b|\bund\b|\bet\b|·|\|)\s*{_NAME}(?:\s{_NAME}){{1,4}})*,?"
)
_SIGNS = re.compile(r"[\d*†‡§¶∗⋆⁎,]+(?=\s|$)")
_LARGER = 1.12
_MOST_PROSE = 4
"""Lines that go through their column, in the addresses of a head."""


def find_title(lines: Sequence[TypesetLine], body: float, stated: str) -> list[TypesetLine]:
    """The lines of the title on the first page; none where nothing there looks like one."""
    free = [
        line
        for line in lines
        if line.kind is None and any(c.isalpha() for c in line.text) and not is_contents(line.text)
    ]
    groups = _groups(free[:60])
    agreeing = [group for group in groups if _agrees(_letters(" ".join(line.text for line in group)), _letters(stated))]
    if agreeing:
        return max(agreeing, key=lambda group: group[0].size)
    large = [
        group for group in groups
        if group[0].size > _LARGER * body and sum(len(_letters(line.text)) for line in group) > 1
    ]  # fmt: skip
    largest = max(large, key=lambda group: round(group[0].size, 1), default=None)
    if largest is None or any(is_prose(line, body) for line in free[: free.index(largest[0])]):
        return []
    return largest


def _agrees(shown: str, stated: str) -> bool:
    """Whether what is shown is the title that the file states, which may name the site as well."""
    return bool(shown) and (shown == stated or (shown in stated and 2 * len(shown) > len(stated)))


def _groups(lines: Sequence[TypesetLine]) -> list[list[TypesetLine]]:
    """Lines of one size close under one another."""
    groups: list[list[TypesetLine]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if (
            last
            and abs(last.size - line.size) < 0.6
            and 0 < last.y - line.y < 1.6 * line.size
            and last.bold == line.bold
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def take_title(lines: list[TypesetLine], body: float, stated: str) -> list[TypesetLine]:
    """Take the title out of the first page's `lines`, and return it."""
    title = find_title(lines, body, stated)
    for line in title:
        lines.remove(line)
    return title


def take_head(lines: list[TypesetLine], title: Sequence[TypesetLine], body: float) -> list[TypesetLine]:
    """Take what stands between the title and the text out of `lines`, and return it with its kinds."""
    top = title[-1].y
    under = [line for line in lines if line.kind is None and line.y < top]
    abstract = next((line for line in under if ABSTRACT.match(line.text)), None)
    floor = abstract.y if abstract is not None else _first_text(under, body)
    whole = [line for line in under if line.y > floor + 0.5 * body]
    prose = [line.y for line in whole if is_prose(line, body)]
    if len(prose) > _MOST_PROSE:  # a column of text beside the abstract
        whole = [line for line in whole if line.y > max(prose)]
    if abstract is None and sum(len(line.text) for line in whole) > 400:
        return []
    head = [TypesetLine(line.page, cell, line.left, line.right) for line in whole for cell in line.cells()]
    for n, line in enumerate(head):
        said_by = line.text.lower().startswith("by ") and len(line.text) < 100
        if said_by or (_is_names(line.text) and not _under_place(line, head[:n])):
            line.kind = "byline"
        elif abstract is not None or _PLACE.search(line.text) or (iso_date(line.text) and len(line.text) < 30):
            line.kind = "imprint"
    for line in whole:
        lines.remove(line)
    return head


def _is_names(text: str) -> bool:
    return bool(_NAMES.fullmatch(_SIGNS.sub("", text).strip())) and not _PLACE.search(text)


def _under_place(line: TypesetLine, before: Sequence[TypesetLine]) -> bool:
    """Whether it goes on with where somebody works: a town looks like a name."""
    over = [one for one in before if one.x0 < line.x1 and line.x0 < one.x1 and one.y - line.y < 2 * line.size]
    return bool(over) and over[-1].kind == "imprint" and line.size < over[-1].size + 0.5


def _first_text(under: Sequence[TypesetLine], body: float) -> float:
    """The baseline of the first line of text, or heading, under the title."""
    tops = [line.y for line in under if is_prose(line, body) or looks_like_heading(line, body) or _is_large(line, body)]
    return max(tops, default=float("inf"))


def _is_large(line: TypesetLine, body: float) -> bool:
    told = _is_names(line.text) or _PLACE.search(line.text) or iso_date(line.text)
    return line.size > _LARGER * body and not told


def author_names(head: Sequence[TypesetLine]) -> tuple[str, ...]:
    """The names in the by-lines."""
    found: list[str] = []
    for line in head:
        if line.kind == "byline" and not any(c.isdigit() for c in _SIGNS.sub("", line.text)):
            plain = re.sub(r"^by\s+", "", _SIGNS.sub(lambda m: "," if "," in m[0] else "", line.text), flags=re.I)
            found += [name.strip(" ,*") for name in re.split(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|·|\|)\s*", plain)]
    return tuple(name for name in found if _is_names(name))
