"""Bringing a clip to another rate or another loudness, where voices of several engines meet."""

from __future__ import annotations

import audioop

from rhapsode import ffmpeg
from rhapsode.model import Clip


def resampled(samples: bytes, from_hz: int, to_hz: int) -> bytes:
    """16-bit mono `samples` at another rate, of the length that this makes them, rounded."""
    if from_hz == to_hz or not samples:
        return samples
    read = ("-f", "s16le", "-ac", "1", "-ar", str(from_hz), "-i", "pipe:0")
    write = ("-bitexact", "-f", "s16le", "-ac", "1", "-ar", str(to_hz), "pipe:1")
    length = 2 * round(len(samples) // 2 * to_hz / from_hz)
    return ffmpeg.run([*read, *write], samples)[:length].ljust(length, b"\0")


def at_rate(clip: Clip, rate_hz: int) -> Clip:
    """`clip` at another rate, its word marks with it."""
    if clip.rate_hz == rate_hz:
        return clip
    samples = resampled(bytes(clip.samples), clip.rate_hz, rate_hz)
    words = tuple(word._replace(frame=round(word.frame * rate_hz / clip.rate_hz)) for word in clip.words)
    return Clip(samples, rate_hz, words)


def louder(samples: bytes, gain_db: float) -> bytes:
    """16-bit `samples`, louder by `gain_db`; what would be too loud is clipped."""
    return audioop.mul(samples, 2, 10 ** (gain_db / 20)) if gain_db else samples
