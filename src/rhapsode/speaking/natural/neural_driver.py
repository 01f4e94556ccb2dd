"""A pyttsx3 driver of our own for the natural voices.

pyttsx3 loads a driver as the module `pyttsx3.drivers.<name>` and calls its `buildDriver`. This module registers itself
under such a name, so that `pyttsx3.init("rhapsode_natural")` builds `NeuralDriver`, which speaks in `say` itself and
keeps sound and word marks until they are asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from rhapsode.model import Clip, Mark, WordMark
from rhapsode.speaking.drivers.trim import edges, marks_within
from rhapsode.speaking.natural import timing, vocoder
from rhapsode.speaking.natural.acoustics import FRAMES_A_UNIT, AcousticModel
from rhapsode.speaking.natural.letter_pieces import pieces
from rhapsode.speaking.natural.natural_voices import DEFAULT, path, registry
from rhapsode.speaking.natural.phonemizer import Phonemizer, Word

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

NAME = "rhapsode_natural"
EARLY_MS = 37
"""How much earlier than its first unit a word is heard, by an aligner that hears espeak-ng's words on time.

Windows of 50 ms reach back half of that, and lips and tongue start before the sound that they make.
"""
CLAUSE_MS, WORD_MS = 150, 20
"""Silence where a long text was cut: after punctuation, and between two words."""
SLOWER_TAKE, MOST_SLOWER = 0.95, 3
"""The rate of another take of a sentence that was not understood, and how often it is slowed down."""


class NeuralDriver:
    """Speaks one utterance at a time, in memory."""

    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy
        self._models: dict[str, AcousticModel] = {}
        self._phonemizers: dict[bool, Phonemizer] = {}
        self._values: dict[str, Any] = {"voice": DEFAULT, "rate": 175, "pitch": 0.0, "marks": (), "take": 0}
        self._sound = Clip(b"", vocoder.RATE_HZ)

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802  # pyttsx3's name
        """pyttsx3's `voice` and `rate` (words a minute); `pitch` in semitones, `marks` on the text, and `take`."""
        self._values[name] = value

    def getProperty(self, name: str) -> Any:  # noqa: N802  # pyttsx3's name
        """What was set; `sound`: the Clip of the last `say`; `phonemizer`: what reads the voice's accent."""
        if name == "sound":
            return self._sound
        if name == "phonemizer":
            return self.phonemizer()
        return self._values[name]

    def say(self, text: str) -> None:
        """Speak `text` before returning. Raises CannotSay."""
        self._proxy.notify("started-utterance")
        self._sound = self.speak(text, self._values["marks"])
        self._proxy.notify("finished-utterance", completed=True)

    def startLoop(self) -> None:  # noqa: N802  # pyttsx3's name
        """Work through the queue, which ends with pyttsx3's own end of the loop."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802  # pyttsx3's name
        """Nothing runs between two utterances."""

    def stop(self) -> None:
        """Nothing is ever left speaking."""

    def destroy(self) -> None:
        """Nothing outlives the process."""

    def phonemizer(self) -> Phonemizer:
        """The tables and models that read the voice's accent."""
        british = registry()[self._values["voice"]].british
        if british not in self._phonemizers:
            self._phonemizers[british] = Phonemizer(british=british)
        return self._phonemizers[british]

    def speak(self, text: str, marks: Sequence[Mark]) -> Clip:
        """`text` as sound, trimmed, with a mark for each word. Raises CannotSay."""
        phrase = self.phonemizer()(text, marks)
        samples, found = bytearray(), list[WordMark]()
        for piece in pieces(phrase.letters):
            words = [word for word in phrase.words if piece.start <= word.letter < piece.end]
            clip = self._piece(phrase.letters[piece.start : piece.end], piece.start, words)
            if samples:
                samples += bytes(2 * (WORD_MS if piece.within_clause else CLAUSE_MS) * vocoder.RATE_HZ // 1000)
            offset = len(samples) // 2
            found += [word._replace(frame=word.frame + offset) for word in clip.words]
            samples += clip.samples
        return Clip(bytes(samples), vocoder.RATE_HZ, tuple(found))

    def _piece(self, letters: str, first: int, words: Sequence[Word]) -> Clip:
        vocabulary, model = self.phonemizer().vocabulary, self._model()
        means, passed = model.durations([0, *(vocabulary[letter] for letter in letters), 0])
        rate_wpm = self._values["rate"] * SLOWER_TAKE ** min(self._values["take"], MOST_SLOWER)
        units = timing.units(means.tolist(), letters, rate_wpm)
        heads, f0_hz = model.sound(units, passed, 2 ** (self._values["pitch"] / 12))
        samples = _pcm(vocoder.sound(heads, f0_hz, self._values["take"]))
        start, end = edges(samples, vocoder.RATE_HZ)
        onsets = _onsets(letters, first, words, units)
        return Clip(samples[2 * start : 2 * end], vocoder.RATE_HZ, marks_within(onsets, start, end - start))

    def _model(self) -> AcousticModel:
        voice = self._values["voice"]
        if voice not in self._models:
            self._models[voice] = AcousticModel(path(registry()[voice]))
        return self._models[voice]


def _onsets(letters: str, first: int, words: Sequence[Word], units: Sequence[int]) -> Iterator[WordMark]:
    """Where each of `words` begins: at the space before it, which its first sound has already taken over."""
    before = list(accumulate(units, initial=0))
    for word in words:
        place = word.letter - first
        if place and letters[place - 1] == " ":
            place -= 1
        frame = before[place + 1] * FRAMES_A_UNIT * vocoder.HOP  # after the id at the start
        yield WordMark(word.start, word.end, frame - EARLY_MS * vocoder.RATE_HZ // 1000)


def _pcm(samples: NDArray[float32]) -> bytes:
    import numpy as np

    return (np.clip(samples, -1, 1) * np.float32(32_767)).astype("<i2").tobytes()


def buildDriver(proxy: Any) -> NeuralDriver:  # noqa: N802  # pyttsx3's name
    """What pyttsx3 calls to make a driver."""
    return NeuralDriver(proxy)


sys.modules[f"pyttsx3.drivers.{NAME}"] = sys.modules[__name__]
