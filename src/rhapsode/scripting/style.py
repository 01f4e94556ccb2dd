"""How each part of a document is said: W3C CSS Speech Module properties, keyed by role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Literal

from rhapsode.model import Lexeme, Voice

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
    """`normal`, `spell-out`, `digits`, `literal-punctuation` or `no-punctuation`."""
    pause_before_ms: int | None = None
    pause_after_ms: int | None = None
    voice_family: str | None = None
    """A voice id or a language tag."""
    rate_wpm: int | None = None
    """Words per minute; `rate_scale` multiplies the document's."""
    rate_scale: float | None = None
    pitch_st: float | None = None
    """Semitones above the voice's own."""
    volume_db: float | None = None
    cue_before: str | None = None
    """Path of a sound file."""
    cue_after: str | None = None

    def over(self, wider: Delivery) -> Delivery:
        """This delivery, with what it leaves open taken from `wider`."""
        own = {f.name: value for f in fields(self) if (value := getattr(self, f.name)) is not None}
        return replace(wider, **own)


@cache
def default_roles() -> Mapping[str, Delivery]:
    """The package's own style."""
    return {
        "document": Delivery(pause_before_ms=500, pause_after_ms=2500),
        "section": Delivery(pause_before_ms=1500),
        "title": Delivery(pause_before_ms=500, pause_after_ms=2000),
        "heading": Delivery(pause_before_ms=1200, pause_after_ms=800),
        "paragraph": Delivery(pause_before_ms=0, pause_after_ms=650),
        "sentence": Delivery(pause_after_ms=300),
        "list_item": Delivery(pause_before_ms=0, pause_after_ms=400),
        "break": Delivery(pause_before_ms=1200),
    }


@dataclass(frozen=True, slots=True)
class Style:
    """What a style file says, all layers together."""

    roles: Mapping[str, Delivery] = field(default_factory=default_roles)
    """By role, block kind or mark kind; `document`, `section` and `sentence` stand for those."""
    sections: tuple[tuple[str, Delivery], ...] = ()
    """Regular expressions on a section's title, first match wins."""
    speakers: Mapping[str, Delivery] = field(default_factory=dict)
    """By the name before the colon in a dialogue."""
    language: str = ""
    """BCP 47; wins over what the document says."""
    lexicon: tuple[Lexeme, ...] = ()
    """Later ones win, and the document's own come after all of them."""
    rules_off: frozenset[str] = frozenset()
    """Classes of normalising rules that are not wanted."""
    warnings: tuple[str, ...] = ()
    """What a layer has that could not be used."""

    def delivery(self, *roles: str) -> Delivery:
        """The properties of the first role, what it leaves open from the next ones, and from the document at last."""
        made = Delivery()
        for role in (*roles, "document"):
            made = made.over(self.roles.get(role, Delivery()))
        return made

    @property
    def pause_scale(self) -> float:
        """What pauses are multiplied by at the document's rate."""
        rate = self.roles.get("document", Delivery()).rate_wpm or BASE_RATE_WPM
        return max(LEAST_PAUSE_SCALE, BASE_RATE_WPM / rate)


def voice(delivery: Delivery, language: str) -> Voice:
    """The voice that `delivery` asks for, for a text in `language`."""
    rate = round((delivery.rate_wpm or BASE_RATE_WPM) * (delivery.rate_scale or 1.0))
    return Voice(delivery.voice_family or "", language, rate, delivery.pitch_st or 0.0, delivery.volume_db or 0.0)


def load_style(
    *,
    source: Path | None = None,
    settings: Mapping[str, object] | None = None,
    file: Path | None = None,
    voice: str = "",
    rate_wpm: int | None = None,
    language: str = "",
    lexicons: Sequence[Path] = (),
) -> Style:
    """The style for one document."""
    roles = dict(default_roles())
    roles["document"] = Delivery(voice_family=voice or None, rate_wpm=rate_wpm).over(roles["document"])
    return Style(roles, language=language)
