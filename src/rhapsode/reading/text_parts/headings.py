"""Deciding which chunks are headings: strong patterns first, then evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rhapsode.reading.text_parts import line_signals
from rhapsode.reading.text_parts.heading_numbers import numbered_headings
from rhapsode.reading.text_parts.heading_words import is_lone, keyword_rank
from rhapsode.reading.text_parts.inset_lines import inside_a_text
from rhapsode.reading.text_parts.printed_contents import norm
from rhapsode.reading.text_parts.text_chunks import Chunk, Layout

LONGEST = 160
"""Characters of a heading, at most."""
_LONG_TEXT = 150
_LONG_LINE = 100
_ATX = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*$")
_SEPARATED = re.compile(r"\S+\s+\S+?(?:[.:)]|--|\s?[–—])\s")
_END = re.compile(r"(?:the )?end\b|finis\b|(?:slow )?curtain\W*$|(?:exit|exeunt)(?: \w+){0,4}\.$|exeunt\b", re.I)
_COLUMNS = re.compile(r"\S(?:\s{3,}|\t)\S")
_QUOTES = "\"“”‘’'«»„"


def find_headings(chunks: Sequence[Chunk], how: Layout) -> None:
    """Set kind and style of every chunk that is a heading."""
    for member in numbered_headings(chunks):
        chunk = chunks[member.at]
        style = "italic" if line_signals.italic(chunk.text) else f"number:{member.style.split('@')[0].rstrip('.:')}"
        _set(chunk, style)
    _atx(chunks)
    counts = Counter(norm(chunk.text) for chunk in chunks if len(chunk.text) < LONGEST)
    for n, chunk in enumerate(chunks):
        if chunk.kind == "paragraph" and len(chunk.text) <= LONGEST:
            style = _strong(chunk, how)
            if not style or (not style.startswith("keyword") and counts[norm(chunk.text)] >= 3):
                continue
            if _opens(chunks, n) and not (style in ("capitals", "centred") and inside_a_text(chunks, n)):
                _set(chunk, style)
    _names_of_chapters(chunks)
    for n, chunk in enumerate(chunks):
        if chunk.kind == "paragraph" and counts.get(norm(chunk.text), 0) < 3 and _weak(chunks, n, how):
            _set(chunk, "colon" if chunk.text.endswith(":") else "weak")


def _set(chunk: Chunk, style: str) -> None:
    chunk.kind, chunk.style = "heading", style
    if chunk.text.startswith("*") and chunk.text.endswith("*"):
        chunk.text = chunk.text.strip("* ")


def _names_of_chapters(chunks: Sequence[Chunk]) -> None:
    """`CHAPTER IV` and under it, on a line of its own, the chapter's name."""
    for one, name, text in zip(chunks, chunks[1:], chunks[2:], strict=False):
        bare = one.style.startswith(("keyword", "number:roman")) and len(one.text.split()) < 3
        if bare and name.kind == "paragraph" and len(text.text) > len(name.text) and _names_it(name):
            _set(name, "capitals" if line_signals.capitals(name.text) else "centred")


def _names_it(name: Chunk) -> bool:
    text = name.text
    if len(name.lines) > 2 or len(text) > 90 or name.before > 3 or not _could_head(text.rstrip(".")):
        return False
    return line_signals.title_case(text) >= 0.7 or (len(text.split()) < 7 and not line_signals.is_clause(text))


def _atx(chunks: Sequence[Chunk]) -> None:
    """`## Foo`, where it stands alone and there is more than one (a single `#` is a comment of some program)."""
    found = [
        (chunk, match)
        for chunk in chunks
        if chunk.kind == "paragraph" and len(chunk.lines) == 1 and (match := _ATX.fullmatch(chunk.text[:LONGEST]))
    ]
    few = len(found) < 2 and not any(len(match[1]) > 1 for _, match in found)
    if few or len(found) * 3 > sum(chunk.kind == "paragraph" for chunk in chunks):
        return
    for chunk, match in found:
        _set(chunk, f"atx:{len(match[1])}")
        chunk.text = match[2]


def _strong(chunk: Chunk, how: Layout) -> str:
    text = chunk.text.strip("_* ")
    if not text or text[-1] in ",;" or text[0] in _QUOTES + "[(<" or "@" in text or line_signals.is_caption(text):
        return ""
    rank = keyword_rank(text)
    if rank and (not _is_sentence(text) or _SEPARATED.match(text)):
        return f"keyword:{rank}"
    if is_lone(text) and text[0].isupper() and len(chunk.lines) == 1:
        return "lone" if not line_signals.capitals(text) else "capitals"
    return _looks(chunk, text, how)


def _looks(chunk: Chunk, text: str, how: Layout) -> str:
    """Capitals, or a line set apart."""
    if line_signals.is_edition(text) or _END.match(text):
        return ""
    if (
        len(chunk.lines) > 3
        or line_signals.byline(text)
        or line_signals.is_date(text)
        or (how.wrapped and _floats(chunk, how))
    ):
        return ""
    if line_signals.capitals(text) and _fine_capitals(text) and not _has_columns(chunk) and text[0] not in "-+|=":
        return "capitals"
    return _set_apart(chunk, how) if how.wrapped and len(chunk.lines) == 1 else ""


def _floats(chunk: Chunk, how: Layout) -> bool:
    """Indented, but not to the middle: a line of verse, a signature, the heading of something quoted."""
    return chunk.indent > how.margin + 3 and not _centred(chunk, how)


def _centred(chunk: Chunk, how: Layout) -> bool:
    middle = how.margin + (how.width - how.margin) / 2
    longest = max(len(line.text.strip()) for line in chunk.lines)
    off = 4 if min(line.tabs for line in chunk.lines) < 2 else 8  # tabs go in steps of eight columns
    return chunk.indent >= how.margin + 4 and abs(chunk.indent + longest / 2 - middle) <= off


def _fine_capitals(text: str) -> bool:
    if re.search(r"[|=<>{}\\]|\d{5}", text) or (text.endswith((".", "!")) and len(text.split()) > 6):
        return False
    return bool(re.search(r"[^\W\d_]{3,}", text))


def _has_columns(chunk: Chunk) -> bool:
    """Whether it is a row of a table."""
    return any(_COLUMNS.search(line.text.strip()) for line in chunk.lines)


def _set_apart(chunk: Chunk, how: Layout) -> str:
    """Set in italics, in the middle, or further left than the text."""
    line = chunk.lines[0].text
    text = line.strip()
    if line_signals.italic(text) and len(text) < 60:
        return "italic"
    if text[-1] in ".:" or not text[0].isalnum() or re.search(r"\s{3,}", text) or line_signals.title_case(text) < 0.7:
        return ""
    if _centred(chunk, how) and chunk.indent >= how.margin + 8:
        return "centred"
    if how.margin >= 2 and chunk.indent < how.margin and chunk.indent == 0 and len(text.split()) <= 10:
        return "outdented"
    return ""


def _is_sentence(text: str) -> bool:
    """`Chapter 3 describes the format.` is not a heading."""
    return text.endswith(".") and len(text.split()) > 3 and line_signals.title_case(text) < 0.7


def _opens(chunks: Sequence[Chunk], n: int) -> bool:
    """Whether something to be headed comes after it."""
    following = next((chunk for chunk in chunks[n + 1 : n + 8] if chunk.kind not in ("page_furniture", "break")), None)
    return following is not None and following.kind != "imprint"


def _weak(chunks: Sequence[Chunk], n: int, how: Layout) -> bool:
    chunk = chunks[n]
    text = chunk.text
    if len(chunk.lines) > 1 or len(text) > (LONGEST if not how.wrapped else min(how.width, 90)):
        return False
    if not _could_head(text) or (how.wrapped and not _stands_out(chunk, how)):
        return False
    if _has_columns(chunk) or inside_a_text(chunks, n):
        return False
    return _shape(text) + _place(chunks, n, how) >= (4 if how.wrapped else 3)


def _could_head(text: str) -> bool:
    if (
        not (text[0].isupper() or text[0].isdigit() or text[0] in _QUOTES + "¿¡")
        or text.rstrip(_QUOTES)[-1:] in ".,;—–-"
    ):
        return False
    if not any(c.isalpha() for c in text) or re.search(r"[|=<>{}\\]", text):
        return False
    if text[0] in _QUOTES and text[-1] in _QUOTES + "?!":
        return False
    return not (
        line_signals.byline(text)
        or line_signals.is_date(text)
        or line_signals.is_caption(text)
        or line_signals.is_address(text)
        or line_signals.is_edition(text)
        or _END.match(text)
        or len(text.split()) > 16
    )


def _stands_out(chunk: Chunk, how: Layout) -> bool:
    return chunk.before > 0 and chunk.after > 0 and chunk.indent <= how.margin


def _shape(text: str) -> int:
    share = line_signals.title_case(text)
    words = len(text.split())
    score = 2 if share >= 0.7 and words > 1 else 1 if words <= 8 and not line_signals.is_clause(text) else 0
    score += 1 if words <= 12 else 0
    score -= 1 if text.endswith("!") else 0
    score -= (
        2 if text.endswith(":") and (line_signals.is_clause(text) or words > 5 or (words > 4 and share < 0.7)) else 0
    )
    return score - (1 if line_signals.is_clause(text) and share < 0.7 else 0)


def _place(chunks: Sequence[Chunk], n: int, how: Layout) -> int:
    chunk = chunks[n]
    following = chunks[n + 1] if n + 1 < len(chunks) else None
    if following is None or following.kind in ("imprint", "contents"):
        return -3
    enough = _LONG_TEXT if how.wrapped else _LONG_LINE
    long = len(following.text) >= max(enough, 2 * len(chunk.text)) or len(following.lines) > 2
    score = 1 if long or following.kind == "heading" else 0 if line_signals.BULLET.match(following.text) else -2
    previous = chunks[n - 1] if n else None
    if previous is not None and previous.kind == "paragraph" and len(previous.text) < 60 and len(previous.lines) == 1:
        score -= 1
    if how.wrapped:
        plainly = line_signals.title_case(chunk.text) >= 0.9 and chunk.words > 1 and not chunk.text.endswith("?")
        score += 2 if chunk.before > 1 else 0 if chunk.text.endswith(":") or plainly else -1
    return score
