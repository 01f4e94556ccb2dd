"""The natural English voices: a small neural model on one processor core, offline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from types import ModuleType
from typing import Any

from rhapsode.errors import VoiceNotFound
from rhapsode.folders import is_there
from rhapsode.installed import version
from rhapsode.model import Clip, Mark, Voice
from rhapsode.plugins import Cost, Engine, OfferedVoice, VoiceInfo
from rhapsode.speaking.natural import hibari_package, misaki
from rhapsode.writing_systems import LATIN

RATE_HZ = 24_000
FASTEST_WPM = 350
"""Beyond it every sound is as short as the model can make it."""
MOST_PITCH_ST = 12
LOUDNESS_LUFS = -25.9


class NaturalEngine(Engine):
    """hibari's voices through a pyttsx3 driver of our own, one thread in each process, loaded once."""

    name = "natural"
    driver = "rhapsode's own driver for hibari's models"
    default_voice = "heart"
    isolation = "worker"
    cost = Cost(start_s=0.5, s_per_s=1 / 215)
    takes_phonemes = True
    stand_in = "espeak"

    def missing(self) -> str:
        """How to install it, where it is not."""
        return "" if hibari_package.installed() else hibari_package.CURE

    def rate_hz(self, voice: str) -> int:
        """24,000."""
        return RATE_HZ

    def loudness_lufs(self, voice: str) -> float | None:
        """Of the default voice; the others have not been measured."""
        return LOUDNESS_LUFS if voice == self.default_voice else None

    def reads(self, voice: str) -> frozenset[str]:
        """Latin letters alone."""
        return frozenset({LATIN})

    def refuses(self, ipa: str, voice: str) -> bool:
        """What misaki's letters have no sound for."""
        from rhapsode.speaking.natural.natural_voices import registry

        return misaki.letters(ipa, british=registry()[voice].british) is None

    def warm(self) -> None:
        """Load the default voice and speak a word, which makes the tables that every sentence needs."""
        self.synthesize("Ready.", (), Voice(self.default_voice))

    def fingerprint(self) -> Mapping[str, str]:
        """hibari and its data, onnxruntime and numpy (which decide the last bit), and the law of speed."""
        from rhapsode.speaking.natural.timing import LAW

        packages = ("hibari-tts", "onnxruntime", "numpy")
        return {**{name: version(name) for name in packages}, "models": _digests(), "speed": LAW, "sound": "7"}

    def voices(self) -> Sequence[VoiceInfo]:
        """Those that are here: the others are fetched by name only."""
        from rhapsode.speaking.natural.natural_voices import LICENCE, here

        return [
            VoiceInfo(voice.name, voice.name.capitalize(), voice.languages, voice.gender, LICENCE) for voice in here()
        ]

    def offers(self) -> Sequence[OfferedVoice]:
        """hibari's other voices; none where it is not installed."""
        from rhapsode.speaking.natural.natural_voices import offered

        return [] if self.missing() else offered()

    def fetch(self, offered: OfferedVoice) -> None:
        """Bring one of them."""
        from rhapsode.speaking.natural.natural_voices import fetch

        fetch(offered)

    def synthesize(self, text: str, marks: Sequence[Mark], voice: Voice, take: int = 0) -> Clip:
        """Speak `text`. A `phonemes` mark whose IPA has a sign that stands for no sound is said as written.

        A rate beyond FASTEST_WPM is that. `take` is the seed of the breath in the voice, and
        the first three are a little slower each. A `language`
        mark with another voice of this engine is said by the sentence's own. Raises CannotSay for a text with a word
        that has no letters of the voice's, such as one in another script.
        """
        port, engine = _started()
        if not any(c.isalnum() for c in text):
            return Clip(b"", RATE_HZ)  # pyttsx3 drops a blank text, and the last sound would come again
        _known(voice.family)
        values = {
            "voice": voice.family,
            "rate": min(voice.rate_wpm, FASTEST_WPM),
            "pitch": min(max(voice.pitch_st, -MOST_PITCH_ST), MOST_PITCH_ST),
            "marks": tuple(marks),
            "take": take,
        }
        for name, value in values.items():
            engine.setProperty(name, value)
        port.run(engine, lambda: engine.say(text))
        said: Clip = engine.getProperty("sound")
        return said

    def phonemes(self, text: str, marks: Sequence[Mark], voice: Voice) -> str:
        """IPA of `text`."""
        _, engine = _started()
        _known(voice.family)
        engine.setProperty("voice", voice.family)
        phrase = engine.getProperty("phonemizer")(text, marks)
        return misaki.ipa(phrase.letters)


def _known(voice: str) -> None:
    from rhapsode.speaking.natural.natural_voices import path, registry

    found = registry().get(voice)
    if found is None:
        raise VoiceNotFound(f"the engine natural has no voice {voice!r}", f"choose one of {', '.join(registry())}")
    if not is_there(path(found)):
        raise VoiceNotFound(f"the voice {voice} is not here yet", f"fetch it with: rhapsode voices --get {voice}")


@cache
def _digests() -> str:
    """What the models and the tables are: the registry has a model's SHA-256, and the sizes tell the tables apart."""
    from rhapsode.speaking.natural.natural_voices import registry

    sizes = [(file.name, file.stat().st_size) for file in sorted(hibari_package.assets().iterdir())]
    models = [voice.sha256 for voice in registry().values()]
    return sha256(repr((models, sizes)).encode()).hexdigest()[:16]


@cache
def _started() -> tuple[ModuleType, Any]:
    import os

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is imported: its threads help nobody here
    from rhapsode.speaking.drivers import pyttsx3_port
    from rhapsode.speaking.natural.neural_driver import NAME

    return pyttsx3_port, pyttsx3_port.start_pyttsx3(NAME)
