"""Lines of type: runs that stand beside each other, and what is known of a line by its look."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from rhapsode.model import BlockKind
from rhapsode.reading.pdf_parts.typeset_pages import TypeRun

GAP = 0.9
"""Of the size of type: a wider space parts two pieces of a line."""
INITIAL = 2.1
"""Times the size of the text beside it: a letter that large begins the first word."""
CELL = 1.2
"""The same, parting two cells of a table."""


@dataclass(slots=True)
class TypesetLine:
    """A line of type inside one column. Coordinates are in points, from the page's lower left corner."""

    page: int
    runs: list[TypeRun]
    left: float = 0.0
    """Of its column."""
    right: float = 0.0
    kind: BlockKind | None = None
    """Where its place or look has told."""
    marker: str = ""
    x0: float = field(init=False)
    x1: float = field(init=False)
    y: float = field(init=False)
    """Of the baseline."""
    size: float = field(init=False)
    """Of most of its type."""
    text: str = field(init=False)
    """Its words."""

    def __post_init__(self) -> None:
        self.measure()

    def measure(self) -> None:
        """Take words, place and size from the runs."""
        self.text = "".join(spaced(self.runs)).strip()
        self.x0, self.x1 = min(run.x0 for run in self.runs), max(run.x1 for run in self.runs)
        most = max(self.runs, key=lambda run: (len(run.text.strip()), run.size))
        largest = max(self.runs, key=lambda run: (run.size, len(run.text)))
        self.size, self.y = most.size, (most if most.size > 0.75 * largest.size else largest).y
        if largest.size < 1.5 * most.size and self.text.isupper():
            self.size = largest.size  # small capitals

    @property
    def bold(self) -> bool:
        """Whether all of it is."""
        return self._all("bold")

    @property
    def italic(self) -> bool:
        """Whether all of it is."""
        return self._all("italic")

    def _all(self, trait: str) -> bool:
        told = [run for run in self.runs if any(c.isalpha() for c in run.text)] or self.runs
        return all(getattr(run.face, trait) for run in told)

    @property
    def fill(self) -> float:
        """How much of its column's width it takes."""
        return (self.x1 - self.x0) / max(1.0, self.right - self.left)

    @property
    def centred(self) -> bool:
        """Whether it stands in the middle of its column, away from both sides."""
        before, after = self.x0 - self.left, self.right - self.x1
        return min(before, after) > self.size and abs(before - after) < 0.08 * (self.right - self.left)

    def cells(self) -> list[list[TypeRun]]:
        """Its runs, parted where the space is as wide as between the columns of a table."""
        return parted(self.runs, CELL)


def spaced(runs: Sequence[TypeRun]) -> list[str]:
    """The texts of `runs`, with a space before each that stands apart from the one before."""
    texts: list[str] = []
    for n, run in enumerate(runs):
        before = runs[n - 1] if n else None
        apart = before is not None and run.x0 - before.x1 > 0.15 * min(run.size, before.size)
        texts.append(f" {run.text}" if apart and not texts[-1].endswith(" ") else run.text)
    return texts


def parted(runs: Sequence[TypeRun], gap: float) -> list[list[TypeRun]]:
    """`runs` from left to right, parted at spaces wider than `gap` times the size of type."""
    parts: list[list[TypeRun]] = []
    edge = 0.0
    for run in runs:
        if parts and run.x0 - edge < gap * max(run.size, parts[-1][-1].size):
            parts[-1].append(run)
            edge = max(edge, run.x1)
        else:
            parts.append([run])
            edge = run.x1
    return parts


def level_with(one: TypeRun, other: TypeRun) -> bool:
    """Whether two runs stand on one line; an exponent or index stands on that of its base."""
    big, small = (one, other) if one.size >= other.size else (other, one)
    above = (small.y - big.y) / big.size
    return abs(above) < 0.35 or (INITIAL * small.size > big.size > small.size / 0.85 and -0.4 < above < 0.7)


def pieces_of(runs: Sequence[TypeRun], page: int) -> list[TypesetLine]:
    """Runs that follow each other closely on one line, in the order of the content."""
    pieces: list[list[TypeRun]] = []
    for run in runs:
        last = pieces[-1][-1] if pieces else None
        if last is not None and level_with(last, run) and -0.5 < (run.x0 - last.x1) / max(run.size, last.size) < GAP:
            pieces[-1].append(run)
        else:
            pieces.append([run])
    return [TypesetLine(page, piece) for piece in pieces]


class _Row:
    """Runs on one level under construction, from left to right."""

    def __init__(self) -> None:
        self.runs: list[TypeRun] = []
        self._starts: list[float] = []
        self._largest: TypeRun | None = None

    def fits(self, piece: TypesetLine) -> bool:
        """Whether `piece` stands on this level, and nothing of the row in its place."""
        main = max(piece.runs, key=lambda run: run.size)
        if self._largest is None or not level_with(self._largest, main):
            return False
        at = bisect_right(self._starts, piece.x0)
        near = self.runs[max(0, at - 2) : at + 2]
        return all(piece.x1 <= run.x0 + 0.3 * run.size or piece.x0 >= run.x1 - 0.3 * run.size for run in near)

    def add(self, piece: TypesetLine) -> None:
        """Put the runs of `piece` at their places."""
        for run in piece.runs:
            at = bisect_right(self._starts, run.x0)
            self.runs.insert(at, run)
            self._starts.insert(at, run.x0)
        self._largest = max(self._largest or piece.runs[0], *piece.runs, key=lambda run: run.size)


def rows_of(pieces: Sequence[TypesetLine], left: float, right: float) -> list[TypesetLine]:
    """The lines of one column from top to bottom: pieces on one level are one line."""
    rows: list[_Row] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.y, piece.x0)):
        row = next((row for row in rows[-3:] if row.fits(piece)), None)
        if row is None:
            rows.append(row := _Row())
        row.add(piece)
    lines = [TypesetLine(pieces[0].page, row.runs, left, right) for row in rows]
    return sorted(lines, key=lambda line: (-line.y, line.x0))
