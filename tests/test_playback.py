"""Playing by a program of the machine: here by ones of our own that note what they are given."""

import os
import sys
import wave
from pathlib import Path

import pytest

from rhapsode import playback
from rhapsode.errors import RhapsodeError

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the fake players are shell scripts")


@pytest.fixture
def players(tmp_path, monkeypatch):
    """A function that puts a fake player on an otherwise empty PATH; what they were called with is in its list."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("RHAPSODE_PLAYER", raising=False)

    def put(name, last="exit 0"):
        script = folder / name
        note = f"import sys; open({str(tmp_path / 'played')!r}, 'a').write(' '.join(sys.argv[1:]) + chr(10))"
        keep = "import shutil, sys; shutil.copy(sys.argv[-1], " + repr(str(tmp_path / "heard")) + ")"
        python = sys.executable
        script.write_text(f'#!/bin/sh\n{python} -c "{note}" {name} "$@"\n{python} -c "{keep}" "$@"\n{last}\n')
        script.chmod(0o755)
        return script

    put.played = lambda: (tmp_path / "played").read_text().splitlines() if (tmp_path / "played").exists() else []
    put.heard = tmp_path / "heard"
    return put


def silence(path, frames=2_205):
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 22_050, frames, "NONE", ""))
        file.writeframes(bytes(2 * frames))
    return path


def test_files_are_played_in_order_by_the_best_player_there_is(players, tmp_path):
    players("aplay")
    players("ffplay")
    files = [silence(tmp_path / "one.wav"), silence(tmp_path / "-two.wav")]
    playback.play(files)
    assert players.played() == [f"ffplay -nodisp -autoexit -loglevel error {file}" for file in files]


def test_a_player_that_finds_no_sound_device_is_not_believed_when_it_ends_well(players, tmp_path):
    players("ffplay", "echo 'No more combinations to try, audio open failed' >&2; exit 0")
    with pytest.raises(RhapsodeError, match=r"no sound device here to play one\.wav") as caught:
        playback.play([silence(tmp_path / "one.wav")])
    assert "without --play" in caught.value.cure


def test_what_a_player_cannot_take_is_decoded_for_it_and_not_kept(players, tmp_path):
    from rhapsode import ffmpeg

    players("aplay")
    sound = silence(tmp_path / "one.wav")
    ffmpeg.run(["-i", sound, tmp_path / "one.flac"])
    playback.play([tmp_path / "one.flac"])
    (call,) = players.played()
    decoded = Path(call.split()[-1])
    assert (decoded.name, decoded.exists()) == ("one.wav", False)
    with wave.open(str(players.heard)) as heard:
        assert (heard.getnframes(), heard.getframerate()) == (2_205, 22_050)


def test_a_player_can_be_named(players, tmp_path, monkeypatch):
    players("ffplay")
    monkeypatch.setenv("RHAPSODE_PLAYER", str(players("mine")))
    playback.play([silence(tmp_path / "one.wav")])
    assert players.played() == [f"mine {tmp_path / 'one.wav'}"]
    monkeypatch.setenv("RHAPSODE_PLAYER", "nonesuch")
    with pytest.raises(RhapsodeError, match="RHAPSODE_PLAYER names 'nonesuch'"):
        playback.find_player()


@pytest.mark.parametrize("name", ["mpv", "aplay"])
def test_one_that_is_known_gets_its_options_also_where_it_is_named(players, tmp_path, monkeypatch, name):
    players("ffplay")
    sound = silence(tmp_path / "one.wav")
    monkeypatch.setenv("RHAPSODE_PLAYER", str(players(name)))
    playback.play([sound])
    options = {"mpv": "--no-video --really-quiet", "aplay": "-q"}[name]
    assert players.played() == [f"{name} {options} {sound}"]


def test_none_and_a_failing_one_are_one_line(players, tmp_path):
    with pytest.raises(RhapsodeError, match="no program here to play sound with: install"):
        playback.find_player()
    players("mpv", "echo 'audio open error: no such device' >&2; exit 3")
    with pytest.raises(RhapsodeError, match=r"mpv could not play one.wav \(audio open error: no such device\)"):
        playback.play([silence(tmp_path / "one.wav")])


def test_a_player_in_the_current_folder_is_not_run(players, tmp_path, monkeypatch):
    players("ffplay").rename(tmp_path / "ffplay")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join(["", "."]))
    with pytest.raises(RhapsodeError, match="no program here"):
        playback.find_player()
