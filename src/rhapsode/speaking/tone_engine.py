"""The deterministic engine for tests and for trying things out: a tone for each word, a rest for each space."""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping, Sequence
from functools import cache

from rhapsode.model import NORMAL_RATE_WPM, Clip, Mark, Voice, WordMark, words
from rhapsode.plugins import Engine, VoiceInfo

RATE_HZ = 22_050
LETTER_MS = 60
REST_MS = 40
AMPLITUDE = 8_000


class ToneEngine(Engine):
    """Each word is a sine whose pitch depends on its letters and whose length on their number and the rate."""

    name = "tone"
    default_voice = "tone/low"
    isolation = "caller"

    def fingerprint(self) -> Mapping[str, str]:
        """A version, raised when the sound changes."""
        return {"version": "1"}

    def voices(self) -> Sequence[VoiceInfo]:
        """Two, so that choosing one can be tested."""
        return [VoiceInfo("tone/low", "Low", ("en", "mul")), VoiceInfo("tone/high", "High", ("fr",))]

    def synthesize(self, text: str, marks: Sequence[Mark], voice: Voice, take: int = 0) -> Clip:
        """A tone for each word of `text`; `marks` change nothing."""
        base_hz = (400 if voice.family == "tone/high" else 200) * 2 ** (voice.pitch_st / 12)
        speed = NORMAL_RATE_WPM / voice.rate_wpm
        rest = bytes(2 * int(REST_MS * speed * RATE_HZ / 1000))
        samples, marked = bytearray(), list[WordMark]()
        for start, end in words(text):
            samples += rest if samples else b""
            marked.append(WordMark(start, end, len(samples) // 2))
            step = zlib.crc32(text[start:end].encode("utf-8", "replace")) % 12
            samples += _tone(base_hz * 2 ** (step / 12), int((end - start) * LETTER_MS * speed * RATE_HZ / 1000))
        return Clip(bytes(samples), RATE_HZ, tuple(marked))


@cache
def _tone(pitch_hz: float, frames: int) -> bytes:
    turn = 2 * math.pi * pitch_hz / RATE_HZ
    ramp = min(110, frames // 2 or 1)
    return b"".join(
        int(AMPLITUDE * min(1, (i + 1) / ramp, (frames - i) / ramp) * math.cos(turn * i)).to_bytes(
            2, "little", signed=True
        )
        for i in range(frames)
    )
