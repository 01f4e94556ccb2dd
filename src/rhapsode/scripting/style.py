"""How each part of a document is said: deliveries keyed by role, and what else a style holds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from rhapsode.model import NORMAL_RATE_WPM, Lexeme
from rhapsode.scripting.delivery import Delivery, voice
from rhapsode.scripting.lexicon import Pattern
from rhapsode.scripting.style_file import default_layer

LEAST_PAUSE_SCALE = 0.5
"""However fast the speech, pauses keep half their length: they carry the structure."""


@cache
def default_roles() -> Mapping[str, Delivery]:
    """The package's own style."""
    return MappingProxyType(dict(default_layer().roles))


class Style(NamedTuple):
    """What a style says, all layers together."""

    roles: Mapping[str, Delivery]
    """By role, block kind or mark kind; `document`, `section` and `sentence` stand for those."""
    sections: tuple[tuple[str, Delivery], ...] = ()
    """Regular expressions on a section's title; the first that is found counts."""
    speakers: Mapping[str, Delivery] = {}
    """By the name before the colon in a dialogue."""
    language: str = ""
    """BCP 47; wins over what the document says."""
    lexicon: tuple[Lexeme, ...] = ()
    """Later ones win, and the document's own come after all of them."""
    patterns: tuple[Pattern, ...] = ()
    """Regular expressions and what to say for them."""
    rules_off: frozenset[str] = frozenset()
    """Classes of normalising rules that are not wanted: see `rhapsode.scripting.rules.KINDS`."""
    keep: tuple[str, ...] = ()
    """A block that holds one of these texts is spoken, whatever its kind."""
    warnings: tuple[str, ...] = ()
    """What a lexicon has that could not be used."""

    def delivery(self, *roles: str) -> Delivery:
        """The properties of the first role, what it leaves open from the next ones.

        Voice, rate, pitch and volume are left to the document at last; its pauses and cues are the track's own.
        """
        document = self.roles.get("document", Delivery())
        made = document._replace(pause_before_ms=None, pause_after_ms=None, cue_before=None, cue_after=None)
        for role in reversed(roles):
            made = self.roles.get(role, Delivery()).over(made)
        return made

    @property
    def pause_scale(self) -> float:
        """What pauses are multiplied by at the document's rate: at the normal one they are as written."""
        return max(LEAST_PAUSE_SCALE, NORMAL_RATE_WPM / voice(self.delivery(), "").rate_wpm)
