from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from mixtools import FORMATS, HOSTILE, RATE, bench, mixed, said, script, tone

from rhapsode.cli.inspect_command import command
from rhapsode.errors import SourceMissing, SourceUnreadable
from rhapsode.mixing import MixedTrack, inspect, read_track
from rhapsode.mixing.containers.wav_file import head
from rhapsode.mixing.readback.file_metadata import parse
from rhapsode.mixing.readback.waveform_svg import svg

Finished = Callable[[str], MixedTrack]


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_track_of_ours_is_read_back(finished: Finished, suffix: str) -> None:
    track = finished(suffix)
    found = inspect(track.path)
    assert found.seconds == pytest.approx(track.frames / track.rate_hz, abs=0.001)
    assert [chapter.title for chapter in found.chapters] == [said(title) for title in HOSTILE]
    assert found.loudness_lufs == pytest.approx(-19, abs=0.3)
    assert found.true_peak_dbtp is not None
    assert found.true_peak_dbtp <= -1
    assert (found.clipped, found.cover, found.timeline, found.channels) == (0, "image/png", True, 1)
    assert found.tags["title"] == "Tïtle; of = it # all"
    assert found.longest_silence.seconds == pytest.approx(1.2, abs=0.1)


def sounding(path: Path, samples: bytes) -> Path:
    path.write_bytes(head(RATE, len(samples) // 2, b"") + samples)
    return path


def test_a_stranger_is_read_too(tmp_path: Path) -> None:
    found = inspect(sounding(tmp_path / "x.wav", tone(RATE, level=32_767) + bytes(3 * 2 * RATE) + tone(RATE)))
    assert not found.timeline
    assert found.longest_silence.start == pytest.approx(1, abs=0.05)
    assert found.longest_silence.seconds == pytest.approx(3, abs=0.05)
    assert found.clipped > 0
    assert len(found.peaks) // 2 <= 1_600
    assert found.cover == ""


def test_silence_has_no_loudness(tmp_path: Path) -> None:
    found = inspect(sounding(tmp_path / "x.wav", bytes(2 * RATE)))
    assert (found.loudness_lufs, found.true_peak_dbtp) == (None, None)


@pytest.mark.parametrize("content", [b"", b"no sound at all", b"ID3\x03\x00\x00\x00\x00\x00\x00"])
def test_what_is_no_sound_is_an_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.mp3"
    path.write_bytes(content)
    with pytest.raises(SourceUnreadable):
        inspect(path)
    with pytest.raises(SourceUnreadable):
        read_track(path)


def test_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing):
        inspect(tmp_path / "x.mp3")
    with pytest.raises(SourceMissing):
        read_track(tmp_path / "x.mp3")


def test_ffmpegs_escapes_are_undone() -> None:
    text = (
        ";FFMETADATA1\ntitle=a\\=b\\;c\\#d\\\\e\\\nf\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=1500\nEND=2000\ntitle=x\\=y\n"
    )
    found = parse(text)
    assert found.tags == {"title": "a=b;c#d\\e\nf"}
    assert [(c.title, c.start, c.end) for c in found.chapters] == [("x=y", 1.5, 2.0)]


def test_the_waveform_is_well_formed_and_has_a_tick_per_chapter(finished: Finished) -> None:
    found = inspect(finished("mp3").path)
    picture = ElementTree.fromstring(svg(found.peaks, found.chapters, found.seconds, "a < b & \x00 c"))
    name = "{http://www.w3.org/2000/svg}"
    assert [line[0].text for line in picture.iter(f"{name}line")] == [said(title) for title in HOSTILE]
    assert picture[0].text == "a < b &  c"
    across = [float(line.get("x1", "nan")) for line in picture.iter(f"{name}line")]
    assert across == sorted(across)
    assert across[0] == 0


def test_a_waveform_of_nothing_is_a_picture_too() -> None:
    assert ElementTree.fromstring(svg((), (), 0.0, "")).tag.endswith("svg")


def test_the_command_prints_and_draws(finished: Finished, tmp_path: Path) -> None:
    track = finished("mp3")
    picture = tmp_path / "wave.svg"
    shown = CliRunner().invoke(command, [str(track.path), "--waveform", str(picture)])
    assert shown.exit_code == 0, shown.output
    assert "Русский язык" in shown.output
    assert "LUFS" in shown.output
    assert picture.read_text().startswith("<svg")


def test_the_command_gives_json(finished: Finished) -> None:
    shown = CliRunner().invoke(command, [str(finished("mp3").path), "--json"])
    found = json.loads(shown.output)
    assert found["schema"] == 1
    assert found["chapters"][1]["title"] == said(HOSTILE[1])
    assert found["longest_silence"]["seconds"] > 0


def test_a_long_track_of_one_second_pieces_keeps_its_waveform_small(tmp_path: Path) -> None:
    made = bench(script([("One", 1, ["A sentence."] * 400)]), tmp_path / "store", frames_per_character=2_000)
    track = mixed(made, tmp_path / "x.wav", loudness="none", generate_cover=False)
    assert 1_000 <= len(track.peaks) <= 3_200
