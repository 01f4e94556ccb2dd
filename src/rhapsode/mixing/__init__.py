"""Mixing: clips and pauses become one mastered, encoded and tagged track with a chapter per section.

    mix(script, speech, store, target, executor=...) -> Track

`read_track` gets a track back out of its file.
"""

from __future__ import annotations

from rhapsode.mixing.formats import check
from rhapsode.mixing.inspection import Inspection, inspect
from rhapsode.mixing.master import Master
from rhapsode.mixing.mixdown import mix
from rhapsode.mixing.reading import read_track
from rhapsode.mixing.track import MixedTrack
from rhapsode.mixing.waveform import svg

__all__ = ["Inspection", "Master", "MixedTrack", "check", "inspect", "mix", "read_track", "svg"]
