"""Where a script says which heteronym how, and why: for the pronunciation audit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rhapsode.model import Script, Utterance
from rhapsode.scripting.heteronyms.choice import Choice, choose
from rhapsode.scripting.heteronyms.heteronym_list import heteronyms

CONTEXT = 25
"""Characters shown on either side of the word."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One heteronym as it was told apart."""

    ipa: str
    meaning: str
    """What the chosen pronunciation is for: "verb, past"."""
    probability: float
    """How sure the choice is, 0 to 1."""
    reasons: tuple[str, ...]
    """The words around it that spoke for it most, strongest first."""
    context: str
    line: int = 0
    """In the source; 0 where lines mean nothing."""


def occurrences(script: Script) -> dict[str, tuple[Occurrence, ...]]:
    """By the word as written, each place where it carries the phonemes that were chosen for it."""
    lines = {block.id: block.line for block in script.document.blocks}
    found: defaultdict[str, list[Occurrence]] = defaultdict(list)
    for utterance in script.utterances:
        for one in _marked(utterance):
            text = utterance.source_text
            start, end = max(one.start - CONTEXT, 0), one.end + CONTEXT
            context = ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
            made = Occurrence(
                one.way.ipa,
                one.way.meaning,
                round(one.probability, 3),
                one.reasons,
                context,
                lines.get(utterance.block_id, 0),
            )
            found[text[one.start : one.end]].append(made)
    return {word: tuple(listed) for word, listed in found.items()}


def _marked(utterance: Utterance) -> Iterator[Choice]:
    """The choices for the source's words that the marks bear out."""
    said = [
        (utterance.text[mark.start : mark.end].lower(), mark.value)
        for mark in utterance.marks
        if mark.kind == "phonemes" and utterance.text[mark.start : mark.end].lower() in heteronyms()
    ]
    for one in choose(utterance.source_text) if said else ():
        told = (utterance.source_text[one.start : one.end].lower(), one.way.ipa)
        if told in said:
            said.remove(told)
            yield one
