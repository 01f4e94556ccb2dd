"""Mixing: clips and pauses become one mastered, encoded and tagged track with a chapter per section.

    mix(script, speech, store, target, executor=...) -> MixedTrack

`check` refuses a target or an option before anything is spoken, `read_track` gets a track back out of its file,
`inspect` listens to one, `svg` draws its waveform. Each name is loaded when it is first used: most calls of the
program need few of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhapsode.lazy_names import opened

if TYPE_CHECKING:
    from rhapsode.mixing.formats import check
    from rhapsode.mixing.inspection import Inspection, inspect
    from rhapsode.mixing.loading import load
    from rhapsode.mixing.master import Master
    from rhapsode.mixing.mixdown import mix
    from rhapsode.mixing.reading import read_track
    from rhapsode.mixing.track import MixedTrack
    from rhapsode.mixing.waveform import svg

__all__ = ["Inspection", "Master", "MixedTrack", "check", "inspect", "load", "mix", "read_track", "svg"]

_HOMES = {
    "Inspection": "inspection",
    "Master": "master",
    "MixedTrack": "track",
    "check": "formats",
    "inspect": "inspection",
    "load": "loading",
    "mix": "mixdown",
    "read_track": "reading",
    "svg": "waveform",
}

__getattr__ = opened(__name__, _HOMES)
