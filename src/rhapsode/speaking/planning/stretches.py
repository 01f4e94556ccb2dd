"""Cutting a sentence where another engine's voice has to take over: another language, letters that one cannot read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from rhapsode.errors import VoiceNotFound
from rhapsode.model import Mark, Utterance
from rhapsode.speaking.planning.casting import Casting, CastVoice
from rhapsode.writing_systems import SYSTEMS, system_of

KANA, HAN, GREEK = "Japanese", "Chinese", "Greek"


class Stretch(NamedTuple):
    """`text[start:end]` of an utterance, said by one engine."""

    start: int
    end: int
    cast: CastVoice | None
    """None: nobody can read it."""
    marks: tuple[Mark, ...] = ()
    """On the stretch's own characters; a `language` mark's value is the id of another voice of the same engine."""


class _Passage(NamedTuple):
    start: int
    end: int
    cast: CastVoice | None


def stretches(said: Utterance, main: CastVoice, casting: Casting) -> list[Stretch]:
    """`said` cut up among voices, in order; one stretch where its own voice can say all of it."""
    if not said.marks and said.text.isascii():
        return [Stretch(0, len(said.text), main)]
    marked = [mark for mark in said.marks if mark.kind == "language"]
    passages = [_Passage(mark.start, mark.end, _cast(casting, mark.value, main)) for mark in marked]
    covered = [(mark.start, mark.end) for mark in said.marks if mark.kind in ("language", "phonemes")]
    passages += _foreign(said, main, casting, covered)
    passages.sort(key=lambda one: one.start)
    apart = [one for one in passages if one.cast is None or one.cast.choice != main.choice]
    within = [Mark(one.start, one.end, "language", one.cast.voice) for one in passages if one.cast and one not in apart]
    marks = sorted([*(mark for mark in said.marks if mark.kind != "language"), *within])
    return [
        Stretch(start, end, cast, tuple(_moved(mark, start) for mark in marks if start <= mark.start < end))
        for start, end, cast in _joined(said.text, main, apart)
    ]


def _moved(mark: Mark, start: int) -> Mark:
    return mark._replace(start=mark.start - start, end=mark.end - start)


def _cast(casting: Casting, language: str, main: CastVoice) -> CastVoice:
    """Who reads `language`; one without a voice is left to the sentence's own."""
    try:
        return casting.of_language(language)
    except VoiceNotFound as missing:
        casting.unmet[f"{missing.what}: what is in it is said by {main}"] = None
        return main


def _foreign(
    said: Utterance, main: CastVoice, casting: Casting, covered: Sequence[tuple[int, int]]
) -> Iterator[_Passage]:
    """Runs of letters that the sentence's own voice cannot read."""
    readable = casting.engine(main.choice).reads(main.voice)
    if readable is None or said.text.isascii():
        return
    letters = [(system_of(c), at) for at, c in enumerate(said.text) if c.isalpha()]
    letters = [(name, at) for name, at in letters if name and not any(start <= at < end for start, end in covered)]
    japanese = said.voice.language.partition("-")[0] == "ja" or any(name == KANA for name, _ in letters)
    for foreign, run in groupby(letters, lambda letter: _language(letter[0], readable, japanese=japanese)):
        places = list(run)
        start, end = places[0][1], places[-1][1] + 1
        if not foreign:
            continue
        if places[0][0] == GREEK and end - start == 1:
            # A single Greek letter is a sign, said by its name in the sentence's own language.
            if other := casting.stand_in(main, said.voice.language):
                yield _Passage(start, end, other)
            continue
        yield _Passage(start, end, _reader(casting, foreign, {name for name, _ in places}))


def _language(system: str, readable: frozenset[str], *, japanese: bool) -> str:
    """The language that letters of `system` are taken for; empty where the voice reads them."""
    if system in readable:
        return ""
    return "ja" if japanese and system == HAN else SYSTEMS[system].language if system in SYSTEMS else ""


def _reader(casting: Casting, language: str, systems: set[str]) -> CastVoice | None:
    try:
        cast = casting.of_language(language)
    except VoiceNotFound:
        return None
    readable = casting.engine(cast.choice).reads(cast.voice)
    return cast if readable is None or systems <= readable else None


def _with_stops(text: str, end: int) -> int:
    """Where a passage that ends at `end` ends with the commas and stops behind it, which shape how it is said."""
    while end < len(text) and not (text[end].isspace() or text[end].isalnum()):
        end += 1
    return end


def _joined(text: str, main: CastVoice, apart: Sequence[_Passage]) -> list[_Passage]:
    """All of `text` in passages; one without a letter or digit goes with the one before, or else the one after."""
    apart = [one._replace(end=_with_stops(text, one.end)) for one in apart]
    cuts = sorted({0, len(text)} | {place for one in apart for place in (one.start, one.end)})
    owners = {one.start: one.cast for one in apart}
    made: list[_Passage] = []
    for start, end in pairwise(cuts):
        cast = owners.get(start, main)
        silent = not any(c.isalnum() for c in text[start:end])
        if made and (silent or cast == made[-1].cast):
            made[-1] = made[-1]._replace(end=end)
        elif made and not any(c.isalnum() for c in text[made[-1].start : made[-1].end]):
            made[-1] = _Passage(made[-1].start, end, cast)
        else:
            made.append(_Passage(start, end, cast))
    return made or [_Passage(0, len(text), main)]
