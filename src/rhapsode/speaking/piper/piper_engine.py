"""Local Piper models through a pyttsx3 driver of our own. Piper, under the GPL, is imported only when it speaks."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rhapsode.errors import UsageError
from rhapsode.installed import extra_cure, version
from rhapsode.model import Clip, Mark, Voice
from rhapsode.plugins import Cost, Engine, VoiceInfo
from rhapsode.speaking.piper.piper_voices import by_id, digest, info, model, models
from rhapsode.writing_systems import systems_of

if TYPE_CHECKING:
    from rhapsode.speaking.piper.piper_model import SpeakingModel

CURE = f"{extra_cure('piper')} (Piper is under the GPL)"


class PiperEngine(Engine):
    """Piper's voices, one thread in each process, loaded once.

    Settings: `folder`, where models lie; `noise_scale` and `noise_w` (0 by default, Piper's own are 0.667 and 0.8),
    which make the voice livelier and each render another.
    """

    name = "piper"
    driver = "rhapsode's own driver for Piper's models"
    isolation = "worker"
    cost = Cost(start_s=3.0, s_per_s=1 / 6)
    takes_phonemes = True
    stand_in = "espeak"

    def __init__(self, folder: str = "", noise_scale: str = "0", noise_w: str = "0") -> None:
        self._folder = folder
        try:
            self._noise = float(noise_scale), float(noise_w)
        except ValueError as fault:
            raise UsageError(f"noise_scale and noise_w are numbers ({fault})") from fault
        self.deterministic = self._noise == (0, 0)

    @property
    def default_voice(self) -> str:  # type: ignore[override]  # which it is depends on what is here
        """The first model there is."""
        return next((one.file.stem for one in models(self._folder)), "")

    def missing(self) -> str:
        """How to install Piper, where it is not."""
        return "" if all(map(version, ("piper-tts", "onnxruntime", "numpy"))) else CURE

    def fingerprint(self) -> Mapping[str, str]:
        """Piper, and what decides the last bit."""
        return {name: version(name) for name in ("piper-tts", "onnxruntime", "numpy")}

    def rate_hz(self, voice: str) -> int:
        """What the model's configuration says."""
        return by_id(voice, self._folder).rate_hz

    def reads(self, voice: str) -> frozenset[str]:
        """The letters of the model's language."""
        return systems_of(by_id(voice, self._folder).language)

    def voices(self) -> Sequence[VoiceInfo]:
        """Every model in the folders that are looked in."""
        return [info(one) for one in models(self._folder)]

    def find_voice(self, wanted: str) -> VoiceInfo | None:
        """A model by its file."""
        found = model(Path(wanted).expanduser()) if wanted.endswith(".onnx") else None
        return info(found)._replace(id=str(found.file.resolve())) if found else None

    def voice_data(self, voice: str) -> str:
        """A digest of the model and its configuration."""
        file = by_id(voice, self._folder).file
        return digest(file, file.stat().st_mtime_ns)

    def synthesize(self, text: str, marks: Sequence[Mark], voice: Voice, take: int = 0) -> Clip:
        """Speak `text`; pitch is the model's own. `phonemes` marks are said where the model has their sounds."""
        from rhapsode.speaking.drivers.in_memory_driver import said

        file = by_id(voice.family, self._folder).file
        phonemes = tuple(mark for mark in marks if mark.kind == "phonemes")
        return said(_started(), text, voice=file, noise=self._noise, rate=voice.rate_wpm, marks=phonemes)._replace(
            rate_hz=self.rate_hz(voice.family)
        )


@cache
def _started() -> Any:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is imported: its threads help nobody here
    from rhapsode.speaking.drivers.in_memory_driver import start_driver

    return start_driver("rhapsode_piper", _speak)


def _speak(text: str, values: Mapping[str, Any]) -> Clip:
    from rhapsode.speaking.piper.piper_model import plain

    return _loaded(values["voice"], *values["noise"]).speak(plain(text), values["marks"], values["rate"])


@cache
def _loaded(file: Path, noise_scale: float, noise_w: float) -> SpeakingModel:
    from rhapsode.speaking.piper.piper_model import SpeakingModel

    return SpeakingModel(file, noise_scale, noise_w)
