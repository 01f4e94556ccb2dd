"""A line of text on its way from written to spoken, with the alignment that leads back.

Every step of the room (skipping, cleaning, normalising, cutting into sentences) is a list of edits on a line, so no
step can lose where a character came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rhapsode.model import Alignment, Span
from rhapsode.scripting.limits import MOST_CHANGES, refuse_changes


class Edit(NamedTuple):
    """`line.text[start:end]` becomes `text`; `start == end` says something that is not written."""

    start: int
    end: int
    text: str


class Line(NamedTuple):
    """Text and where each of its characters comes from."""

    text: str
    alignment: Alignment
    """Onto the source's characters: see `rhapsode.model.Span`."""

    def said_for(self, start: int, end: int) -> str:
        """How the source's `[start, end)` is said; empty where it is said together with what stands beside it."""
        said: list[str] = []
        for span in self.alignment:
            low, high = max(span.source_start, start), min(span.source_end, end)
            if low >= high:
                continue
            if _flat(span):
                shift = span.spoken_start - span.source_start
                said.append(self.text[low + shift : high + shift])
            elif (low, high) == (span.source_start, span.source_end):
                said.append(self.text[span.spoken_start : span.spoken_end])
            else:
                return ""
        return "".join(said).strip()

    def source_text(self, source: str) -> str:
        """What of `source` the line says, as it is written there, each run of white space as one space."""
        said = "".join(source[s.source_start : s.source_end] for s in self.alignment if s.spoken_end > s.spoken_start)
        return " ".join(said.split())


def identity(text: str) -> Line:
    """The line that says `text` as it stands."""
    return Line(text, (Span(0, len(text), 0, len(text)),) if text else ())


def announcement(text: str) -> Line:
    """The line that says something the source does not have."""
    return Line(text, (Span(0, len(text), 0, 0),) if text else ())


def cut(line: Line, start: int, end: int) -> Line:
    """The part `line.text[start:end]`, still aligned to the same source."""
    spans = [
        Span(s.spoken_start - start, s.spoken_end - start, *s[2:])
        for s in _slices(line.text, line.alignment, start or -1, end)
    ]
    return Line(line.text[start:end], tuple(spans))


def cuts(line: Line, ranges: Iterable[tuple[int, int]]) -> Iterator[Line]:
    """`cut` for ascending ranges, in one pass over the alignment."""
    spans = line.alignment
    first = 0
    for start, end in ranges:
        while first < len(spans) and spans[first].spoken_end <= (start or -1):
            first += 1
        last = first
        while last < len(spans) and spans[last].spoken_start <= end:
            last += 1
        yield cut(Line(line.text, spans[first:last]), start, end)


def rewrite(line: Line, edits: Iterable[Edit]) -> Line:
    """Apply `edits` (ascending, not overlapping) to the line; linear in spans and edits.

    Raises SourceRefused past MOST_CHANGES.
    """
    builder = _Builder(line)
    for edit in edits:
        builder.replace(edit)
    return builder.finish()


def unsaid(before: Line, after: Line, source: str) -> str:
    """The first word of `source` that `before` says and `after` does not; empty where nothing is lost."""
    if after is before:
        return ""
    gone = _silent(before)
    for start, end in sorted(_silent(after) - gone):
        for at in range(start, end):
            if source[at].isalnum() and not any(low <= at < high for low, high in gone):
                return (source[:at].rsplit(" ", maxsplit=1)[-1] + source[at : at + 40]).split()[0]
    return ""


def _silent(line: Line) -> set[tuple[int, int]]:
    """The pieces of the source that a line passes over."""
    return {(s.source_start, s.source_end) for s in line.alignment if s.spoken_start == s.spoken_end}


class _Builder:
    """Copies a line span by span and puts the edits in."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.parts: list[str] = []
        self.spans: list[Span] = []
        self.length = self.changes = 0
        self.at = -1
        self.first = 0

    def replace(self, edit: Edit) -> None:
        """Copy up to the edit, then put its text for what it covers."""
        self._copy(edit.start)
        covered = self._take(edit.start, edit.end)
        with_source = [s for s in covered if s.source_end > s.source_start]
        here = self.spans[-1].source_end if self.spans else self._next_source()
        start = with_source[0].source_start if with_source else here
        end = with_source[-1].source_end if with_source else here
        self._put(edit.text, start, end)
        self.at = edit.end
        self.changes += 1
        if self.changes > MOST_CHANGES:
            refuse_changes()

    def finish(self) -> Line:
        """Copy what is left."""
        self._copy(len(self.line.text))
        return Line("".join(self.parts), tuple(self.spans))

    def _copy(self, until: int) -> None:
        for span in self._take(self.at, until):
            self._put(self.line.text[span.spoken_start : span.spoken_end], span.source_start, span.source_end)
        self.at = until

    def _take(self, start: int, end: int) -> list[Span]:
        spans = self.line.alignment
        while self.first < len(spans) and spans[self.first].spoken_end < start:
            self.first += 1
        last = self.first
        while last < len(spans) and spans[last].spoken_start < end:
            last += 1
        return list(_slices(self.line.text, spans[self.first : last], start, end))

    def _next_source(self) -> int:
        spans = self.line.alignment
        return spans[self.first].source_start if self.first < len(spans) else 0

    def _put(self, text: str, start: int, end: int) -> None:
        if not text and start == end:
            return
        span = Span(self.length, self.length + len(text), start, end)
        before = self.spans[-1] if self.spans else None
        if before and _flat(before) and _flat(span) and before.source_end == start:
            self.spans[-1] = Span(before.spoken_start, span.spoken_end, before.source_start, end)
        else:
            self.spans.append(span)
        self.parts.append(text)
        self.length = span.spoken_end


def _flat(span: Span) -> bool:
    return span.spoken_end - span.spoken_start == span.source_end - span.source_start


def _slices(text: str, spans: Iterable[Span], start: int, end: int) -> Iterator[Span]:
    """The parts of `spans` inside `[start, end)` of the spoken side.

    A span that aligns as a whole gives its source side to the slice that holds its first letter or digit, so that what
    is left of it is still heard. A span with no spoken side goes with the range that it stands in, or closes; ask from
    -1 for those before the first character.
    """
    for span in spans:
        if span.spoken_start == span.spoken_end:
            if start < span.spoken_start <= end:
                yield span
            continue
        low, high = max(span.spoken_start, start), min(span.spoken_end, end)
        if low >= high:
            continue
        if _flat(span):
            shift = span.source_start - span.spoken_start
            yield Span(low, high, low + shift, high + shift)
        else:
            first = _first_heard(text, span)
            begin = span.source_start if low <= first else span.source_end
            yield Span(low, high, begin, span.source_end if high > first else begin)


def _first_heard(text: str, span: Span) -> int:
    """Where the first letter or digit of `span` is said; its beginning, where it has none."""
    heard = (at for at in range(span.spoken_start, span.spoken_end) if text[at].isalnum())
    return next(heard, span.spoken_start)
