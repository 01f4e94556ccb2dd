"""Finding a printed table of contents: a list of headings is not a run of headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rhapsode.reading.text_parts import line_signals
from rhapsode.reading.text_parts.heading_words import is_contents, keyword_rank
from rhapsode.reading.text_parts.text_chunks import Chunk

_LONGEST_ENTRY = 160


def norm(text: str) -> str:
    """Letters and digits of `text` alone, case folded: equal for a heading and its entry in the contents."""
    return _SIGNS.sub("", text[:300].casefold())


_SIGNS = re.compile(r"[\W_]+")


def mark_contents(chunks: Sequence[Chunk]) -> None:
    """Give every chunk of a table of contents the kind `contents`, its heading too."""
    alone = {norm(chunk.text): n for n, chunk in enumerate(chunks) if not _skipped(chunk)}
    last: dict[str, int] = {}
    n = 0
    while n < len(chunks):
        chunk = chunks[n]
        headed = chunk.kind == "paragraph" and len(chunk.text) < 60 and is_contents(chunk.text)
        glued = chunk.kind == "paragraph" and len(chunk.lines) > 2 and is_contents(chunk.lines[0].text)
        if headed or glued:
            last = last or _last(chunks) | alone
            end = n + 1
            while end < n + 3 < len(chunks) and _names_columns(chunks[end].text):
                end += 1
            while end < len(chunks) and _is_entry(chunks, end, last):
                end += 1
            if glued or end > n + 1:
                _mark(chunks[n:end])
                n = end
                continue
        elif _is_list(chunks, n, alone):
            chunk.kind = "contents"
        n += 1


def _last(chunks: Sequence[Chunk]) -> dict[str, int]:
    """In which chunk each line stands last."""
    return {norm(line.text): n for n, chunk in enumerate(chunks) if not _skipped(chunk) for line in chunk.lines}


def _skipped(chunk: Chunk) -> bool:
    return chunk.kind in ("imprint", "page_furniture", "contents")


def _mark(chunks: Sequence[Chunk]) -> None:
    for chunk in chunks:
        if not _skipped(chunk):
            chunk.kind = "contents"


def _names_columns(text: str) -> bool:
    """`CHAP.   PAGE`, over the entries."""
    return len(text) < 40 and text.lower().strip(". ").endswith(("page", "pages", "seite", "pag", "página"))


def _is_entry(chunks: Sequence[Chunk], n: int, last: dict[str, int]) -> bool:
    chunk = chunks[n]
    if _skipped(chunk):
        return n + 1 < len(chunks) and _is_entry(chunks, n + 1, last)
    if chunk.kind != "paragraph":
        return False
    if len(chunk.lines) > 1:
        entries = sum(_line_is_entry(line.text, n, last) for line in chunk.lines)
        return entries * 2 >= len(chunk.lines) and all(len(line.text) < _LONGEST_ENTRY for line in chunk.lines)
    return len(chunk.text) < _LONGEST_ENTRY and _line_is_entry(chunk.lines[0].text, n, last)


def _line_is_entry(text: str, n: int, last: dict[str, int]) -> bool:
    return bool(line_signals.DOTTED.search(text[:_LONGEST_ENTRY])) or last.get(norm(text), n) > n


def _is_list(chunks: Sequence[Chunk], n: int, alone: dict[str, int]) -> bool:
    """Chapter headings one under another, each of which comes again on its own."""
    chunk = chunks[n]
    if chunk.kind != "paragraph" or len(chunk.lines) < 3:
        return False
    others = 0
    for line in chunk.lines:
        others += not (alone.get(norm(line.text), n) > n or _is_dotted_chapter(line.text))
        if others * 4 > len(chunk.lines):
            return False  # as of nearly every paragraph, and soon
    return True


def _is_dotted_chapter(text: str) -> bool:
    return bool(line_signals.DOTTED.search(text[:_LONGEST_ENTRY])) and keyword_rank(text) > 0
