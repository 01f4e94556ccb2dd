"""One block's words on their way to speech: cut, cleaned, divided into sentences, each as a reader says it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Literal, NamedTuple

from rhapsode.model import Block, Mark
from rhapsode.scripting.clean import speakable
from rhapsode.scripting.heteronyms.heteronym_marks import heteronym_marks
from rhapsode.scripting.known_names import name_claims
from rhapsode.scripting.ledger import Cut
from rhapsode.scripting.lexicon import Lexicon
from rhapsode.scripting.line import Edit, Line, cuts, identity, rewrite, unsaid
from rhapsode.scripting.normalize import Claim, normalize, settle
from rhapsode.scripting.rules import rules_for
from rhapsode.scripting.rules.rule import Table
from rhapsode.scripting.sentences import boundaries, clauses

Ending = Literal["sentence", "line", "clause"]


class Sentence(NamedTuple):
    """One utterance's words."""

    line: Line
    """As it is said."""
    source_text: str
    """As it is written, without what is cut."""
    marks: tuple[Mark, ...] = ()
    """`phonemes` and `language`, on the words as they are said."""
    ends: Ending = "sentence"
    """What ends here: a sentence, a line of verse or of a list, or only a clause of a very long sentence."""
    fault: str = ""
    """Where the rules lose a word or fail; then `line` is as it is written."""


class Words(NamedTuple):
    """How texts of one language become words."""

    language: str
    lexicon: Lexicon
    off: frozenset[str] = frozenset()
    """Classes of rules that are left out."""
    normalize: bool = True
    abbreviations: str = "normal"
    """How what is marked as an abbreviation is said: `normal`, `expansion`, `spell-out` or `digits`."""

    def held(self, text: str, marked: Sequence[Claim]) -> list[Claim]:
        """What is said otherwise than written whatever the rules say: what is `marked`, then what the lexicon has, then
        the known names."""
        own = [*marked, *(claim for claim in self.lexicon.claims(text) if not _overlaps(claim, marked))]
        names = name_claims(text) if self.knows("names") else ()
        return sorted([*own, *(claim for claim in names if not _overlaps(claim, own))])

    def knows(self, kind: str) -> bool:
        """Whether English words of that `kind` (heteronyms, names) are marked with how they are said."""
        return self.normalize and kind not in self.off and self.language.lower().partition("-")[0] == "en"

    def rules(self) -> Table:
        """The rules that are to be applied."""
        return rules_for(self.language) if self.normalize else Table(())


def sentences(
    block: Block, gone: Sequence[Cut], added: Sequence[Edit], words: Words, speak_as: str = "normal"
) -> Iterator[Sentence]:
    """The sentences of `block` without what is `gone` and with what is `added`.

    `speak_as` is the property of that name of CSS Speech: `normal`, `spell-out` or `digits`.
    """
    without = sorted([*_removals(block.text, gone), *added])
    line, line_ends = _unbroken(speakable(rewrite(identity(block.text), without), keep_lines=block.kind in _LINED))
    inline = _inline(block, line, words.language)
    for found in (_abbreviations(block, line, words), _spelled(line.text, speak_as)):
        inline += _apart(found, inline, line.text)
    if words.normalize and words.language.lower().startswith("en"):
        inline += _apart(_formulas(block, line), inline, line.text)
    inline.sort(key=lambda one: one.start)
    held = [claim for claim in inline if claim.kind != "language"]
    ends: dict[int, Ending] = dict.fromkeys(line_ends, "line")
    ends |= dict.fromkeys(boundaries(line.text, words.language), "sentence")
    within = _covered(line.text, ((one.start + 1, one.end) for one in inline))
    ends = {edge: end for edge, end in ends.items() if not within[edge]}
    ends[len(line.text)] = "sentence"
    stops = sorted(ends)
    parts = [part for a, b in zip([0, *stops], stops, strict=False) for part in _sized(line.text, a, b, ends[b])]
    ranges = [(start, end) for start, end, _ in parts]
    for (start, end, ending), part in zip(parts, cuts(line, ranges), strict=True):
        own = [Claim(c.start - start, c.end - start, c.spoken, c.phonemes) for c in _within(held, start, end)]
        foreign = [c for c in _within(inline, start, end) if c.kind == "language"]
        passages = [(c.start - start, c.end - start, c.value) for c in foreign]
        yield _sentence(block, part, own, passages, words, ending)


def as_written(block: Block, language: str) -> list[Sentence]:
    """The sentences of `block` with nothing cut and nothing said otherwise than it is written."""
    line, _ = _unbroken(identity(block.text))
    edges = [0, *boundaries(block.text, language), len(block.text)]
    return [Sentence(part, part.source_text(block.text)) for part in cuts(line, pairwise(edges))]


class _Inline(NamedTuple):
    """A mark of the block that changes how its characters are said."""

    start: int
    end: int
    kind: str
    value: str
    spoken: str = ""
    phonemes: str = ""


def _inline(block: Block, line: Line, language: str) -> list[_Inline]:
    made: list[_Inline] = []
    reached = {"phonemes": 0, "language": 0}
    for mark in sorted(block.marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.kind not in reached or not mark.value or (mark.kind == "language" and _same(mark.value, language)):
            continue
        start, end = _spoken_range(line, mark.start, mark.end)
        if reached[mark.kind] <= start < end:
            reached[mark.kind] = end
            phonemes = mark.value if mark.kind == "phonemes" else ""
            made.append(_Inline(start, end, mark.kind, mark.value, line.text[start:end], phonemes))
    return made


def _removals(text: str, gone: Sequence[Cut]) -> Iterator[Edit]:
    """The cuts as edits; the space before one goes with it where a stop or nothing follows."""
    reached = 0
    for start, end, _, _, leaves in gone:
        ends_clause = text[end : end + 1] in tuple(".,;:!?)") or end >= len(text)
        spaced = not leaves and start - 1 >= reached and text[start - 1 : start] == " "
        yield Edit(start - 1 if spaced and ends_clause else start, end, leaves)
        reached = end


def _abbreviations(block: Block, line: Line, words: Words) -> list[_Inline]:
    """What is marked as an abbreviation, as the style wants it said."""
    made: list[_Inline] = []
    for mark in block.marks if words.abbreviations != "normal" else ():
        start, end = _spoken_range(line, mark.start, mark.end) if mark.kind == "abbreviation" else (0, 0)
        if start >= end or (made and start < made[-1].end):
            continue
        if words.abbreviations != "expansion":
            own = _spelled(line.text[start:end], words.abbreviations)
            made += [one._replace(start=start + one.start, end=start + one.end) for one in own]
        elif said := speakable(identity(mark.value)).text:
            made.append(_Inline(start, end, "expansion", "", normalize(said, words.language, words.off)))
    return made


_SPELLED = {"spell-out": re.compile(r"[^\W_]+"), "digits": re.compile(r"\d{2,}")}


def _spelled(text: str, speak_as: str) -> list[_Inline]:
    """Each word, or each number, sign by sign."""
    pattern = _SPELLED.get(speak_as)
    found = pattern.finditer(text) if pattern else ()
    return [_Inline(*one.span(), "spelled", "", " ".join(one.group().upper())) for one in found]


_SET_APART = re.compile(
    r"\$\$[^$]{1,2000}\$\$|\\\[[^\\]{0,20}(?:\\[^\]][^\\]{0,200}){0,100}\\\]|\\\([^\\]{0,20}(?:\\[^)][^\\]{0,200}){0,40}\\\)"
    r"|(?<![\\\w$])\$(?=[^\s$])[^$\n]{0,300}?[\\^_][^$\n]{0,300}?(?<=[^\s$])\$(?![\w$])"
)
"""LaTeX between dollars; two prices in a sentence hold no backslash, power or index between them."""


def _formulas(block: Block, line: Line) -> Iterator[_Inline]:
    """Each formula written in LaTeX, in words."""
    plain = "$" not in line.text and "\\" not in line.text
    if block.kind != "math" and plain and not any(mark.kind == "math" for mark in block.marks):
        return
    from rhapsode.scripting.maths import in_words

    ranges = (
        [(0, len(block.text))] if block.kind == "math" else [(m.start, m.end) for m in block.marks if m.kind == "math"]
    )
    for source in ranges:
        start, end = _spoken_range(line, *source)
        if re.search(r"[\\^_]", line.text[start:end]) and (said := in_words(line.text[start:end])):
            yield _Inline(start, end, "formula", "", said)
    for found in () if plain else _SET_APART.finditer(line.text):
        if said := in_words(found.group()):
            yield _Inline(*found.span(), "formula", "", said)


def _apart(found: Iterable[_Inline], others: Sequence[_Inline], text: str) -> list[_Inline]:
    """What of `found` meets none of the `others`."""
    taken = _covered(text, ((one.start, one.end) for one in others)) if others else b""
    return [one for one in found if 1 not in taken[one.start : one.end]]


def _covered(text: str, ranges: Iterable[tuple[int, int]]) -> bytearray:
    """For each place in `text`, and its end, 1 where it is in one of the `ranges`."""
    covered = bytearray(len(text) + 1)
    for start, end in ranges:
        covered[start:end] = b"\1" * (end - start)
    return covered


def _same(tag: str, other: str) -> bool:
    return tag.partition("-")[0].lower() == other.partition("-")[0].lower()


def _spoken_range(line: Line, start: int, end: int) -> tuple[int, int]:
    """Where in the line the source's `[start, end)` is said; trimmed of white space."""
    found: list[int] = []
    spans = line.alignment
    for at in range(bisect_right(spans, start, key=_source_end), bisect_left(spans, end, key=_source_start)):
        span = spans[at]
        low, high = max(span.source_start, start), min(span.source_end, end)
        if low >= high:
            continue
        if span.spoken_end - span.spoken_start == span.source_end - span.source_start:
            shift = span.spoken_start - span.source_start
            found += [low + shift, high + shift]
        else:
            found += [span.spoken_start, span.spoken_end]
    if not found:
        return 0, 0
    text = line.text[found[0] : found[-1]]
    return found[0] + len(text) - len(text.lstrip()), found[-1] - (len(text) - len(text.rstrip()))


def _sized(text: str, start: int, end: int, ending: Ending) -> Iterator[tuple[int, int, Ending]]:
    edges = [start, *(start + edge for edge in clauses(text[start:end])), end]
    for a, b in pairwise(edges):
        yield a, a + len(text[a:b].rstrip()), ending if b == end else "clause"


_START, _source_start, _source_end = attrgetter("start"), attrgetter("source_start"), attrgetter("source_end")
_LINED = frozenset(("paragraph", "list_item", "quote", "footnote", "code"))
"""The kinds of blocks whose line breaks are heard."""


def _unbroken(line: Line) -> tuple[Line, list[int]]:
    """The line with spaces for its line breaks, and where a new line began."""
    breaks = [at for at, character in enumerate(line.text) if character == "\n"] if "\n" in line.text else []
    return rewrite(line, [Edit(at, at + 1, " ") for at in breaks]) if breaks else line, [at + 1 for at in breaks]


def _within(marks: Sequence[_Inline], start: int, end: int) -> list[_Inline]:
    """Those of `marks`, ascending by their start, that are wholly in `[start, end)`."""
    first, last = (bisect_left(marks, edge, key=_START) for edge in (start, end))
    return [mark for mark in marks[first:last] if mark.end <= end]


def _sentence(
    block: Block,
    part: Line,
    marked: Sequence[Claim],
    foreign: Sequence[tuple[int, int, str]],
    words: Words,
    ending: Ending,
) -> Sentence:
    passages = [one for one in foreign if not _overlaps(Claim(one[0], one[1], ""), marked)]
    abroad = [Claim(start, end, _abroad(part.text[start:end], tag, words)) for start, end, tag in passages]
    held = words.held(part.text, sorted([*marked, *abroad]))
    written = part.source_text(block.text)
    told = [one for one in held if one.phonemes]
    places = [*((one.start, one.end) for one in told), *((start, end) for start, end, _ in passages)]
    try:
        spoken, moved = settle(part, words.rules(), words.off, held, places)
    except Exception as fault:  # whatever a rule trips over, it costs no more than its own sentence
        return Sentence(part, written, ends=ending, fault=f"a rule fails ({type(fault).__name__}: {fault})")
    if lost := unsaid(part, spoken, block.text):
        return Sentence(part, written, ends=ending, fault=f"{lost!r} would be neither spoken nor skipped")
    marks = [Mark(*place, "phonemes", one.phonemes) for place, one in zip(moved, told, strict=False)]
    marks += [Mark(*place, "language", tag) for place, (_, _, tag) in zip(moved[len(told) :], passages, strict=True)]
    if words.knows("heteronyms"):
        marks += heteronym_marks(part, spoken, [(one.start, one.end) for one in held])
    if written == spoken.text:
        written = spoken.text  # one string for both: a book has many
    return Sentence(spoken, written, tuple(sorted(marks, key=lambda mark: mark.start)), ending)


def _abroad(text: str, language: str, words: Words) -> str:
    """A passage in another language, as its own rules say it."""
    return normalize(text, language, words.off) if words.normalize else text


def _overlaps(claim: Claim, others: Sequence[Claim]) -> bool:
    return any(claim.start < other.end and other.start < claim.end for other in others)
