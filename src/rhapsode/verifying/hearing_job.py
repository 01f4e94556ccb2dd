"""What worker processes do: hear a run of utterances in the finished file."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rhapsode import ffmpeg
from rhapsode.verifying.judging import Fault, JudgedWords, sound_faults, word_faults
from rhapsode.verifying.passages import Passage
from rhapsode.verifying.sound_measures import measured
from rhapsode.verifying.word_finder import RATE_HZ, WordFinder

RUN_S = 120.0
"""Of sound decoded at once: 4 MB."""


class HeardRun(NamedTuple):
    """What became of a run."""

    by_sound: tuple[Fault, ...]
    by_words: tuple[Fault, ...]
    """To be believed of a voice that the recogniser knows."""
    astray: tuple[Fault, ...]
    """To be believed of any."""
    fits: tuple[float, ...]
    """How well each passage fits that could be followed word by word."""


def runs(passages: Sequence[Passage]) -> Iterator[Sequence[Passage]]:
    """`passages` in runs of about RUN_S."""
    first = 0
    for at in range(1, len(passages) + 1):
        if at == len(passages) or passages[at].end_ms - passages[first].start_ms > RUN_S * 1000:
            yield passages[first:at]
            first = at


def hear_run(path: Path, run: Sequence[Passage], ways: Mapping[str, Sequence[Sequence[str]]]) -> HeardRun:
    """Decode the stretch of `path` that `run` lies in, and judge each passage; `ways` has phones for unknown words.

    Top-level and picklable, for any executor. Raises EncoderError where the file cannot be decoded.
    """
    zero_ms = run[0].start_ms - run[0].lead_ms
    pcm = decoded(path, zero_ms / 1000, (run[-1].end_ms + run[-1].tail_ms - zero_ms) / 1000)
    by_sound: list[Fault] = []
    judged: list[JudgedWords] = []
    for passage in run:
        start_ms = passage.start_ms - passage.lead_ms - zero_ms
        sound = pcm[_byte(start_ms) : _byte(passage.end_ms + passage.tail_ms - zero_ms)]
        sound = sound.ljust(_byte(passage.lead_ms + passage.end_ms - passage.start_ms), b"\0")
        measures = measured(sound)
        by_sound += sound_faults(passage, measures)
        if not passage.words or measures.is_silent():
            continue
        judged.append(word_faults(passage, sound, measures, _finder(ways, passage.words)))
    by_words, astray = [f for one in judged for f in one.faults], [f for one in judged for f in one.astray]
    fits = tuple(one.fit for one in judged if one.fit is not None)
    return HeardRun(tuple(by_sound), tuple(by_words), tuple(astray), fits)


def decoded(path: Path, start_s: float, length_s: float) -> bytes:
    """A stretch of the sound file as 16-bit mono at 16 kHz; shorter where the file ends. Raises EncoderError."""
    stretch: list[str | Path] = ["-ss", f"{max(0.0, start_s):.6f}", "-t", f"{length_s:.6f}", "-i", path]
    sound = ffmpeg.run([*stretch, "-map", "0:a:0", "-ac", "1", "-ar", str(RATE_HZ), "-f", "s16le", "pipe:1"])
    if not sound and not ffmpeg.works():
        raise ffmpeg.lacking(f"no sound of {path}")
    return sound


@cache
def _only_finder() -> WordFinder:
    return WordFinder()


def _finder(ways: Mapping[str, Sequence[Sequence[str]]], words: Sequence[str]) -> WordFinder:
    """This process's recogniser, which knows `words` as far as `ways` tells."""
    finder = _only_finder()
    for word in words:
        for phones in ways.get(word, ()):
            finder.learn(word, phones)
    return finder


def _byte(ms: float) -> int:
    return 2 * math.floor(max(0.0, ms) * RATE_HZ / 1000)
