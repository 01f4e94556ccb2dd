"""The whole of a plain text, step by step: lines, chunks, contents, headings, levels, title and by-line."""

from __future__ import annotations

import re
from typing import NamedTuple

from rhapsode.reading.dates import iso_date
from rhapsode.reading.language_tags import language_tag
from rhapsode.reading.text_parts import line_signals
from rhapsode.reading.text_parts.chunk_kinds import (
    cut_underlined,
    join_pages,
    mark_masthead,
    part_title,
    set_kinds,
    set_lists,
)
from rhapsode.reading.text_parts.heading_levels import set_levels
from rhapsode.reading.text_parts.headings import find_headings
from rhapsode.reading.text_parts.inline_marks import set_marks
from rhapsode.reading.text_parts.lines import split_lines
from rhapsode.reading.text_parts.printed_contents import mark_contents, norm
from rhapsode.reading.text_parts.run_in_headings import cut_run_ins
from rhapsode.reading.text_parts.set_lines import join_hyphenated, keep_lines
from rhapsode.reading.text_parts.stated_outline import apply_levels, apply_outline, apply_stated
from rhapsode.reading.text_parts.text_chunks import Chunk, chunks, layout


class Analysis(NamedTuple):
    """What a plain text was found to be."""

    chunks: list[Chunk]
    title: str
    authors: tuple[str, ...]
    published: str
    language: str
    warnings: tuple[str, ...] = ()


def analyse(text: str, outline: str = "") -> Analysis:
    """Find the structure of `text` (line ends `\\n`). Linear in its length.

    Where there is an `outline`, the headings are those that it states.
    """
    lines, header = split_lines(text)
    lines = join_hyphenated(lines)
    warnings: list[str] = []
    if outline:
        apply_outline(lines, outline, warnings)
    how = layout(lines)
    found = cut_underlined(join_pages(chunks(lines, how), how))
    set_kinds(found)
    mark_contents(found)
    found = part_title(found)
    found = cut_run_ins(found)
    authors = _byline(found)
    find_headings(found, how)
    apply_stated(found)
    title = _title(found, header.get("title", ""))
    mark_masthead(found, title)
    set_levels([chunk for chunk in found if chunk.kind == "heading"], title)
    apply_levels(found)
    set_lists(found)
    for chunk in found:
        keep_lines(chunk, how)
        set_marks(chunk)
    found = _title_first(found, title)
    return Analysis(
        found,
        title.text if title else header.get("title", ""),
        authors or _names(header.get("author", "")),
        iso_date(re.split(r"\s*\[", header.get("release date", ""))[0]),
        language_tag(header.get("language", "")),
        tuple(warnings),
    )


_UNHEARD = frozenset(("imprint", "page_furniture", "break", "contents", "caption"))


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in re.split(r"\s+and\s+|\s*[;&]\s*", text) if name.strip())


def _byline(found: list[Chunk]) -> tuple[str, ...]:
    """The by-line is the first chunk but one or two; it says who wrote it and is no heading."""
    own = [chunk for chunk in found if chunk.kind == "paragraph"][:4]
    for chunk in own:
        names = line_signals.byline(chunk.text)
        if names:
            chunk.kind = "byline"
            return names
        if len(chunk.text) > 200:
            break
    return ()


def _title(found: list[Chunk], known: str) -> Chunk | None:
    """A heading before all text; it must look like no other, or stand over a by-line or another heading."""
    own = [chunk for chunk in found if chunk.kind not in ("imprint", "page_furniture", "break", "figure", "contents")]
    for n, chunk in enumerate(own[:8]):
        if known and norm(chunk.text) == norm(known) and len(chunk.lines) < 4:
            chunk.kind, chunk.style = "heading", chunk.style or "weak"
            return chunk
        if chunk.lines[0].stated == 1:
            return chunk
        if chunk.kind == "heading":
            return chunk if not known and chunk.lines[0].stated in (None, 9) and _is_title(own, n) else None
        if n == 0 and not known and chunk.lines[0].stated is None and _opens_like_title(own):
            chunk.kind, chunk.style = "heading", "weak"
            return chunk
        if chunk.kind == "paragraph" and len(chunk.text) > 400 and len(chunk.lines) > 2 and not known:
            return None
    return None


def _title_first(found: list[Chunk], title: Chunk | None) -> list[Chunk]:
    """Nothing that is heard stands before the title, so that it heads the first section."""
    place = next((n for n, chunk in enumerate(found) if chunk is title), 0)
    before = found[:place]
    if title is None or any(chunk.kind not in _UNHEARD for chunk in before):
        return found
    return [title, *before, *found[place + 1 :]]


def _is_title(own: list[Chunk], n: int) -> bool:
    chunk = own[n]
    if chunk.style.startswith(("keyword", "number", "italic", "colon")):
        return False
    others = [other for other in own if other is not chunk and other.kind == "heading"]
    if chunk.style.startswith("setext") and any(other.style == chunk.style for other in others):
        return False
    return chunk.style != "lone" or not others


def _opens_like_title(own: list[Chunk]) -> bool:
    """The first chunk, where no pattern made it a heading: short, no stop, and a by-line or more text after it."""
    first = own[0]
    text = first.text
    if first.kind != "paragraph" or len(first.lines) > 2 or len(text) > 160 or len(own) < 2:
        return False
    if text[-1:] in ".,;:" or not text[:1].isalnum() or line_signals.is_date(text) or line_signals.is_address(text):
        return False
    if re.search(r"\s{3,}", first.lines[0].text.strip()):
        return False
    return own[1].kind == "byline" or line_signals.title_case(text) >= 0.6 or len(own[1].text) > 2 * len(text)
