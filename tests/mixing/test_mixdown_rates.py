"""Voices of every rate, tracks of every length: what is decoded is what the timeline says."""

from __future__ import annotations

from pathlib import Path

import pytest
from mixtools import Bench, bench, decoded, mixed, script

from rhapsode.clips import pack, unpack
from rhapsode.errors import RhapsodeError
from rhapsode.model import Clip
from rhapsode.resampling import at_rate


def small(folder: Path, rate: int = 22_050, sentences: int = 5) -> Bench:
    lines = [f"Sentence {at} of a few." for at in range(sentences)]
    return bench(script([("Title", 1, lines), ("More", 2, lines)]), folder, rate, frames_per_character=rate // 20)


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 24_000, 44_100, 48_000])
@pytest.mark.parametrize("suffix", ["mp3", "m4b", "flac"])
def test_every_rate_decodes_to_its_timeline(tmp_path: Path, suffix: str, rate: int) -> None:
    track = mixed(small(tmp_path / "store", rate), tmp_path / f"x.{suffix}", generate_cover=False)
    assert track.rate_hz == rate
    assert len(decoded(track.path, rate)) == 2 * track.frames


@pytest.mark.parametrize("rate", [16_000, 22_050])
def test_opus_keeps_its_length_at_its_own_rate(tmp_path: Path, rate: int) -> None:
    track = mixed(small(tmp_path / "store", rate), tmp_path / "x.opus", generate_cover=False)
    assert len(decoded(track.path, 48_000)) // 2 == round(track.frames * 48_000 / rate)


@pytest.mark.parametrize("suffix", ["mp3", "m4b", "opus", "flac", "wav"])
def test_one_short_utterance_is_a_track(tmp_path: Path, suffix: str) -> None:
    made = bench(script([("", 1, ["Just this."])]), tmp_path / "store", frames_per_character=1_000)
    alone = made.script.utterances[0]._replace(before_ms=0, after_ms=0)
    track = mixed(made._replace(script=made.script._replace(utterances=(alone,))), tmp_path / f"x.{suffix}")
    assert track.frames == 10_000
    assert len(decoded(track.path, 22_050)) // 2 in (10_000, 10_001)


def test_a_style_without_pauses_loses_no_sample(tmp_path: Path) -> None:
    made = small(tmp_path / "store")
    tight = tuple(said._replace(before_ms=0, after_ms=0) for said in made.script.utterances)
    track = mixed(made._replace(script=made.script._replace(utterances=tight)), tmp_path / "x.wav", loudness="none")
    assert track.frames == sum(clip.frames for clip in made.clips.values())


def test_silence_alone_is_a_track_without_loudness(tmp_path: Path) -> None:
    made = small(tmp_path / "store", sentences=2)
    for key in made.speech.keys.values():
        made.store.put(key, pack(Clip(bytes(20_000), 22_050)))
    track = mixed(made, tmp_path / "x.mp3")
    assert track.loudness_lufs is None
    assert len(decoded(track.path, 22_050)) == 2 * track.frames


def test_a_script_without_sentences_is_refused(tmp_path: Path) -> None:
    made = small(tmp_path / "store")
    with pytest.raises(RhapsodeError, match="nothing to speak"):
        mixed(made._replace(script=made.script._replace(utterances=())), tmp_path / "x.mp3")


def test_a_clip_of_another_rate_is_brought_to_the_track_s(tmp_path: Path) -> None:
    plain = mixed(small(tmp_path / "plain store"), tmp_path / "plain.wav")
    made = small(tmp_path / "other store")
    key = made.speech.keys["u2"]
    made.store.put(key, pack(at_rate([unpack(made.store.get(key) or b"")], 16_000)[0]))
    other = mixed(made, tmp_path / "other.wav")
    assert abs(other.frames - plain.frames) <= 4
    for one, two in zip(plain.utterances, other.utterances, strict=True):
        assert abs(one.end_frame - two.end_frame) <= 4


@pytest.mark.parametrize("damaged", [b"", b"no clip"])
def test_a_damaged_clip_is_an_error_with_a_cure(tmp_path: Path, damaged: bytes) -> None:
    made = small(tmp_path / "store")
    made.store.put(made.speech.keys["u2"], damaged)
    with pytest.raises(RhapsodeError, match="store check"):
        mixed(made, tmp_path / "x.mp3")


def test_lame_by_ffmpeg_fits_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rhapsode.installed.version", lambda package: "")
    track = mixed(small(tmp_path / "store"), tmp_path / "x.mp3")
    assert len(decoded(track.path, 22_050)) == 2 * track.frames
