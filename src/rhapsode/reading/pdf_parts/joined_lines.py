"""Lines of type to running text: hyphens at line ends, exponents and indices, the marks of notes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from rhapsode.model import Mark
from rhapsode.reading.pdf_parts.typeset_lines import TypesetLine, spaced
from rhapsode.reading.pdf_parts.typeset_pages import TypeRun
from rhapsode.reading.text_parts.set_lines import COMPOUNDS

_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_LABEL = re.compile(r"(?:\d{1,3}(?:\s?[,–-]\s?\d{1,3})*|[*†‡§¶]{1,3})")
_POWER = re.compile(r"[+−-]?\d{1,4}[+−-]?|[+−-]")
_NOTED = re.compile(r"(?:[^\W\d_]{3}|[.,;:!?”\"’)\]])\s*$")
"""What a note's mark stands after; an exponent stands after a unit, a letter or a number."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+|[^\W\d_]+")
_HYPHENS = ("-", "\u2010", "\xad")


class Vocabulary(NamedTuple):
    """The words a document has inside its lines, by which a hyphen at a line's end is judged."""

    plain: Collection[str]
    hyphenated: Collection[str]

    @classmethod
    def of(cls, lines: Iterable[TypesetLine]) -> Vocabulary:
        """All of `lines`, but their last words."""
        words = {word for line in lines for word in _WORD.findall(line.text.casefold())}
        return cls({part for word in words for part in word.split("-")}, {word for word in words if "-" in word})

    def is_compound(self, before: str, after: str) -> bool:
        """Whether the hyphen between the two belongs to the word."""
        whole = f"{before}-{after}"
        if whole in self.hyphenated or before + after in self.plain:
            return whole in self.hyphenated
        return before.rpartition("-")[2] in COMPOUNDS and after in self.plain


def joined_lines(
    lines: Sequence[TypesetLine], vocabulary: Vocabulary, labels: Collection[str] = ()
) -> tuple[str, tuple[Mark, ...]]:
    """The text of `lines`, and marks on the references to notes; `labels` are those of the notes there are."""
    parts: list[str] = []
    marks: list[Mark] = []
    length = 0
    for line in lines:
        said, found = line_text(line, labels)
        if parts:
            before = parts.pop()
            length -= len(before)
            parts.append(_ended(before, said, vocabulary))
            length += len(parts[-1])
        marks += [mark._replace(start=mark.start + length, end=mark.end + length) for mark in found]
        parts.append(said)
        length += len(said)
    return "".join(parts), tuple(marks)


def _ended(line: str, following: str, vocabulary: Vocabulary) -> str:
    """A line as it is before the next: with a space, or without the hyphen at its end."""
    if not (line.endswith(_HYPHENS) and line[-2:-1].isalpha() and following[:1].isalpha()):
        return line if not following or line.endswith(("—", "/")) else f"{line} "
    before = line[:-1].rpartition(" ")[2].casefold().lstrip("([“\"'‘")
    after = _WORD.match(following)
    kept = following[:1].isupper() or vocabulary.is_compound(before, after[0].casefold() if after else "")
    return line if kept else line[:-1]


def line_text(line: TypesetLine, labels: Collection[str] = ()) -> tuple[str, list[Mark]]:
    """The text of one line, with exponents and indices as such, and marks on the references to notes."""
    text = ""
    marks: list[Mark] = []
    for run, words in zip(line.runs, spaced(line.runs), strict=True):
        level = _level(run, line)
        bare = run.text.strip()
        if level > 0 and _LABEL.fullmatch(bare) and (bare in labels or _NOTED.search(text)):
            text = text.rstrip() if bare in labels else text
            marks.append(Mark(len(text), len(text) + len(bare), "note_reference", bare))
            text += bare + (" " if words.endswith(" ") else "")
        elif level and _POWER.fullmatch(bare) and text[-1:].strip():
            text = text.rstrip() + bare.translate(_RAISED if level > 0 else _LOWERED)
            text += " " if words.endswith(" ") else ""
        else:
            text += words
    return _squeezed(text, marks)


def formula_text(lines: Sequence[TypesetLine]) -> str:
    """A formula from left to right, whatever stands above and below its line at its place."""
    runs = sorted((run for line in lines for run in line.runs), key=lambda run: (round(run.x0), -run.y))
    line = TypesetLine(lines[0].page, runs)
    texts: list[str] = []
    for n, (run, words) in enumerate(zip(runs, spaced(runs), strict=True)):
        level, bare = _level(run, line), run.text.strip()
        over = n and level < 0 < _level(runs[n - 1], line) and bare.isdigit() and runs[n - 1].text.strip().isdigit()
        if over and abs(run.x0 + run.x1 - runs[n - 1].x0 - runs[n - 1].x1) < 1:
            texts[-1] = f" {runs[n - 1].text.strip()}/{bare} "
        else:
            texts.append(words.replace(bare, bare.translate(_RAISED if level > 0 else _LOWERED)) if level else words)
    return " ".join("".join(texts).split())


def _level(run: TypeRun, line: TypesetLine) -> int:
    """1 for what is raised above the line in smaller type, -1 for what is lowered, else 0."""
    if run.size > 0.85 * line.size:
        return 0
    above = (run.y - line.y) / line.size
    return 1 if above > 0.15 else -1 if above < -0.05 else 0


def _squeezed(text: str, marks: list[Mark]) -> tuple[str, list[Mark]]:
    """`text` with single spaces and none outside, and the marks moved with it."""
    if not marks and "  " not in text and "\t" not in text:
        return text.strip(" "), marks
    places: list[int] = []
    kept: list[str] = []
    for character in text:
        places.append(len(kept))
        space = character.isspace() and character not in "\u00a0\u202f"
        if not space:
            kept.append(character)
        elif kept and kept[-1] != " ":
            kept.append(" ")
    places.append(len(kept))
    whole = "".join(kept)
    moved = [mark._replace(start=places[mark.start], end=places[mark.end]) for mark in marks]
    return whole.rstrip(), [mark for mark in moved if mark.start < mark.end]
