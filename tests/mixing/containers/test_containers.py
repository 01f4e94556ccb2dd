"""What every container says, read back by programs that did not write it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mixtools import FORMATS, HOSTILE, bench, mixed, said, script

from rhapsode.mixing import MixedTrack
from rhapsode.mixing.readback.file_metadata import metadata

Finished = Callable[[str], MixedTrack]
EYED3_ON_313 = "ignore:Parsing dates:DeprecationWarning"
"""eyeD3 0.9.9 reads days without a year, which 3.13 announces the end of."""
TITLES = [said(title) for title in HOSTILE]


def probed(path: Path) -> dict[str, Any]:
    if shutil.which("ffprobe") is None:
        pytest.skip("ffprobe is not installed")
    shown = ["-show_chapters", "-show_format", "-show_streams", "-of", "json"]
    done = subprocess.run(["ffprobe", "-v", "error", *shown, path], capture_output=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("suffix", FORMATS)
def test_chapters_have_the_sections_titles_and_times(finished: Finished, suffix: str) -> None:
    track = finished(suffix)
    found = metadata(track.path).chapters
    heard = [section for section in track.sections if section.end_frame > section.start_frame]
    assert [chapter.title for chapter in found] == TITLES
    for chapter, section in zip(found, heard, strict=True):
        assert abs(chapter.start - track.seconds(section.start_frame)) <= 0.001
        assert abs(chapter.end - track.seconds(section.end_frame)) <= 0.02


@pytest.mark.parametrize("suffix", FORMATS)
def test_tags_are_read_by_ffmpeg(finished: Finished, suffix: str) -> None:
    tags = metadata(finished(suffix).path).tags
    assert tags["title"] == "Tïtle; of = it # all"
    assert "Ann Author" in tags["artist"]
    assert "Bo Büchner" in tags["artist"]
    assert tags["language"] == "eng"
    assert "2024" in tags["date"]
    assert "Русский язык" in tags["transcript"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_ffprobe_agrees(finished: Finished, suffix: str) -> None:
    found = probed(finished(suffix).path)
    assert [chapter["tags"]["title"] for chapter in found["chapters"]] == TITLES
    assert {stream["codec_type"] for stream in found["streams"]} >= {"audio", "video"}, "sound and cover"


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_track_reads_its_timeline_back(finished: Finished, suffix: str) -> None:
    from rhapsode.mixing import read_track

    track = finished(suffix)
    assert read_track(track.path) == track._replace(sha256="", true_peak_dbtp=None)


@pytest.mark.filterwarnings(EYED3_ON_313)
def test_mutagen_and_eyed3_read_the_mp3(finished: Finished) -> None:
    import eyed3
    from mutagen.id3 import ID3

    path = finished("mp3").path
    tags = ID3(path)
    assert tags.version == (2, 3, 0)
    assert str(tags["TLAN"]) == "eng"
    assert tags.getall("APIC")[0].mime == "image/png"
    assert "Русский язык" in tags.getall("USLT")[0].text
    by_eye = eyed3.load(path).tag
    starts = {chapter.element_id: chapter.times[0] for chapter in by_eye.chapters}
    assert len(starts) == len(TITLES)
    tables = {table.element_id: list(table.child_ids) for table in by_eye.table_of_contents}

    def walked(name: bytes) -> list[bytes]:
        return [name] if name in starts else [leaf for child in tables[name] for leaf in walked(child)]

    order = walked(b"toc")
    assert [starts[name] for name in order] == sorted(starts.values())
    assert len(tables) > 1, "nested as the headings are"


def test_mutagen_reads_the_m4b(finished: Finished) -> None:
    from mutagen.mp4 import MP4

    file = MP4(finished("m4b").path)
    assert file["\xa9nam"] == ["Tïtle; of = it # all"]
    assert file["covr"]
    assert [chapter.title for chapter in file.chapters] == TITLES
    # mutagen counts the packets, and does not look at the edit list.
    assert file.info.length == pytest.approx(finished("m4b").frames / 22_050, abs=0.1)


@pytest.mark.parametrize("suffix", ["opus", "flac"])
def test_mutagen_reads_the_comments(finished: Finished, suffix: str) -> None:
    from mutagen import File

    file = File(finished(suffix).path)
    assert file["title"] == ["Tïtle; of = it # all"]
    assert file["artist"] == ["Ann Author", "Bo Büchner"]
    assert file.info.length == pytest.approx(finished(suffix).frames / 22_050, abs=0.001)


@pytest.mark.parametrize("program", ["mediainfo", "AtomicParsley"])
def test_other_programs_read_the_m4b(finished: Finished, program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    command = [program, finished("m4b").path] + (["-t"] if program == "AtomicParsley" else [])
    shown = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "replace")
    assert "Tïtle; of = it # all" in shown
    if program == "mediainfo":
        assert all(title in shown for title in TITLES)


@pytest.mark.filterwarnings(EYED3_ON_313)
@pytest.mark.parametrize("suffix", ["mp3", "m4b", "opus", "flac"])
def test_three_hundred_chapters(tmp_path: Path, suffix: str) -> None:
    made = bench(script([(f"{at}", 1 + (at > 0), []) for at in range(300)]), tmp_path / "store")
    track = mixed(made, tmp_path / f"x.{suffix}", generate_cover=False)
    assert [chapter.title for chapter in metadata(track.path).chapters] == [f"{at}" for at in range(300)]
    if suffix == "mp3":
        import eyed3

        assert len(list(eyed3.load(track.path).tag.chapters)) == 300


def test_flac_decodes_to_the_very_samples_of_the_wav(finished: Finished) -> None:
    assert finished("flac").segment().raw_data == finished("wav").segment().raw_data
