"""The encoder is found by an absolute path, never in the current folder."""

import os
import subprocess
from pathlib import Path

import pytest

from rhapsode import ffmpeg
from rhapsode.errors import EncoderError


@pytest.fixture(autouse=True)
def afresh():
    ffmpeg.find.cache_clear()
    yield
    ffmpeg.find.cache_clear()


def plant(folder):
    program = folder / "ffmpeg"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    return program


def test_pip_brings_one_that_runs(monkeypatch):
    monkeypatch.setenv("PATH", "")
    found = ffmpeg.find()
    assert Path(found).is_absolute()
    assert b"ffmpeg version" in subprocess.run([found, "-version"], capture_output=True, check=True).stdout


def test_one_planted_in_the_current_folder_is_never_taken(monkeypatch, tmp_path):
    plant(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ffmpeg, "_from_pip", lambda: None)
    monkeypatch.setenv("PATH", ".:")
    with pytest.raises(EncoderError, match="imageio-ffmpeg"):
        ffmpeg.find()


def test_a_setting_wins_and_a_wrong_one_is_an_error(monkeypatch, tmp_path):
    program = plant(tmp_path)
    monkeypatch.setenv("RHAPSODE_FFMPEG", str(program))
    assert ffmpeg.find() == str(program.resolve())
    ffmpeg.find.cache_clear()
    monkeypatch.setenv("RHAPSODE_FFMPEG", str(tmp_path / "nothing"))
    with pytest.raises(EncoderError, match="RHAPSODE_FFMPEG"):
        ffmpeg.find()


def test_ffmpegs_failure_is_one_line() -> None:
    with pytest.raises(EncoderError, match="ffmpeg failed") as caught:
        ffmpeg.run(["-i", "/no/such/file", "-f", "null", "-"])
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals")
@pytest.mark.parametrize(("script", "told"), [("kill -SEGV $$", "signal 11 ended it"), ("exit 3", "exit code 3")])
def test_one_that_ends_without_a_word_is_told_by_how_it_ended(monkeypatch, tmp_path, script, told):
    plant(tmp_path).write_text(f"#!/bin/sh\n{script}\n")
    monkeypatch.setenv("RHAPSODE_FFMPEG", str(tmp_path / "ffmpeg"))
    with pytest.raises(EncoderError, match=told):
        ffmpeg.run(["-version"])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals")
def test_one_that_is_killed_from_outside_is_tried_once_more(monkeypatch, tmp_path):
    real = ffmpeg.find()
    met = tmp_path / "met"
    plant(tmp_path).write_text(f'#!/bin/sh\n[ -e {met} ] || {{ : > {met}; kill -KILL $$; }}\nexec {real} "$@"\n')
    monkeypatch.setenv("RHAPSODE_FFMPEG", str(tmp_path / "ffmpeg"))
    ffmpeg.find.cache_clear()
    form = ("-f", "s16le", "-ar", "8000", "-ac", "1")
    sound = bytes(range(250)) * 2
    assert ffmpeg.run([*form, "-i", "pipe:0", "-bitexact", *form, "pipe:1"], sound) == sound
    assert met.exists()
