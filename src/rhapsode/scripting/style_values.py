"""Reading the values of style properties, each in its own unit (W3C CSS Speech Module Level 1)."""

from __future__ import annotations

import math
import re

from rhapsode.model import NORMAL_RATE_WPM

PAUSES_MS = {"none": 0, "x-weak": 100, "weak": 250, "medium": 400, "strong": 800, "x-strong": 1200}
RATES_WPM = {
    "x-slow": 80, "slow": 120, "medium": NORMAL_RATE_WPM, "normal": NORMAL_RATE_WPM, "fast": 250, "x-fast": 350,
}  # fmt: skip
PITCHES_ST = {"x-low": -6.0, "low": -3.0, "medium": 0.0, "high": 3.0, "x-high": 6.0}
VOLUMES_DB = {"x-soft": -12.0, "soft": -6.0, "medium": 0.0, "loud": 4.0, "x-loud": 6.0}

LONGEST_PAUSE_MS = 60_000
RATES_BETWEEN = (40, 900)
PITCH_MOST_ST = 24
VOLUME_MOST_DB = 40


class BadValue(ValueError):
    """A value that a property does not have; the text says which it has."""


def _number(text: str, unit: str) -> float | None:
    match = re.fullmatch(rf"([+-]?\d+(?:\.\d+)?)\s*{unit}", text, re.IGNORECASE)
    return float(match[1]) if match else None


def pause_ms(text: str) -> int:
    """`800ms`, `1.2s` or a strength, in milliseconds."""
    if text in PAUSES_MS:
        return PAUSES_MS[text]
    seconds = _number(text, "s")
    value = _number(text, "ms") if seconds is None else seconds * 1000
    if value is None or not 0 <= value <= LONGEST_PAUSE_MS:
        raise BadValue(f'write a time such as "800ms" or "1.2s", at most 60s, or one of {", ".join(PAUSES_MS)}')
    return round(value)


def rate(text: str) -> tuple[int | None, float | None]:
    """Words per minute (`160wpm`, a keyword) or a scale of the wider role's (`90%`)."""
    if text in RATES_WPM:
        return RATES_WPM[text], None
    percent = _number(text, "%")
    if percent is not None and 20 <= percent <= 400:
        return None, percent / 100
    wpm = _number(text, "wpm")
    if wpm is None or not RATES_BETWEEN[0] <= wpm <= RATES_BETWEEN[1]:
        raise BadValue(f'write a rate such as "160wpm" (40 to 900) or "90%", or one of {", ".join(RATES_WPM)}')
    return round(wpm), None


def pitch_st(text: str) -> float:
    """Semitones: `-2st`, `110%` or a keyword."""
    if text in PITCHES_ST:
        return PITCHES_ST[text]
    percent = _number(text, "%")
    value = 12 * math.log2(percent / 100) if percent is not None and percent > 0 else _number(text, "st")
    if value is None or abs(value) > PITCH_MOST_ST:
        raise BadValue(
            f'write semitones such as "-2st", a percentage such as "110%", or one of {", ".join(PITCHES_ST)}'
        )
    return round(value, 3)


def volume_db(text: str) -> float:
    """Decibels: `-3dB` or a keyword."""
    if text in VOLUMES_DB:
        return VOLUMES_DB[text]
    value = _number(text, "db")
    if value is None or abs(value) > VOLUME_MOST_DB:
        raise BadValue(
            f'write decibels such as "-3dB", or one of {", ".join(VOLUMES_DB)}; for silence, speak = "never"'
        )
    return value


def speak(text: str) -> str:
    """`auto` (or `always`), `announce` or `never`."""
    if text not in {"auto", "always", "announce", "never"}:
        raise BadValue("write auto, announce or never")
    return "auto" if text == "always" else text


def speak_as(text: str) -> str:
    """`normal`, `spell-out`, `digits`, or `expansion`."""
    if text not in {"normal", "spell-out", "digits", "expansion"}:
        raise BadValue("write normal, spell-out or digits; for an abbreviation also expansion")
    return text
