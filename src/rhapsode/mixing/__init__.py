"""Mixing: clips and pauses become one mastered, encoded and tagged track with a chapter per section.

    mix(script, speech, store, target, executor=...) -> MixedTrack

`check` refuses a target or an option before anything is spoken, `read_track` gets a track back out of its file,
`inspect` listens to one, `svg` draws its waveform. Each name is loaded when it is first used: most calls of the
program need few of them.

`mixdown.py` is the order of it all. Each folder uses only those named before it:

    cutting      the script cut into pieces; the timeline, once their sound is known
    joining      a piece's clips, silences and music as one run of samples
    levels       loudness measured, the one gain, the limiter, the true peak
    encoding     formats, pieces encoded into packets, packets laid end to end
    containers   packets, tags, chapters, cover and timeline as an MP3, MP4, Opus, FLAC or WAV file

and `readback`, which opens a finished file again, uses none that writes one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhapsode.lazy_names import opened

if TYPE_CHECKING:
    from rhapsode.mixing.encoding.formats import check
    from rhapsode.mixing.master import Master
    from rhapsode.mixing.mixdown import mix, preload
    from rhapsode.mixing.mixed_track import MixedTrack, UnfiledTrack
    from rhapsode.mixing.readback.inspection import Inspection, inspect
    from rhapsode.mixing.readback.read_track import read_track
    from rhapsode.mixing.readback.recorded_sound import read_recorded
    from rhapsode.mixing.readback.waveform_svg import svg

__all__ = [
    "Inspection",
    "Master",
    "MixedTrack",
    "UnfiledTrack",
    "check",
    "inspect",
    "mix",
    "preload",
    "read_recorded",
    "read_track",
    "svg",
]

_HOMES = {
    "Inspection": "readback.inspection",
    "Master": "master",
    "MixedTrack": "mixed_track",
    "UnfiledTrack": "mixed_track",
    "check": "encoding.formats",
    "inspect": "readback.inspection",
    "mix": "mixdown",
    "preload": "mixdown",
    "read_recorded": "readback.recorded_sound",
    "read_track": "readback.read_track",
    "svg": "readback.waveform_svg",
}

__getattr__ = opened(__name__, _HOMES)
