"""From what is written to what a good reader says: rules claim pieces of a sentence, the first to claim keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rhapsode.scripting.line import Edit, identity, rewrite
from rhapsode.scripting.rules import rules_for
from rhapsode.scripting.rules.rule import TAKEN, Rule


class Claim(NamedTuple):
    """`text[start:end]` is said as `spoken`, with these phonemes where given."""

    start: int
    end: int
    spoken: str
    phonemes: str = ""


def normalize(text: str, language: str, off: frozenset[str] = frozenset()) -> str:
    """What a reader of `language` says for `text`, one sentence; for looking at a rule by itself."""
    line = identity(text)
    return rewrite(line, edits(claims(text, rules_for(language), off), text)).text


def claims(text: str, rules: Sequence[Rule], off: frozenset[str], held: Iterable[Claim] = ()) -> list[Claim]:
    """What the rules, but for the classes in `off`, say otherwise in `text`, ascending.

    `held` are claims made before, by a lexicon: no rule touches their characters. Linear in the length of `text` for
    each rule.
    """
    made = list(held)
    free = _masked(text, made) if made else text
    present = set(text)
    for rule in rules:
        if rule.kind in off or (rule.needs and rule.needs.isdisjoint(present)):
            continue
        new = [Claim(*found) for found in rule.finds(free)]
        if new:
            made += new
            free = _masked(free, new)
    return sorted(made)


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
