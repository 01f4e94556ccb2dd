"""Reading a finished track's own timeline back out of its file, or out of the record beside it."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path, PurePath

from rhapsode import track_record
from rhapsode.errors import SourceMissing, SourceUnreadable
from rhapsode.mixing.embedded_timeline import MP4_NAMESPACE, NAME, from_bytes
from rhapsode.mixing.mixed_track import MixedTrack
from rhapsode.sound_tags import tagged


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
    found = tags.get(f"----:{MP4_NAMESPACE}:{NAME}")
    if found:
        return b64decode(bytes(found[0]))
    found = tags.get(NAME)
    return b64decode(found[0]) if found else None
