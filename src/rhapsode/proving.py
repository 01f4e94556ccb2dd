"""Hearing a finished track again, and having what is not in it spoken anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from rhapsode import mixing, speaking, verifying
from rhapsode.errors import quoted
from rhapsode.model import Lexeme, Script, Track
from rhapsode.plugins import EngineChoice
from rhapsode.steps import step

if TYPE_CHECKING:
    from rhapsode.mixing import MixedTrack
    from rhapsode.verifying import Verification

MOST_TAKES = 3
"""The first, another by the same voice, and one by another engine, where there is one."""
Make = Callable[[Mapping[str, int]], "MixedTrack"]
"""Makes the track; by utterance id, how many times each was spoken before and found faulty."""


class ProvenTrack(NamedTuple):
    """A track that was heard again."""

    track: MixedTrack
    """Its warnings tell what was spoken anew."""
    unproven: tuple[str, ...]
    """What is still at fault, a line for each sentence."""


def verify(track: Track, executor: Executor, *, lexicon: Iterable[Lexeme] = (), words: bool = True) -> Verification:
    """Prove from the file of `track` that every utterance is in it, and with `words` every word, where that can be.

    `lexicon` says how words may be said besides what dictionaries know. Raises EncoderError.
    """
    engines = dict.fromkeys(("espeak", *(voice.split()[0] for voice in track.voices)))
    pronouncers = [partial(speaking.pronounce, EngineChoice(engine), voice="en-us") for engine in engines]
    said = (*track.document.lexicon, *lexicon)
    return verifying.verify(track, executor, pronouncers=pronouncers, lexicon=said, words=words)


def prove(make: Make, script: Script, executor: Executor) -> ProvenTrack:
    """Make a track of `script`, hear it, and make it anew with what was not in it spoken again, MOST_TAKES times."""
    takes: dict[str, int] = {}
    told: dict[str, None] = {}
    lexicon = list(_said_otherwise(script))
    track, faulty = make(takes), dict[str, str]()
    for take in range(1, MOST_TAKES + 1):
        with step("verify"):
            faulty = dict(_faulty(track, executor, lexicon))
        if not faulty or take == MOST_TAKES:
            break
        told |= dict.fromkeys(f"spoken again: {line}" for line in faulty.values())
        takes |= {said: takes.get(said, 0) + 1 for said in faulty}
        track = make(takes)
    return ProvenTrack(track._replace(warnings=(*track.warnings, *told)), tuple(faulty.values()))


def _faulty(track: MixedTrack, executor: Executor, lexicon: Iterable[Lexeme]) -> Iterator[tuple[str, str]]:
    """By utterance id, what is wrong with those that are not in the file as they should be, in a line."""
    for part in _with_sound(track):
        found = verify(part, executor, lexicon=lexicon)
        for number in found.faulty:
            said = part.utterances[number]
            own = [fault for fault in found.faults if fault.number == number]
            what = ", ".join(dict.fromkeys(map(str, own)))
            yield said.id, f"{quoted(said.spoken)} in {part.path.name} at {own[0].start_ms / 1000:.1f} s: {what}"


def _with_sound(track: MixedTrack) -> Iterator[Track]:
    """The track, or where it has a file for each section, the track that each of these is."""
    if track.path.suffix != ".m3u8":
        yield track
        return
    yield from (mixing.read_track(file) for file in track.files if file.suffix == f".{track.format}")


def _said_otherwise(script: Script) -> Iterator[Lexeme]:
    """Words that the script has phonemes for."""
    for said in script.utterances:
        for mark in said.marks:
            if mark.kind == "phonemes":
                yield Lexeme(said.text[mark.start : mark.end], phoneme=mark.value)
