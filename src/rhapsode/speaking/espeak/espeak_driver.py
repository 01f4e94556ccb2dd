"""A pyttsx3 driver of our own for espeak-ng.

pyttsx3 loads a driver as the module `pyttsx3.drivers.<name>` and calls its `buildDriver`. This module registers itself
under such a name, so that `pyttsx3.init("rhapsode")` builds `SynchronousEspeakDriver`: pyttsx3's own `EspeakDriver`,
but speaking at once (espeak-ng's synchronous retrieval), keeping sound and word events instead of writing a file.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pyttsx3.drivers import _espeak
from pyttsx3.drivers.espeak import EspeakDriver

from rhapsode.errors import EngineError, SpeechFailed
from rhapsode.speaking.drivers import pyttsx3_port

NAME = "rhapsode"
DONT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT: report missing data instead of ending the process
BUFFER_MS = 1000
PHONEME_INPUT = _espeak.PHONEMES  # text inside [[ ]] is mnemonics
IPA = 0x02  # phonememode bit 1 of espeak_TextToPhonemes


class Sound(NamedTuple):
    """What one utterance gave."""

    samples: bytes
    """16-bit mono PCM at the driver's rate."""
    words: list[tuple[int, int, int]]
    """Word events as espeak-ng gives them: first character (from 1), length, frame."""


class SynchronousEspeakDriver(EspeakDriver):  # type: ignore[misc]  # pyttsx3 has no types
    """Speaks in `say` itself and keeps the result until it is asked for: no sleep, no temporary file, no print."""

    def __init__(self, proxy: Any) -> None:
        if not EspeakDriver._moduleInitialized:
            rate_hz = _espeak.Initialize(_espeak.AUDIO_OUTPUT_SYNCHRONOUS, BUFFER_MS, None, DONT_EXIT)
            if rate_hz <= 0:
                raise EngineError("espeak-ng found no data for its voices", "install espeakng-loader again with pip")
            EspeakDriver._moduleInitialized = True
            EspeakDriver._defaultVoice = "gmw/en"
            SynchronousEspeakDriver.rate_hz = rate_hz
        self._flags = 0
        self._samples: list[bytes] = []
        self._words: list[tuple[int, int, int]] = []
        super().__init__(proxy)

    rate_hz = 22_050

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802  # pyttsx3's name
        """As pyttsx3's, and `flags`: espeak-ng synthesis flags beyond UTF-8."""
        if name == "flags":
            self._flags = value
        else:
            EspeakDriver.setProperty(name, value)

    def getProperty(self, name: str) -> Any:  # noqa: N802  # pyttsx3's name
        """As pyttsx3's, and `sound`: what the last `say` gave."""
        if name == "sound":
            return Sound(b"".join(self._samples), self._words)
        return EspeakDriver.getProperty(name)

    def say(self, text: str) -> None:
        """Speak `text`, from the first buffer to the last, before returning."""
        self._samples, self._words = [], []
        self._proxy.notify("started-utterance")
        result = _espeak.Synth(text.encode(errors="replace"), flags=_espeak.CHARS_UTF8 | self._flags)
        if result != _espeak.EE_OK:
            raise SpeechFailed(f"espeak-ng refused a sentence (code {result})")
        self._proxy.notify("finished-utterance", completed=True)

    def startLoop(self) -> None:  # noqa: N802  # pyttsx3's name
        """Work through the queue, which ends with pyttsx3's own end of the loop."""
        self._proxy.setBusy(False)

    def stop(self) -> None:
        """Nothing is ever left speaking."""

    def _onSynth(self, wav: Any, numsamples: int, events: Any) -> int:  # noqa: N802  # pyttsx3's name
        index = 0
        while (event := events[index]).type != _espeak.EVENT_LIST_TERMINATED:
            if event.type == _espeak.EVENT_WORD:
                self._words.append((event.text_position, event.length, event.sample))
            index += 1
        if numsamples > 0:
            self._samples.append(ctypes.string_at(wav, 2 * numsamples))
        return 0


def buildDriver(proxy: Any) -> SynchronousEspeakDriver:  # noqa: N802  # pyttsx3's name
    """What pyttsx3 calls to make a driver."""
    return SynchronousEspeakDriver(proxy)


sys.modules[f"pyttsx3.drivers.{NAME}"] = sys.modules[__name__]


def start_espeak() -> Any:
    """A pyttsx3 engine on this driver. Raises EngineError."""
    return pyttsx3_port.start_pyttsx3(NAME)


run = pyttsx3_port.run


def espeak_voices() -> list[Any]:
    """espeak-ng's own voice records (name, languages, identifier, gender)."""
    return list(_espeak.ListVoices(None))


def espeak_version() -> str:
    """espeak-ng's version; needs no data."""
    return str(_espeak.Info(None).decode())


def text_to_phonemes(text: str) -> str:
    """IPA of `text` in the current voice, `[[...]]` as phoneme mnemonics."""
    return " ".join(" ".join(_clauses(text)).split())


def paragraphs_to_phonemes(paragraphs: Sequence[str]) -> list[str]:
    """IPA of each of `paragraphs`, of one clause each; asked for at once, several hundred take 2 ms instead of 8."""
    return _clauses("\n\n".join(paragraphs))


def _clauses(text: str) -> list[str]:
    _espeak.Synth(b"", flags=_espeak.CHARS_UTF8 | PHONEME_INPUT)  # the flag outlives the call, and nothing else sets it
    translate = _espeak.dll.espeak_TextToPhonemes
    translate.restype = ctypes.c_char_p
    translate.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
    rest = ctypes.c_char_p(text.encode(errors="replace"))
    clauses = []
    while rest.value:
        clauses.append((translate(ctypes.byref(rest), _espeak.CHARS_UTF8, IPA) or b"").decode())
    return clauses


def data_folder() -> Path:
    """The folder that espeak-ng reads its sounds from; set once it is initialised."""
    place = ctypes.c_char_p()
    info = _espeak.dll.espeak_Info
    info.restype = ctypes.c_char_p
    info(ctypes.byref(place))
    return Path((place.value or b"").decode())
