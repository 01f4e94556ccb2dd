"""Reading a finished track's own timeline back out of its file, or out of the record beside it."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path, PurePath
from typing import Any

from rhapsode import track_record
from rhapsode.errors import SourceMissing, SourceUnreadable
from rhapsode.mixing.embedded_timeline import (
    FLAC_APPLICATION,
    MP4_NAMESPACE,
    MP4_UUID,
    NAME,
    OPUS_LEAD,
    from_bytes,
)
from rhapsode.mixing.mixed_track import MixedTrack
from rhapsode.sound_tags import after_opus_comments, flac_application, mp4_uuid, tagged

MP4_SUFFIXES = (".m4a", ".m4b", ".mp4")


def read_track(path: Path) -> MixedTrack:
    """The track that `mix` wrote to `path`, with every section, utterance and word.

    Of a record (`track_record`) it is the track that it tells of, at the path where its sound lies or would lie, with
    the checksum that the sound had. Raises SourceMissing where there is no file, SourceUnreadable where it is neither
    a track of this program nor a record of one.
    """
    if not path.is_file():
        raise SourceMissing(f"there is no track at {path}", "check the path")
    if path.suffix.lower() == track_record.SUFFIX:
        return _recorded(path)
    try:
        data = _timeline(path)
        if data is None:
            raise ValueError("it has no timeline")
        return from_bytes(data, path)
    except ValueError as fault:
        raise SourceUnreadable(f"{path.name} is not a track of this program: {fault}", "render it again") from fault


def _recorded(path: Path) -> MixedTrack:
    try:
        held = track_record.load_record(path)
        sound = path.with_name(PurePath(str(held["audio"])).name)
        track = from_bytes(b64decode(held["timeline"], validate=True), sound).described(versions=dict(held["versions"]))
        about = {name: held[name] for name in ("bytes", "sha256", "loudness_lufs", "true_peak_dbtp")}
        return track._replace(**about, warnings=tuple(map(str, held["warnings"])))
    except (ValueError, TypeError, KeyError) as fault:
        raise SourceUnreadable(f"{path.name} is no record of a track: {fault}", "render the track again") from fault


def _timeline(path: Path) -> bytes | None:
    file = tagged(path)
    tags = None if file is None else file.tags
    if tags is None:
        return None
    if hasattr(tags, "getall"):
        return next((frame.data for frame in tags.getall("GEOB") if frame.desc == NAME), None)
    found = flac_application(file, FLAC_APPLICATION) or after_opus_comments(file, OPUS_LEAD)
    if not found and path.suffix.lower() in MP4_SUFFIXES:
        found = mp4_uuid(path, MP4_UUID)
    return found or _of_before(tags)


def _of_before(tags: Any) -> bytes | None:
    """What is in a tag, as tracks made before had it."""
    found = tags.get(f"----:{MP4_NAMESPACE}:{NAME}") or tags.get(NAME)
    return b64decode(bytes(found[0]) if isinstance(found[0], bytes) else found[0]) if found else None
