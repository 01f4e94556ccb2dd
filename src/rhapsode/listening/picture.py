"""The picture that stands for a track: the one in its file, the document's, or one drawn from its waveform."""

from __future__ import annotations

from rhapsode import pictures
from rhapsode.listening.waveform_drawing import drawn
from rhapsode.model import Track
from rhapsode.sound_tags import embedded_pictures

SIDE = 1400
"""Pixels: the least that podcast folders take."""


def cover(track: Track) -> tuple[bytes, str]:
    """The track's picture, JPEG or PNG, and its suffix. Opens `track.path` where there is such a file."""
    data = _given(track) or drawn(track, SIDE)
    return data, kind(data)


def suffix(track: Track) -> str:
    """The suffix that `cover` gives, without drawing anything."""
    return kind(_given(track)) or ".png"


def _given(track: Track) -> bytes:
    return next((data for data in (*embedded_pictures(track.path), track.document.cover) if data and kind(data)), b"")


def kind(data: bytes) -> str:
    """`.jpg` or `.png` by the first bytes; empty for anything else."""
    return pictures.SUFFIXES.get(pictures.media_type(data), "")
