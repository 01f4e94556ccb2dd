"""Bringing clips to another rate or another loudness, where voices of several engines meet."""

from __future__ import annotations

import audioop
from collections.abc import Sequence
from math import gcd

from rhapsode import ffmpeg
from rhapsode.model import Clip

FILTER = "filter_size=96:cutoff=0.97"
"""ffmpeg's own resampler, three times as long as by default. From 24,000 to 22,050 Hz a tone of 10 kHz keeps its level
(by default it loses 1.3 dB), and one of 11.5 kHz, which has no place there, comes back 85 dB weaker (by default 20)."""
APART_MS = 20
"""Silence before each sound, longer than the filter, so that none is heard in the next one."""


def resampled(sounds: Sequence[bytes], from_hz: int, to_hz: int, section: str = "") -> list[bytes]:
    """Each of `sounds`, 16-bit mono samples, at another rate, of the length that this makes it, rounded.

    All in one run of ffmpeg, each beginning where a sample of the old rate and one of the new fall together: what
    comes out is the same whatever stands beside it. Raises EncoderError, which names the `section`.
    """
    step_in, step_out = from_hz // gcd(from_hz, to_hz), to_hz // gcd(from_hz, to_hz)
    apart = -(-from_hz * APART_MS // 1000 // step_in)
    steps = [-(-len(sound) // 2 // step_in) + apart for sound in sounds]
    padded = [
        bytes(2 * apart * step_in) + sound.ljust(2 * (count - apart) * step_in, b"\0")
        for sound, count in zip(sounds, steps, strict=True)
    ]
    raw = ("-f", "s16le", "-ac", "1")
    read, write = (*raw, "-ar", str(from_hz), "-i", "pipe:0"), ("-bitexact", *raw, "-ar", str(to_hz), "pipe:1")
    data = b"".join([*padded, bytes(2 * apart * step_in)])
    least = 2 * sum(steps) * step_out
    done = ffmpeg.run([*read, "-af", f"aresample={to_hz}:{FILTER}", *write], data, least=least, section=section)
    made, at = [], 0
    for sound, count in zip(sounds, steps, strict=True):
        begin = 2 * (at + apart * step_out)
        made.append(done[begin : begin + 2 * round(len(sound) // 2 * to_hz / from_hz)])
        at += count * step_out
    return made


def at_rate(clips: Sequence[Clip], rate_hz: int, section: str = "") -> list[Clip]:
    """`clips` at one rate, word marks with them. Raises EncoderError, which names the `section`."""
    made = list(clips)
    for other in {clip.rate_hz for clip in clips if clip.frames} - {rate_hz}:
        places = [at for at, clip in enumerate(clips) if clip.rate_hz == other]
        moved = resampled([bytes(clips[at].samples) for at in places], other, rate_hz, section)
        for at, samples in zip(places, moved, strict=True):
            words = tuple(word._replace(frame=round(word.frame * rate_hz / other)) for word in clips[at].words)
            made[at] = Clip(samples, rate_hz, words)
    return made


def louder(samples: bytes, gain_db: float) -> bytes:
    """16-bit `samples`, louder by `gain_db`; what would be too loud is clipped."""
    return audioop.mul(samples, 2, 10 ** (gain_db / 20)) if gain_db else samples
