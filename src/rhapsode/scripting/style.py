"""How each part of a document is said: W3C CSS Speech Module properties, keyed by role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from types import MappingProxyType
from typing import Literal

from rhapsode.model import Lexeme, Voice
from rhapsode.scripting.lexicon import Pattern

BASE_RATE_WPM = 175
"""`voice-rate: medium`, and the rate at which the pauses are as written."""
LEAST_PAUSE_SCALE = 0.5
"""However fast the speech, pauses keep half their length: they carry the structure."""

Speak = Literal["auto", "announce", "never"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """The properties of one role; None leaves the matter to the wider role (heading-2, heading, document)."""

    speak: Speak | None = None
    """`auto` says it, `announce` only names it, `never` passes over it; the ledger lists the last two."""
    speak_as: str | None = None
    """`normal`, `spell-out` or `digits`."""
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
        own = {f.name: value for f in fields(self) if (value := getattr(self, f.name)) is not None}
        made = replace(wider, **own)
        if self.rate_wpm is not None and self.rate_scale is None:
            made = replace(made, rate_scale=None)
        elif self.rate_scale is not None and self.rate_wpm is None:
            made = replace(made, rate_scale=self.rate_scale * (wider.rate_scale or 1.0))
        return made


@cache
def default_roles() -> Mapping[str, Delivery]:
    """The package's own style."""
    from rhapsode.scripting.style_file import default_layer

    return MappingProxyType(dict(default_layer().roles))


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, all layers together."""

    roles: Mapping[str, Delivery] = field(default_factory=default_roles)
    """By role, block kind or mark kind; `document`, `section` and `sentence` stand for those."""
    sections: tuple[tuple[str, Delivery], ...] = ()
    """Regular expressions on a section's title; the first that is found counts."""
    speakers: Mapping[str, Delivery] = field(default_factory=dict)
    """By the name before the colon in a dialogue."""
    language: str = ""
    """BCP 47; wins over what the document says."""
    lexicon: tuple[Lexeme, ...] = ()
    """Later ones win, and the document's own come after all of them."""
    patterns: tuple[Pattern, ...] = ()
    """Regular expressions and what to say for them."""
    rules_off: frozenset[str] = frozenset()
    """Classes of normalising rules that are not wanted: see `rhapsode.scripting.rules.KINDS`."""
    warnings: tuple[str, ...] = ()
    """What a lexicon has that could not be used."""

    def delivery(self, *roles: str) -> Delivery:
        """The properties of the first role, what it leaves open from the next ones.

        Voice, rate, pitch and volume are left to the document at last; its pauses and cues are the track's own.
        """
        document = self.roles.get("document", Delivery())
        made = replace(document, pause_before_ms=None, pause_after_ms=None, cue_before=None, cue_after=None)
        for role in reversed(roles):
            made = self.roles.get(role, Delivery()).over(made)
        return made

    @property
    def pause_scale(self) -> float:
        """What pauses are multiplied by at the document's rate."""
        return max(LEAST_PAUSE_SCALE, BASE_RATE_WPM / voice(self.delivery(), "").rate_wpm)


def voice(delivery: Delivery, language: str) -> Voice:
    """The voice that `delivery` asks for, for a text in `language`."""
    rate = round((delivery.rate_wpm or BASE_RATE_WPM) * (delivery.rate_scale or 1.0))
    return Voice(delivery.voice_family or "", language, rate, delivery.pitch_st or 0.0, delivery.volume_db or 0.0)
