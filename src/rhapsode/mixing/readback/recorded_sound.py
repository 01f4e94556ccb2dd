"""Whether a sound file is still what the record beside it tells of."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from rhapsode.errors import SourceMissing, SourceUnreadable
from rhapsode.mixing.mixed_track import MixedTrack
from rhapsode.mixing.readback.read_track import read_track
from rhapsode.track_record import is_record, place


class RecordedSound(NamedTuple):
    """A track read back, and what its record says of its file."""

    track: MixedTrack
    unchanged: bool | None
    """Whether the file has the checksum that the record has; None where there is no record."""

    @property
    def doubt(self) -> str:
        """What is wrong, in one line; empty where nothing is."""
        if self.unchanged is not False:
            return ""
        return (
            f"{self.track.path.name} is not the file that {place(self.track.path).name} records: it was changed since"
        )


def read_recorded(path: Path) -> RecordedSound:
    """The track at `path`, a sound file or a record, and whether it is unchanged.

    A sound file without its own timeline, as some programs leave it that write tags, is read by the record beside it.
    Raises SourceMissing where the sound is not there, SourceUnreadable where neither file tells of a track.
    """
    track = _track(path)
    if not track.path.is_file():
        raise SourceMissing(f"{path} records {track.path.name}, which is not beside it", "put it there")
    told = track if track.sha256 else _told(track.path)
    if told is None:
        return RecordedSound(track, None)
    with track.path.open("rb") as file:
        unchanged = hashlib.file_digest(file, "sha256").hexdigest() == told.sha256
    return RecordedSound(told if unchanged else track, unchanged)


def _track(path: Path) -> MixedTrack:
    try:
        return read_track(path)
    except SourceUnreadable:
        told = None if path == place(path) else _told(path)
        if told is None:
            raise
        return told


def _told(sound: Path) -> MixedTrack | None:
    """The track that the record beside `sound` tells of; None where there is no record of it."""
    if not is_record(place(sound)):
        return None
    try:
        told = read_track(place(sound))
    except SourceUnreadable:
        return None
    return told if told.path.name == sound.name else None  # of two formats with one name the other's
