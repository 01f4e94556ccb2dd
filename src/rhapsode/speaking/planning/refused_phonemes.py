"""Telling which phonemes of a lexicon an engine will not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rhapsode.model import Script
from rhapsode.speaking.planning.casting import Casting
from rhapsode.speaking.planning.stretches import Stretch


def refused_phonemes(script: Script, cut: Mapping[str, Sequence[Stretch]], casting: Casting) -> list[str]:
    """A warning for each pronunciation with a sign that the engine has no sound for; its words are said as written.

    `cut` gives the stretches of each utterance by its id.
    """
    warnings: dict[str, None] = {}
    for said in script.utterances:
        for one in cut[said.id]:
            phonemes = [mark for mark in one.marks if mark.kind == "phonemes"]
            if one.cast is None or not phonemes:
                continue
            engine = casting.engine(one.cast.choice)
            for mark in phonemes:
                if engine.refuses(mark.value, one.cast.voice):
                    word = said.text[one.start + mark.start : one.start + mark.end]
                    warnings[f"{word!r} is said as written: {engine.name} has no sounds for /{mark.value}/"] = None
    return list(warnings)
