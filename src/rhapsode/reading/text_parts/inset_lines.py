"""Lines that stand apart and head nothing: what is on a sign or over a newspaper, the name under a letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rhapsode.reading.text_parts import line_signals
from rhapsode.reading.text_parts.heading_words import keyword_rank
from rhapsode.reading.text_parts.text_chunks import Chunk

_SHORT = 60
_NAME_WORDS = 5
_FAR = 12
"""Chunks that are looked at on either side."""


def inside_a_text(chunks: Sequence[Chunk], n: int) -> bool:
    """Whether the line at `n` belongs to the sentence before or after it, or ends what stands before it."""
    before = next(_prose(chunks, n, -1), None)
    after = next(_prose(chunks, n, 1), None)
    if after is not None and after.text[:1].islower():
        return True
    if before is None:
        return False
    last = before.text.rstrip('"”’»_ ')[-1:]
    if last in ",;—–" or (last.isalpha() and before.text[-1:] not in '"”’»_' and len(before.text) > _SHORT):
        return True
    if last == ":":
        return _is_story(chunks)
    return _is_signature(chunks, n)


def _prose(chunks: Sequence[Chunk], n: int, step: int) -> Iterator[Chunk]:
    """The next paragraph on that side, past other short lines in capitals; none where a heading stands between."""
    for at in range(n + step, n + (_FAR + 1) * step, step):
        if not 0 <= at < len(chunks):
            return
        chunk = chunks[at]
        if chunk.kind not in ("paragraph", "page_furniture", "byline") or keyword_rank(chunk.text):
            return
        if chunk.kind == "paragraph" and not (len(chunk.text) < _SHORT and line_signals.capitals(chunk.text)):
            yield chunk


def _is_story(chunks: Sequence[Chunk]) -> bool:
    """Whether there are chapters: a colon then comes before what somebody reads or writes."""
    return any(chunk.style.startswith("keyword") for chunk in chunks[:50]) or any(
        keyword_rank(chunk.text) for chunk in chunks[:50]
    )


def _is_signature(chunks: Sequence[Chunk], n: int) -> bool:
    """Whether it is a name with nothing of its own under it: the text is at an end, or a chapter begins."""
    text = chunks[n].text
    if len(text.split()) > _NAME_WORDS or n == 0 or chunks[n - 1].kind != "paragraph" or keyword_rank(text):
        return False
    after = (chunk for chunk in chunks[n + 1 : n + _FAR] if chunk.kind not in ("page_furniture", "break"))
    following = next(after, None)
    return following is None or keyword_rank(following.text) > 0
