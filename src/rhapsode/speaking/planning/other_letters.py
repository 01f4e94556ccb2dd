"""Saying which words another voice says because the sentence's own cannot read their letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rhapsode.errors import quoted
from rhapsode.model import Script, Utterance
from rhapsode.speaking.planning.casting import Casting, CastVoice
from rhapsode.speaking.planning.stretches import Stretch
from rhapsode.writing_systems import system_of


def in_other_letters(
    script: Script, mains: Mapping[str, CastVoice], cut: Mapping[str, Sequence[Stretch]], casting: Casting
) -> Iterator[str]:
    """A warning for each voice that says such words, with the first of them and its sentence.

    `mains` are the sentences' own voices, `cut` their stretches, by utterance id.
    """
    found: dict[str, list[str]] = {}
    for said in script.utterances:
        for one in _foreign(said, mains[said.id], cut[said.id], casting) if len(cut[said.id]) > 1 else ():
            passage = said.text[one.start : one.end].strip()
            found.setdefault(str(one.cast), []).append(f"{quoted(passage, 40)} in {quoted(said.text)}")
    for voice, places in found.items():
        more = f" (and {len(places) - 1} more)" if len(places) > 1 else ""
        yield f"{places[0]}{more} is said by {voice}, which reads these letters"


def _foreign(said: Utterance, main: CastVoice, cut: Sequence[Stretch], casting: Casting) -> Iterator[Stretch]:
    stated = [(mark.start, mark.end) for mark in said.marks if mark.kind == "language"]
    readable = casting.engine(main.choice).reads(main.voice)
    for one in cut:
        letters = {system_of(c) for c in said.text[one.start : one.end]} - {""}
        foreign = one.cast and readable is not None and not letters <= readable
        if foreign and not any(start < one.end and one.start < end for start, end in stated):
            yield one
