"""A track's own timeline comes back out of its file, is shown by no player, and outlives an editor of tags."""

from __future__ import annotations

import shutil
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mutagen import File

from rhapsode import ffmpeg
from rhapsode.errors import SourceUnreadable
from rhapsode.mixing import MixedTrack, read_track
from rhapsode.mixing.embedded_timeline import FLAC_APPLICATION, MP4_UUID, OPUS_LEAD
from rhapsode.mixing.readback.read_track import _timeline

Finished = Callable[[str], MixedTrack]
SUFFIXES = ["mp3", "m4b", "opus", "flac", "wav"]


def copied(track: MixedTrack, folder: Path) -> Path:
    return Path(shutil.copy(track.path, folder / track.path.name))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_it_is_the_track_that_was_made(finished: Finished, suffix: str) -> None:
    made = finished(suffix)
    found = read_track(made.path)
    assert (found.utterances, found.sections, found.frames) == (made.utterances, made.sections, made.frames)
    assert _timeline(made.path) == made.timeline


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_player_shows_it(finished: Finished, suffix: str) -> None:
    track = finished(suffix)
    shown = ffmpeg.run(["-i", track.path, "-f", "ffmetadata", "pipe:1"]).decode("utf-8", "replace")
    names = [line.partition("=")[0].lower() for line in shown.splitlines()]
    assert "title" in names
    assert "rhapsode" not in names
    assert b64encode(track.timeline).decode()[:40] not in shown


@pytest.mark.parametrize("suffix", ["mp3", "m4b", "opus", "flac"])
def test_an_editor_of_tags_leaves_it(finished: Finished, suffix: str, tmp_path: Path) -> None:
    place = copied(finished(suffix), tmp_path)
    file: Any = File(place, easy=True)
    file["title"] = "Another title, which is a good deal longer than the one that was there " * 40
    file.save()
    assert read_track(place).utterances == finished(suffix).utterances


def without_opus(place: Path) -> None:
    file: Any = File(place)
    assert file.tags._pad_data.startswith(OPUS_LEAD)
    file.tags._pad_data = b""
    file.save()


def without_flac(place: Path) -> None:
    file: Any = File(place)
    own = [block for block in file.metadata_blocks if block.code == 2]
    assert [block.data[:4] for block in own] == [FLAC_APPLICATION]
    file.metadata_blocks.remove(own[0])
    file.save()


def without_mp4(place: Path) -> None:
    data = place.read_bytes()
    assert data.count(MP4_UUID) == 1
    place.write_bytes(data.replace(MP4_UUID, bytes(16)))


@pytest.mark.parametrize(
    ("suffix", "without", "tag"),
    [
        ("m4b", without_mp4, "----:com.apple.iTunes:rhapsode"),
        ("opus", without_opus, "rhapsode"),
        ("flac", without_flac, "rhapsode"),
    ],
)
def test_a_track_of_before_has_it_in_a_tag(
    finished: Finished, suffix: str, without: Callable[[Path], None], tag: str, tmp_path: Path
) -> None:
    place = copied(finished(suffix), tmp_path)
    without(place)
    with pytest.raises(SourceUnreadable, match="no timeline"):
        read_track(place)
    file: Any = File(place)
    held = b64encode(finished(suffix).timeline)
    file[tag] = [held if suffix == "m4b" else held.decode()]
    file.save()
    assert read_track(place).utterances == finished(suffix).utterances


@pytest.mark.parametrize("suffix", ["m4b", "opus", "flac"])
def test_a_file_that_was_cut_is_told(finished: Finished, suffix: str, tmp_path: Path) -> None:
    place = copied(finished(suffix), tmp_path)
    place.write_bytes(place.read_bytes()[:600])
    with pytest.raises(SourceUnreadable):
        read_track(place)
