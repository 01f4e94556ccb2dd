from __future__ import annotations

from rhapsode.mixing.containers.playlists import ListedFile, cue, m3u8
from rhapsode.mixing.containers.track_tags import TrackTags


def test_lists_hold_any_title() -> None:
    entries = [ListedFile('01 a"b.mp3', 'a "b"', 61.5)]
    tags = TrackTags("T", authors=("A",))
    assert m3u8(entries, tags).splitlines()[2] == '#EXTINF:61.500,a "b"'
    assert "TITLE \"a 'b'\"" in cue(entries, tags, "MP3")
