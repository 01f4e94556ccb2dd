"""Proving from a finished track's file that every utterance is in it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from functools import partial
from itertools import groupby
from statistics import median
from typing import NamedTuple

from rhapsode.errors import RhapsodeError
from rhapsode.estimate import speech_ms
from rhapsode.executors import Jobs
from rhapsode.model import Lexeme, Track
from rhapsode.verifying.hearing_job import HeardRun, hear_run, runs
from rhapsode.verifying.judging import Fault, FaultKind
from rhapsode.verifying.passages import Passage, passages
from rhapsode.verifying.pronunciations import Pronounce, Ways, dictionary, ways_to_say
from rhapsode.verifying.spoken_words import has_words
from rhapsode.verifying.word_finder import installed

LANGUAGE = "en"
"""What the recogniser's model knows."""
SHORTEST = ((80, 0.72), (40, 0.64), (25, 0.56))
"""Characters from which a text must take this share of the length that its like has in this track: the longer a text,
the surer its length. The least of 2,850 clean ones were 0.83, 0.72 and 0.71."""
LONGEST = 2.0
"""The same upwards; the most was 1.5."""
KNOWN_FIT = -2.3
"""How well the middle sentence must fit for the recogniser to be believed about single words. Of whole tracks: hibari's
heart -1.4, espeak-ng's en-us -3.8, and sentences of the former against other sentences' texts -5.7."""


class Verification(NamedTuple):
    """What was proven of a track."""

    track: Track
    faults: tuple[Fault, ...]
    """In the order of the track."""
    recognised: int
    """How many utterances had their words recognised; the others were checked by energy and length only."""
    well_heard: bool
    """Whether the recogniser knew the voice well enough to miss a single word; else it proves a sentence as a whole."""
    unknown_words: tuple[str, ...]
    """Whose pronunciation nobody could tell: they are not proven."""
    took_s: float

    @property
    def faulty(self) -> tuple[int, ...]:
        """The utterances with a fault, by their number in the track."""
        return tuple(dict.fromkeys(fault.number for fault in self.faults))

    @property
    def proof(self) -> str:
        """How it was proven, in one line."""
        count = len(self.track.utterances)
        if not self.recognised:
            return f"energy and length of {count} sentences; words were not recognised"
        how = (
            "words aligned"
            if self.well_heard
            else "words aligned, though this voice is not known well enough to miss one"
        )
        rest = count - self.recognised
        others = f"; energy and length only in {rest}" if rest else ""
        return f"energy and length of {count} sentences, {how} in {self.recognised}{others}"


def verify(
    track: Track,
    executor: Executor,
    *,
    pronouncers: Sequence[Pronounce] = (),
    lexicon: Iterable[Lexeme] = (),
    words: bool = True,
) -> Verification:
    """Prove from the file at `track.path` that every utterance of `track` is in it.

    `executor` runs top-level functions with picklable arguments. `pronouncers` give the IPA of words that are in no
    dictionary, `lexicon` how else words may be said. Words are recognised where `words` says so, pocketsphinx is
    installed and the text is English. Memory does not grow with the track but for its timeline.
    Raises EncoderError where the file cannot be decoded.
    """
    began = time.monotonic()
    recognised = _recognised(track) if words and installed() else [False] * len(track.utterances)
    wanted = passages(track, recognised)
    known = ways_to_say({w for one in wanted for w in one.words}, pronouncers, lexicon) if any(recognised) else {}
    heard = _heard(track, wanted, known, executor)
    fits = [fit for one in heard for fit in one.fits]
    well_heard = not fits or median(fits) > KNOWN_FIT
    faults = [f for one in heard for f in (*one.by_sound, *(one.by_words if well_heard else one.astray))]
    faults += _lengths(track, {fault.number for fault in faults if fault.kind == "silent"})
    return Verification(
        track,
        tuple(sorted(_settled(faults), key=lambda fault: (fault.number, fault.start_ms))),
        sum(bool(one.words) for one in wanted),
        well_heard,
        tuple(sorted({w for one in wanted for w in one.words if w not in known and w not in dictionary()})),
        time.monotonic() - began,
    )


def _recognised(track: Track) -> list[bool]:
    """Of which utterances the words are to be: those of English blocks that have no other language inside."""
    foreign = {
        block.id
        for block in track.document.blocks
        if not _english(block.language or track.document.language)
        or any(mark.kind == "language" and not _english(mark.value) for mark in block.marks)
    }
    return [said.block_id not in foreign for said in track.utterances]


def _english(language: str) -> bool:
    return language.lower().split("-")[0] in (LANGUAGE, "")


def _heard(track: Track, wanted: Sequence[Passage], known: Ways, executor: Executor) -> list[HeardRun]:
    lost = RhapsodeError("a worker process ended without a word", "run it again")
    calls = []
    for run in runs([one for one in wanted if has_words(track.utterances[one.number].spoken)]):
        ways = {word: known[word] for one in run for word in one.words if word in known}
        calls.append(partial(hear_run, track.path, run, ways))
    found = dict(Jobs(executor, calls, lost))
    return [found[number] for number in sorted(found)]


def _lengths(track: Track, silent: set[int]) -> list[Fault]:
    """Utterances whose length their text cannot have; by the timeline alone."""
    found = []
    expected = [speech_ms(said.spoken, 175) for said in track.utterances]
    lasted = [(said.end_frame - said.start_frame) * 1000 / track.rate_hz for said in track.utterances]
    usual = median(one / other for one, other in zip(lasted, expected, strict=True) if other) if expected else 1.0
    for number, said in enumerate(track.utterances):
        if number in silent or len(said.spoken) < SHORTEST[-1][0]:
            continue
        least = next(share for characters, share in SHORTEST if len(said.spoken) >= characters)
        share = lasted[number] / (usual * expected[number])
        if not least <= share <= LONGEST:
            kind: FaultKind = "short" if share < least else "long"
            start_ms = said.start_frame * 1000 / track.rate_hz
            found.append(Fault(number, kind, start_ms, start_ms + lasted[number]))
    return found


def _settled(faults: Iterable[Fault]) -> list[Fault]:
    """Without what follows from another: of an utterance that is silent or another nothing else is worth saying."""
    kept = []
    for _, group in groupby(sorted(faults, key=lambda fault: fault.number), key=lambda fault: fault.number):
        every = list(group)
        whole = [fault for fault in every if fault.kind in ("silent", "other_words")]
        kept += whole[:1] or every
    return kept
