"""The picture that stands for a track: the one in its file, the document's, or one drawn of title and waveform."""

from __future__ import annotations

from rhapsode import pictures
from rhapsode.covers import site_of
from rhapsode.metadata_text import metadata_line
from rhapsode.model import Track
from rhapsode.sound_tags import embedded_pictures


def cover(track: Track) -> tuple[bytes, str]:
    """The track's picture, JPEG or PNG, and its suffix. Opens `track.path` where there is such a file."""
    data = _given(track) or _drawn(track)
    return data, kind(data)


def suffix(track: Track) -> str:
    """The suffix that `cover` gives, without drawing anything."""
    return kind(_given(track)) or ".png"


def _drawn(track: Track) -> bytes:
    from rhapsode.covers.cover_drawing import drawn

    document = track.document
    authors = tuple(map(metadata_line, document.authors))
    site, language = site_of(document.source), document.language
    return drawn(metadata_line(document.title), authors, track.peaks, site=site, language=language).data


def _given(track: Track) -> bytes:
    return next((data for data in (*embedded_pictures(track.path), track.document.cover) if data and kind(data)), b"")


def kind(data: bytes) -> str:
    """`.jpg` or `.png` by the first bytes; empty for anything else."""
    return pictures.SUFFIXES.get(pictures.media_type(data), "")
