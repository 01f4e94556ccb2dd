"""The platform's own voice through pyttsx3's stock drivers: SAPI 5 on Windows, NSSpeech on macOS, espeak elsewhere."""

from __future__ import annotations

import platform
import sys
import wave
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from rhapsode import ffmpeg
from rhapsode.errors import EncoderError, SpeechFailed
from rhapsode.installed import version
from rhapsode.model import Clip, Mark, Voice
from rhapsode.plugins import Cost, Engine, VoiceInfo
from rhapsode.speaking.drivers.trim import edges
from rhapsode.speaking.espeak import espeak_library
from rhapsode.work_folders import work_folder

RATE_HZ = 22_050
"""Whatever the platform gives is brought to it."""
RIFF = b"RIFF"


class SystemEngine(Engine):
    """What pyttsx3 starts on this platform of itself; each clip goes through a file, as pyttsx3 wants."""

    name = "system"
    driver = "the platform's stock driver"
    cost = Cost(start_s=0.5, s_per_s=1 / 20)

    def fingerprint(self) -> Mapping[str, str]:
        """pyttsx3's version and the platform's."""
        return {"pyttsx3": version("pyttsx3"), "platform": platform.platform(terse=True)}

    def voices(self) -> Sequence[VoiceInfo]:
        """Every voice the platform has."""
        _, engine = _started()
        return [_voice_info(voice) for voice in engine.getProperty("voices")]

    def synthesize(self, text: str, marks: Sequence[Mark], voice: Voice, take: int = 0) -> Clip:
        """Speak `text` to a temporary file and read it back; `marks` are not understood."""
        port, engine = _started()
        if voice.family:
            engine.setProperty("voice", voice.family)
        engine.setProperty("rate", voice.rate_wpm)
        with work_folder() as folder:
            file = Path(folder) / "utterance.wav"
            port.save(engine, text, file, limit_s=20 + 0.1 * len(text))
            samples = read_mono(file, RATE_HZ)
        start, end = edges(samples, RATE_HZ)
        return Clip(samples[2 * start : 2 * end], RATE_HZ)


def read_mono(file: Path, rate_hz: int) -> bytes:
    """The sound of `file` as 16-bit mono at `rate_hz`; what is not that already goes through ffmpeg (AIFF on macOS)."""
    if file.read_bytes()[:4] == RIFF:
        with wave.open(str(file)) as sound:
            if (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, rate_hz):
                return bytes(sound.readframes(sound.getnframes()))
    try:
        return ffmpeg.run(["-i", file, "-f", "s16le", "-ac", "1", "-ar", str(rate_hz), "-"])
    except EncoderError as fault:
        raise SpeechFailed(f"the system's voice wrote a file that cannot be read ({fault.what})") from fault


def _voice_info(voice: Any) -> VoiceInfo:
    languages = [tag.decode("utf-8", "ignore") if isinstance(tag, bytes) else str(tag) for tag in voice.languages or ()]
    tags = tuple(tag.lstrip("\x05\x02").replace("_", "-") for tag in languages)
    return VoiceInfo(str(voice.id), str(voice.name), tags, str(voice.gender or "").removeprefix("VoiceGender").lower())


@cache
def _started() -> tuple[ModuleType, Any]:
    if sys.platform == "linux":
        espeak_library.load_library(espeak_library.find())
    from rhapsode.speaking.drivers import pyttsx3_port

    return pyttsx3_port, pyttsx3_port.start_pyttsx3()
