"""How long a text takes to say, before it is said: from its characters, by the script they belong to."""

from __future__ import annotations

from bisect import bisect_right

from rhapsode.model import NORMAL_RATE_WPM

DIGIT_MS = 370
"""A digit stands for about two syllables and a half."""

STARTS_MS = (
    (0, 52),
    (0x0590, 78),  # Hebrew, Arabic
    (0x0900, 62),  # the scripts of India
    (0x0E00, 98),  # Thai, Lao
    (0x1100, 150),  # Hangul
    (0x1200, 62),
    (0x3000, 250),  # kana, Han
    (0xAC00, 150),  # Hangul
    (0xD800, 52),
    (0xF900, 250),  # Han
    (0xFB00, 52),
    (0x20000, 250),  # Han
)
"""First code point of a script (or of its neighbours in Unicode's order) and milliseconds for each of its characters.

Spaces and marks included: measured with espeak-ng 1.52 at the normal rate on a sentence of each script.
"""

_STARTS = [start for start, _ in STARTS_MS]


def speech_ms(text: str, rate_wpm: int) -> float:
    """About how many milliseconds `text` takes at `rate_wpm` words per minute; linear in its length."""
    digits = sum(c.isdecimal() for c in text)
    if text.isascii():
        total = (len(text) - digits) * STARTS_MS[0][1]
    else:
        total = sum(STARTS_MS[bisect_right(_STARTS, ord(c)) - 1][1] for c in text if not c.isdecimal())
    return (total + digits * DIGIT_MS) * NORMAL_RATE_WPM / rate_wpm
