"""Listening while it is made: a source read aloud from its beginning, or from wherever one likes, before it is whole.

    with reading_aloud(Request("article.md")) as reading:
        for said in reading:
            play(said.sound)

Each sentence is spoken as a render would speak it, and kept in the store: a render afterwards speaks nothing twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhapsode.lazy_names import opened

if TYPE_CHECKING:
    from rhapsode.live.live_player import HeardNow, LivePlayer
    from rhapsode.live.live_reading import LiveReading, reading_aloud
    from rhapsode.live.live_utterance import LiveUtterance

__all__ = ["HeardNow", "LivePlayer", "LiveReading", "LiveUtterance", "reading_aloud"]

_HOMES = {
    "HeardNow": "live_player",
    "LivePlayer": "live_player",
    "LiveReading": "live_reading",
    "LiveUtterance": "live_utterance",
    "reading_aloud": "live_reading",
}

__getattr__ = opened(__name__, _HOMES)
