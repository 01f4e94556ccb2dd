"""Taking out of a script what no voice here can read, and saying so in its ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rhapsode.errors import VoiceNotFound, quoted
from rhapsode.model import Block, Ledger, Script, Skip, Utterance, words
from rhapsode.speaking.planning.stretches import Stretch
from rhapsode.writing_systems import system_of, systems_of

REASON = "in {letters} letters, which no voice here reads"
CURE = "another engine may have one: a speech server (--engine http), a Piper model (--engine piper), --engine system"


def without_unreadable(script: Script, cut: Mapping[str, Sequence[Stretch]]) -> tuple[Script, list[str]]:
    """`script` without what nobody can read, and a warning for each passage.

    A sentence is left out whole where its own language cannot be read: with its words half gone it would be nonsense.
    `cut` gives the stretches of each utterance by its id. Raises VoiceNotFound where most of the script is left out.
    """
    if all(one.cast for stretches in cut.values() for one in stretches):
        return script, []
    blocks = {block.id: block for block in script.document.blocks}
    kept: list[Utterance] = []
    skips: list[Skip] = []
    warnings: list[str] = []
    lost = 0
    for said in script.utterances:
        unread = [one for one in cut[said.id] if not one.cast]
        whole = is_lost(said, cut[said.id])
        if not whole:
            kept.append(said)
        for one in [Stretch(0, len(said.text), None)] if whole else unread:
            passage = said.text[one.start : one.end].strip()
            reason = REASON.format(letters=letters_of(passage, said.voice.language))
            lost += len(passage)
            warnings.append(f"not spoken: {quoted(passage, 40)} is {reason}: {CURE}")
            if said.block_id in blocks and said.source_text:
                skips += _skipped(blocks[said.block_id], said, one, reason)
    if lost * 2 > sum(len(said.text) for said in script.utterances):
        raise VoiceNotFound(f"most of the text is {reason}", CURE)
    ledger = script.ledger
    gone = sum(skip.words for skip in skips)
    ledger = Ledger(ledger.source_words, ledger.spoken_words - gone, (*ledger.skipped, *skips))
    return script._replace(utterances=tuple(kept), ledger=ledger), warnings


def is_lost(said: Utterance, cut: Sequence[Stretch]) -> bool:
    """Whether an utterance with these stretches is left out whole."""
    own = systems_of(said.voice.language or "en") - {"Latin"}
    unread = [said.text[one.start : one.end] for one in cut if not one.cast]
    in_own = any(system_of(c) in own for passage in unread for c in passage)
    return bool(unread) and (in_own or len(unread) == len(cut))


def letters_of(passage: str, language: str) -> str:
    """What the letters of `passage`, in a text of `language`, are called."""
    names = dict.fromkeys(name for name in map(system_of, passage) if name and name != "Latin")
    if language.partition("-")[0] == "ja" and names:
        return "Japanese"
    return " and ".join(names) or "foreign"


def _skipped(block: Block, said: Utterance, one: Stretch, reason: str) -> Iterator[Skip]:
    """The words of the source that the stretch says, each under a skip of its run."""
    places = [
        (span.source_start, span.source_end)
        if span.source_end - span.source_start != span.spoken_end - span.spoken_start
        else (
            span.source_start + max(0, one.start - span.spoken_start),
            span.source_end - max(0, span.spoken_end - one.end),
        )
        for span in said.alignment
        if span.spoken_start < one.end and one.start < span.spoken_end and span.source_start < span.source_end
    ]
    if places:
        start, end = min(places)[0], max(place[1] for place in places)
        count = sum(start <= first and last <= end for first, last in words(block.text))
        yield Skip(block.id, "language", block.text[start:end], reason, count, block.line)
