"""How one role is said: W3C CSS Speech Module properties."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from rhapsode.model import NORMAL_RATE_WPM, Voice

Speak = Literal["auto", "announce", "never"]


class Delivery(NamedTuple):
    """The properties of one role; None leaves the matter to the wider role (heading-2, heading, document)."""

    speak: Speak | None = None
    """`auto` says it, `announce` only names it, `never` passes over it; the ledger lists the last two."""
    speak_as: str | None = None
    """`normal`, `spell-out` or `digits`; of an abbreviation also `expansion`: what it is short for."""
    pause_before_ms: int | None = None
    pause_after_ms: int | None = None
    voice_family: str | None = None
    """A voice id or a language tag."""
    rate_wpm: int | None = None
    """Words per minute."""
    rate_scale: float | None = None
    """Multiplies the wider role's rate."""
    pitch_st: float | None = None
    """Semitones above the voice's own."""
    volume_db: float | None = None
    cue_before: str | None = None
    """Path of a sound file."""
    cue_after: str | None = None
    """Path of a sound file."""

    def over(self, wider: Delivery) -> Delivery:
        """This delivery, with what it leaves open taken from `wider`."""
        own = {name: value for name, value in self._asdict().items() if value is not None}
        made = wider._replace(**own)
        if self.rate_wpm is not None and self.rate_scale is None:
            made = made._replace(rate_scale=None)
        elif self.rate_scale is not None and self.rate_wpm is None:
            made = made._replace(rate_scale=self.rate_scale * (wider.rate_scale or 1.0))
        return made


@lru_cache(64)
def voice(delivery: Delivery, language: str) -> Voice:
    """The voice that `delivery` asks for, for a text in `language`: for the same wishes the same value."""
    rate = round((delivery.rate_wpm or NORMAL_RATE_WPM) * (delivery.rate_scale or 1.0))
    return Voice(delivery.voice_family or "", language, rate, delivery.pitch_st or 0.0, delivery.volume_db or 0.0)
