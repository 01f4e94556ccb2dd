"""The two lists that go with a track in several files: an M3U8 playlist and a CUE sheet."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from rhapsode.files import write_atomically
from rhapsode.mixing.containers.chapter_list import one_line
from rhapsode.mixing.containers.track_tags import TrackTags
from rhapsode.mixing.mixed_track import MixedTrack

CUE_KINDS = {"mp3": "MP3", "wav": "WAVE"}
"""What a CUE sheet calls a file's form; it knows few, and players take WAVE for the rest."""


class ListedFile(NamedTuple):
    """One file of the list."""

    name: str
    title: str
    seconds: float


def write_lists(whole: MixedTrack, tags: TrackTags, tracks: Sequence[MixedTrack]) -> MixedTrack:
    """Write playlist and CUE sheet beside the files of `tracks`; the `whole` track, pointed at the playlist."""
    folder = tracks[0].path.parent
    listed = [
        ListedFile(track.path.name, one_line(track.sections[0].title), track.frames / track.rate_hz) for track in tracks
    ]
    playlist, sheet = folder / f"{folder.name}.m3u8", folder / f"{folder.name}.cue"
    data = m3u8(listed, tags).encode("utf-8", "replace")
    write_atomically(playlist, data)
    write_atomically(sheet, cue(listed, tags, CUE_KINDS.get(whole.format, "WAVE")).encode("utf-8", "replace"))
    files = (playlist, *(track.path for track in tracks), sheet)
    return whole._replace(path=playlist, files=files, sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))


def m3u8(entries: Sequence[ListedFile], tags: TrackTags) -> str:
    """An extended M3U playlist in UTF-8."""
    lines = ["#EXTM3U", f"#PLAYLIST:{tags.title}"]
    for entry in entries:
        lines += [f"#EXTINF:{entry.seconds:.3f},{entry.title}", entry.name]
    return "\n".join(lines) + "\n"


def cue(entries: Sequence[ListedFile], tags: TrackTags, kind: str) -> str:
    """A CUE sheet with a file per track. It has no way to write a quotation mark: it becomes an apostrophe."""
    lines = [f'PERFORMER "{_quoted(", ".join(tags.authors))}"'] if tags.authors else []
    lines.append(f'TITLE "{_quoted(tags.title)}"')
    for number, entry in enumerate(entries, 1):
        lines += [
            f'FILE "{_quoted(entry.name)}" {kind}',
            f"  TRACK {number:02} AUDIO",
            f'    TITLE "{_quoted(entry.title)}"',
            "    INDEX 01 00:00:00",
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return text.replace('"', "'")
