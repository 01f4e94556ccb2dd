"""From what is measured and heard of one utterance to what is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from rhapsode.verifying.passages import Passage
from rhapsode.verifying.sound_measures import Measures
from rhapsode.verifying.word_finder import HeardWord, Hearing, WordFinder
from rhapsode.verifying.word_timing import IN_A_ROW, is_astray, offsets_ms, strays

FaultKind = Literal[
    "silent",  # there is no sound
    "early",  # the sound begins, or still goes on, where the timeline has silence
    "late",  # it begins after the timeline says so
    "ends_early",
    "overruns",
    "gap",  # nothing is said for too long inside it
    "noise",  # a hiss where words should be
    "short",  # too short for its text
    "long",
    "silent_word",  # a word's own time is silent or a hiss
    "missing_word",
    "repeated_word",
    "unclear_word",  # something is said, but not to be recognised
    "other_words",  # it says something else
]
EDGE_MS = 80
"""The timeline's edges are those of the sound, to 20 ms; a last consonant may die away 60 ms before its end."""
OVERRUN_MS = 40
LONGEST_GAP_MS = 1_500
LONGEST_HISS_MS = 350
"""The longest of clean speech measured, over 2,800 sentences of two voices: 240 ms."""
SHORTEST_CHECKED_MS = 70
"""A word that is given less may rightly be all but unheard, like the "a" of "for a while"."""
SHORTEST_VOICED_MS = 170
"""A shorter word may have no vowel, like "to"."""

CHEAP, LOW, FAIR, HIGH, DEAR = PRICES = 12.0, 25.0, 40.0, 60.0, 80.0
"""What leaving a word out must gain: CHEAP where the timeline contradicts that it is there, FAIR where it says nothing,
DEAR where it bears it out or where it is a guess how the word is said; where the word fits its sound badly, LOW for
FAIR and HIGH for DEAR. Saying it twice must gain LOW, or DEAR where the timeline bears out that it is said once."""
NO_TIME_MS = 15
"""A word that the timeline gives less is not borne out by it."""
AUDIBLE_MS = 40
"""Nor is one of which less is audible, or less than half of it."""
UNCLEAR_MS = 80
OTHER_SHARE = 0.4
"""Of the words; where more is not heard, something else is said."""

BAD_FIT, BAD_SHORT_FIT = -6.0, -9.0
"""Of a word laid along the sound by force, and of one that got less than SHORT_MS. Of 1,913 words of a clean neural
voice four fit worse than -6, three of them "a" in 30 ms; of words that became noise or silence four fifths."""
SHORT_MS = 60
WORST_FIT = -9.0
"""Of a word that was heard; one that fits worse is another."""
MOST_SUSPECTS, SUSPECT_SHARE = 3, 0.15
"""Of the words; more are not a slip of the recogniser: it does not know the voice, or much is wrong."""


NAMES: dict[FaultKind, str] = {
    "silent": "silent",
    "early": "its sound begins too early",
    "late": "its sound begins too late",
    "ends_early": "its sound ends too early",
    "overruns": "its sound goes on too long",
    "gap": "a long silence inside",
    "noise": "noise",
    "short": "too short for its text",
    "long": "too long for its text",
    "silent_word": "a word is silent, or noise",
    "missing_word": "not heard",
    "repeated_word": "heard twice",
    "unclear_word": "unrecognisable",
    "other_words": "other words are heard",
}
"""What each kind of fault is called."""


class Fault(NamedTuple):
    """Something wrong with one utterance; times are milliseconds of the track."""

    number: int
    """Of the utterance in the track, from 0."""
    kind: FaultKind
    start_ms: float
    end_ms: float
    words: tuple[str, ...] = ()
    """Those that it is about; empty: all."""

    def __str__(self) -> str:
        named = f"“{' '.join(self.words)}” " if self.words else ""
        return named + NAMES[self.kind]


class Suspect(NamedTuple):
    """A word left out, said twice or not recognised."""

    place: int
    kind: FaultKind
    start_ms: float
    end_ms: float


class JudgedWords(NamedTuple):
    """What became of the words of one utterance."""

    faults: tuple[Fault, ...] = ()
    """To be believed of a voice that the recogniser knows."""
    astray: tuple[Fault, ...] = ()
    """To be believed of any: most words are not where the timeline has them."""
    fit: float | None = None
    """How well the whole fits; None where it could not be followed."""


def sound_faults(passage: Passage, sound: Measures) -> list[Fault]:
    """What is wrong with the sound by itself, which begins `lead_ms` before the utterance."""
    if sound.is_silent():
        return [Fault(passage.number, "silent", passage.start_ms, passage.end_ms)]
    found = [*_of_edges(passage, sound), *_of_words(passage, sound)]
    zero_ms = passage.start_ms - passage.lead_ms
    return [Fault(passage.number, kind, zero_ms + start, zero_ms + end) for kind, start, end in found]


Stretch = tuple[FaultKind, float, float]


def _of_edges(passage: Passage, sound: Measures) -> Iterator[Stretch]:
    lead_ms = passage.lead_ms
    end_ms = lead_ms + passage.end_ms - passage.start_ms
    first_ms, last_ms = sound.edges_ms()
    if first_ms - lead_ms > EDGE_MS:
        yield "late", lead_ms, first_ms
    if lead_ms - first_ms > OVERRUN_MS and not passage.cue_before:
        yield "early", first_ms, lead_ms
    if end_ms - last_ms > EDGE_MS:
        yield "ends_early", last_ms, end_ms
    if last_ms - end_ms > OVERRUN_MS and not passage.cue_after:
        yield "overruns", end_ms, last_ms
    gap_ms = sound.longest_gap_ms(first_ms, min(last_ms, end_ms))
    if gap_ms[1] - gap_ms[0] > LONGEST_GAP_MS:
        yield "gap", *gap_ms
    hiss_ms = sound.longest_hiss_ms()
    if hiss_ms[1] - hiss_ms[0] > LONGEST_HISS_MS:
        yield "noise", *hiss_ms


def _of_words(passage: Passage, sound: Measures) -> Iterator[Stretch]:
    zero_ms = passage.start_ms - passage.lead_ms
    for start_ms, end_ms in passage.spans_ms:
        span, length_ms = (start_ms - zero_ms, end_ms - zero_ms), end_ms - start_ms
        silent = length_ms >= SHORTEST_CHECKED_MS and not sound.audible_share(*span)
        if silent or (length_ms >= SHORTEST_VOICED_MS and sound.is_hiss(*span)):
            yield "silent_word", *span


def word_faults(passage: Passage, pcm: bytes, sound: Measures, finder: WordFinder) -> JudgedWords:
    """What is wrong with the words of `passage`; its sound `pcm` has these measures, and begins `lead_ms` before it."""
    first = finder.hear(pcm, passage.words, CHEAP)
    suspects = _suspects(passage, first, finder) if first else []
    if first and not suspects:
        return JudgedWords(fit=first.fit)
    laid = finder.hear(pcm, passage.words, math.inf)
    off_ms = offsets_ms(passage, laid) if laid else []
    whole = (Fault(passage.number, "other_words", passage.start_ms, passage.end_ms),)
    astray = whole if _is_astray(passage, first, laid) else ()
    if first is None or _is_other(passage, first, finder):
        return JudgedWords(whole, astray)
    if len(suspects) > max(MOST_SUSPECTS, SUSPECT_SHARE * len(passage.words)):
        return JudgedWords(tuple(_fault(passage, one) for one in suspects), astray, first.fit)
    wrong = laid is None or strays(off_ms)
    guessed = {place for place, word in enumerate(passage.words) if not finder.is_sure_of(word)}
    suspects = [one for one in suspects if one.kind == "missing_word" or one.place not in guessed]
    prices = {one: DEAR if one.place in guessed else _price(passage, one, sound, laid, wrong=wrong) for one in suspects}
    lasting = [one for one in suspects if prices[one] <= CHEAP]
    for asked in PRICES[1:]:
        if doubtful := [one for one in suspects if prices[one] == asked]:
            again = finder.hear(pcm, passage.words, asked)
            still = _suspects(passage, again, finder) if again else doubtful
            lasting += [one for one in doubtful if (one.place, one.kind) in {(s.place, s.kind) for s in still}]
    return JudgedWords(tuple(_fault(passage, one) for one in lasting), astray, first.fit)


def _fault(passage: Passage, one: Suspect) -> Fault:
    zero_ms = passage.start_ms - passage.lead_ms
    start_ms, end_ms = passage.word_ms.get(one.place, (zero_ms + one.start_ms, zero_ms + one.end_ms))
    return Fault(passage.number, one.kind, start_ms, end_ms, (passage.words[one.place],))


def _is_astray(passage: Passage, first: Hearing | None, laid: Hearing | None) -> bool:
    """Whether most words are not where the timeline has them.

    A strange voice cannot always be followed by force to its end: then enough of those that were heard must be there.
    """
    if laid:
        return is_astray(offsets_ms(passage, laid))
    off_ms = offsets_ms(passage, first) if first else []
    return len(off_ms) < max(IN_A_ROW, OTHER_SHARE * len(passage.words)) or is_astray(off_ms)


def _is_other(passage: Passage, hearing: Hearing, finder: WordFinder) -> bool:
    known = [place for place, word in enumerate(passage.words) if finder.knows(word)]
    lost = set(known) - {word.place for word in hearing.words}
    return len(lost) > max(1, OTHER_SHARE * len(known))


def _suspects(passage: Passage, hearing: Hearing, finder: WordFinder) -> list[Suspect]:
    lead_ms = passage.lead_ms
    heard = {word.place: word for word in hearing.words}
    found = [
        _lost(place, hearing, heard, lead_ms, lead_ms + passage.end_ms - passage.start_ms)
        for place, word in enumerate(passage.words)
        if place not in heard and finder.knows(word)
    ]
    both = zip(hearing.words, hearing.words[1:], strict=False)
    twice = [(one, two) for one, two in both if one.place == two.place]
    found += [Suspect(one.place, "repeated_word", one.start_ms, two.end_ms) for one, two in twice]
    bad = [one for one in hearing.words if one.fit < WORST_FIT and one.end_ms - one.start_ms >= SHORT_MS]
    return found + [Suspect(one.place, "unclear_word", one.start_ms, one.end_ms) for one in bad]


def _lost(place: int, hearing: Hearing, heard: Mapping[int, HeardWord], first_ms: float, last_ms: float) -> Suspect:
    """The word at `place`, which is to be found between its neighbours."""
    before = max((at for at in heard if at < place), default=None)
    after = min((at for at in heard if at > place), default=None)
    start_ms = first_ms if before is None else heard[before].end_ms
    end_ms = max(start_ms, last_ms if after is None else heard[after].start_ms)
    loud_ms = sum(max(0, min(end, end_ms) - max(start, start_ms)) for start, end in hearing.unknown_ms)
    return Suspect(place, "unclear_word" if loud_ms >= UNCLEAR_MS else "missing_word", start_ms, end_ms)


def _fits_badly(one: Suspect, laid: Hearing | None) -> bool:
    """Whether the word, or the one before or after it, does not fit the sound that is left for it."""
    near = [word for word in laid.words if abs(word.place - one.place) <= 1] if laid else []
    return any(word.fit < (BAD_FIT if word.end_ms - word.start_ms >= SHORT_MS else BAD_SHORT_FIT) for word in near)


def _price(passage: Passage, one: Suspect, sound: Measures, laid: Hearing | None, *, wrong: bool | None) -> float:
    """What leaving out the word must gain, by what the timeline says of it; `wrong` is what it says of the others."""
    if one.kind == "repeated_word":
        return LOW if wrong or one.place not in passage.word_ms else DEAR
    if wrong:
        return CHEAP
    bad = _fits_badly(one, laid)
    if one.place not in passage.word_ms:
        return LOW if bad else FAIR
    zero_ms = passage.start_ms - passage.lead_ms
    span = tuple(at_ms - zero_ms for at_ms in passage.word_ms[one.place])
    length_ms = span[1] - span[0]
    audible_ms = sound.audible_share(*span) * length_ms
    if length_ms < NO_TIME_MS or audible_ms < min(AUDIBLE_MS, length_ms / 2) or sound.is_hiss(*span):
        return CHEAP
    return HIGH if bad else DEAR
