"""The platform's own voice through pyttsx3's stock drivers: SAPI 5 on Windows, NSSpeech on macOS, espeak elsewhere."""

from __future__ import annotations

import platform
import subprocess
import sys
import tempfile
import wave
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from rhapsode import ffmpeg
from rhapsode.errors import SpeechFailed
from rhapsode.installed import version
from rhapsode.model import Clip, Mark, Voice
from rhapsode.plugins import VoiceInfo
from rhapsode.speaking import library
from rhapsode.speaking.trim import edges

RIFF = b"RIFF"


class SystemEngine:
    """What pyttsx3 starts on this platform of itself; each clip goes through a file, as pyttsx3 wants."""

    name = "system"
    driver = "the platform's stock driver"
    rate_hz = 22_050
    word_marks = False
    default_voice = ""
    handles: frozenset[str] = frozenset()

    def fingerprint(self) -> Mapping[str, str]:
        """pyttsx3's version and the platform's."""
        return {"pyttsx3": version("pyttsx3"), "platform": platform.platform(terse=True)}

    def voices(self) -> Sequence[VoiceInfo]:
        """Every voice the platform has."""
        _, engine = _started()
        return [_voice_info(voice) for voice in engine.getProperty("voices")]

    def synthesize(self, text: str, marks: Sequence[Mark], voice: Voice) -> Clip:
        """Speak `text` to a temporary file and read it back; `marks` are not understood."""
        port, engine = _started()
        if voice.family:
            engine.setProperty("voice", voice.family)
        engine.setProperty("rate", voice.rate_wpm)
        with tempfile.TemporaryDirectory(prefix="rhapsode-") as folder:
            file = Path(folder) / "utterance.wav"
            port.save(engine, text, file, limit_s=20 + 0.1 * len(text))
            samples = read_mono(file, self.rate_hz)
        start, end = edges(samples, self.rate_hz)
        return Clip(samples[2 * start : 2 * end], self.rate_hz)


def read_mono(file: Path, rate_hz: int) -> bytes:
    """The sound of `file` as 16-bit mono at `rate_hz`; what is not that already goes through ffmpeg (AIFF on macOS)."""
    if file.read_bytes()[:4] == RIFF:
        with wave.open(str(file)) as sound:
            if (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, rate_hz):
                return bytes(sound.readframes(sound.getnframes()))
    command = [ffmpeg.find(), "-v", "error", "-i", str(file), "-f", "s16le", "-ac", "1", "-ar", str(rate_hz), "-"]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise SpeechFailed(
            f"the system's voice wrote a file that cannot be read ({done.stderr.decode(errors='replace')})"
        )
    return done.stdout


def _voice_info(voice: Any) -> VoiceInfo:
    languages = [tag.decode("utf-8", "ignore") if isinstance(tag, bytes) else str(tag) for tag in voice.languages or ()]
    tags = tuple(tag.lstrip("\x05\x02").replace("_", "-") for tag in languages)
    return VoiceInfo(str(voice.id), str(voice.name), tags, str(voice.gender or "").removeprefix("VoiceGender").lower())


@cache
def _started() -> tuple[ModuleType, Any]:
    if sys.platform == "linux":
        library.load(library.find())
    from rhapsode.speaking import port

    return port, port.start()
