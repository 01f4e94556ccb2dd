from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from mixtools import Inline, bench, script

from rhapsode.ffmpeg import find
from rhapsode.mixing import Master, mix, read_track


def decoded(path: Path, rate_hz: int) -> bytes:
    return subprocess.run(
        [find(), "-v", "error", "-i", path, "-f", "s16le", "-ac", "1", "-ar", str(rate_hz), "pipe:1"],
        capture_output=True,
        check=True,
    ).stdout


SECTIONS = [(f"Section {n}", 2 if n else 1, [f"Sentence {m} of part {n}." for m in range(9)]) for n in range(4)]


@pytest.mark.parametrize("suffix", ["mp3", "m4b", "m4a", "opus", "flac", "wav"])
def test_a_player_decodes_exactly_the_timeline(tmp_path: Path, suffix: str) -> None:
    made = bench(script(SECTIONS), tmp_path / "store")
    track = mix(made.script, made.speech, made.store, tmp_path / f"x.{suffix}", executor=Inline())
    rate_hz = 48_000 if suffix == "opus" else track.rate_hz  # the file's own: a change of rate may round up
    assert len(decoded(track.path, rate_hz)) == 2 * round(track.frames * rate_hz / track.rate_hz)


@pytest.mark.parametrize("suffix", ["mp3", "m4b", "m4a", "opus", "flac", "wav"])
def test_a_track_carries_its_own_timeline(tmp_path: Path, suffix: str) -> None:
    made = bench(script(SECTIONS), tmp_path / "store")
    track = mix(made.script, made.speech, made.store, tmp_path / f"x.{suffix}", executor=Inline())
    assert read_track(track.path) == track._replace(sha256="", true_peak_dbtp=None)


def test_loudness_none_leaves_every_sample_of_a_clip_but_its_edges(tmp_path: Path) -> None:
    made = bench(script(SECTIONS), tmp_path / "store")
    track = mix(
        made.script, made.speech, made.store, tmp_path / "x.wav", executor=Inline(), master=Master(loudness="none")
    )
    sound = decoded(track.path, track.rate_hz)
    for utterance in track.utterances:
        clip = made.clips[utterance.id].samples
        inside = slice(200, len(clip) - 200)
        assert sound[2 * utterance.start_frame : 2 * utterance.end_frame][inside] == clip[inside]
