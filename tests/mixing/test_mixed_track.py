from __future__ import annotations

from pathlib import Path

import pytest
from mixtools import SECTIONS, bench, mixed, script

from rhapsode.mixing import UnfiledTrack
from rhapsode.mixing.containers import wav_file


def test_the_sound_of_a_track_beyond_four_gibibytes_is_taken_out_of_its_file_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = bench(script(SECTIONS), tmp_path / "bench")
    short = mixed(made, tmp_path / "short.wav")
    monkeypatch.setattr(wav_file, "LIMIT", 1_000)
    long = mixed(made, tmp_path / "long.wav")
    assert (short.path.read_bytes()[:4], long.path.read_bytes()[:4]) == (b"RIFF", b"RF64")
    for track in (short, long):
        taken = UnfiledTrack.of(track)
        assert taken.sample_rate_hz == track.rate_hz
        assert len(taken.samples) == 2 * track.frames
        assert track.path.read_bytes().endswith(taken.samples)
        assert taken.segment().frame_rate == track.rate_hz
    assert UnfiledTrack.of(short).samples == UnfiledTrack.of(long).samples
