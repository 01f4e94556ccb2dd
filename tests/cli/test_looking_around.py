"""say, doctor and store, as a user calls them."""

import os
import subprocess
import sys


def run(folder, *args, **env):
    done = subprocess.run(
        [sys.executable, "-m", "rhapsode", *args],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, **env},
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_say_writes_the_words_and_nothing_else(tmp_path):
    code, out, err = run(tmp_path, "say", "Hello there", "-o", "hello.wav", "--engine", "tone")
    assert (code, err) == (0, "")
    assert out.startswith("hello.wav: 0:0")
    assert (tmp_path / "hello.wav").read_bytes()[:4] in (b"RIFF", b"RF64")


def test_doctor_says_what_is_in_use_and_speaks(tmp_path):
    code, out, _ = run(tmp_path, "doctor")
    assert code == 0, out
    for fact in ("espeak", "pyttsx3", "ffmpeg", "pydub", "one word"):
        assert fact in out
    assert all(line.startswith("ok ") for line in out.splitlines())


def test_no_program_on_the_path_is_no_reason_to_warn(tmp_path):
    code, out, err = run(tmp_path, "say", "Hello", "-o", "hello.mp3", "--engine", "tone", PATH="")
    assert (code, err) == (0, "")
    assert "hello.mp3" in out


def test_doctor_names_what_is_missing_and_goes_on(tmp_path):
    code, out, _ = run(tmp_path, "doctor", "--engine", "tone", RHAPSODE_FFMPEG="/none")
    assert code == 5
    assert "FAIL  encoder: RHAPSODE_FFMPEG" in out
    assert "store:" in out


def test_store_is_shown_and_cleared(tmp_path):
    run(tmp_path, "say", "Hello", "-o", "hello.wav", "--engine", "tone")
    _, shown, _ = run(tmp_path, "store", "info")
    assert " values, " in shown
    code, out, _ = run(tmp_path, "store", "clear")
    assert code == 0
    assert out.split()[0].isdecimal()
    assert ": 0 values" in run(tmp_path, "store", "info")[1]
