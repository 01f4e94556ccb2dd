"""From what is written to what a good reader says: rules claim pieces of a sentence, the first to claim keeps."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rhapsode.scripting.line import Edit, Line, identity, rewrite
from rhapsode.scripting.rules import rules_for
from rhapsode.scripting.rules.rule import TAKEN, Table


class Claim(NamedTuple):
    """`text[start:end]` is said as `spoken`, with these phonemes where given."""

    start: int
    end: int
    spoken: str
    phonemes: str = ""


MOST_PASSES = 4
"""What one rule says can be what another reads ("<" before "5 km"); it settles in two."""

Place = tuple[int, int]


def normalize(text: str, language: str, off: frozenset[str] = frozenset()) -> str:
    """What a reader of `language` says for `text`, one sentence; for looking at a rule by itself."""
    return settle(identity(text), rules_for(language), off)[0].text


def settle(
    line: Line, rules: Table, off: frozenset[str], held: Sequence[Claim] = (), places: Sequence[Place] = ()
) -> tuple[Line, list[Place]]:
    """The line as it is said, and where its `places` stand then: the rules are applied until nothing changes.

    `held` are claims made before, by a lexicon or a mark: their characters are out of reach of every rule.
    """
    moved = list(places)
    for _ in range(MOST_PASSES):
        found = claims(line.text, rules, off, held)
        changes = edits([one for one in found if one.spoken != line.text[one.start : one.end]], line.text)
        if not changes:
            break
        shift = _Shift(changes)
        line = rewrite(line, changes)
        moved = [shift.place(*place) for place in moved]
        kept = [shift.place(one.start, one.end) for one in held]
        held = [Claim(start, end, line.text[start:end]) for start, end in kept]
    return line, moved


def claims(text: str, rules: Table, off: frozenset[str], held: Iterable[Claim] = ()) -> list[Claim]:
    """What the rules, but for the classes in `off`, say otherwise in `text`, ascending.

    `held` are claims made before, by a lexicon: no rule touches their characters. No claim silences a letter or digit,
    whatever a rule says. Linear in the length of `text` for each rule.
    """
    made = [one for one in held if not _silences(one, text)]
    free = _masked(text, made) if made else text
    for rule in rules.for_text(text):
        if rule.kind in off:
            continue
        new = [Claim(*found) for found in rule.finds(free) if TAKEN not in free[found[0] : found[1]]]
        new = [one for one in new if not _silences(one, text)]
        if new:
            made += new
            free = _masked(free, new)
    return sorted(made)


def _silences(claim: Claim, text: str) -> bool:
    written = text[claim.start : claim.end]
    return not any(map(str.isalnum, claim.spoken)) and any(map(str.isalnum, written))


def edits(found: Iterable[Claim], text: str) -> list[Edit]:
    """The claims as edits. An abbreviation that ends the sentence leaves its full stop."""
    made = [Edit(claim.start, claim.end, claim.spoken) for claim in found]
    if made and made[-1].end >= len(text.rstrip()) and text.rstrip().endswith(".") and made[-1].text[-1:].isalnum():
        made[-1] = made[-1]._replace(text=f"{made[-1].text}.")
    return made


def _masked(text: str, claimed: Sequence[Claim]) -> str:
    parts: list[str] = []
    at = 0
    for claim in sorted(claimed):
        parts += [text[at : claim.start], TAKEN * (claim.end - claim.start)]
        at = claim.end
    return "".join([*parts, text[at:]])


class _Shift:
    """Where characters stand after edits."""

    def __init__(self, changes: Sequence[Edit]) -> None:
        self.ends = [change.end for change in changes]
        self.starts = [change.start for change in changes]
        self.deltas = [0]
        for change in changes:
            self.deltas.append(self.deltas[-1] + len(change.text) - (change.end - change.start))

    def place(self, start: int, end: int) -> Place:
        """The new place of `[start, end)`, which no edit crosses."""
        return start + self.deltas[bisect_right(self.ends, start)], end + self.deltas[bisect_left(self.starts, end)]
