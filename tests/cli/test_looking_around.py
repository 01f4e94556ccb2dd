"""say, doctor and store, as a user calls them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


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


STEPS = """<html lang="en"><title>Glazing</title><nav><a href="/">Home</a></nav><article><h1>Glazing</h1>
<p>A glaze is a skin of glass, melted on to clay, and it must be laid evenly, or it runs, crawls, or blisters.</p>
<div class="steps"><div><a href="/1">Step one: wash the bowl</a></div><div><a href="/2">Step two: dip it</a></div></div>
<p>When the bowl is dry, the foot is wiped clean, for glaze on the foot sticks to the shelf, and both are lost.</p>
</article></html>"""


def test_what_a_page_loses_is_listed_and_comes_back_into_the_track(tmp_path):
    (tmp_path / "glaze.html").write_text(STEPS, "utf-8")
    lost = "around the page's main content: Step two: dip it"
    kept = ["--engine", "tone", "--keep", "step TWO"]
    assert lost in run(tmp_path, "sections", "glaze.html", "--engine", "tone")[1]
    assert lost not in run(tmp_path, "sections", "glaze.html", *kept)[1]
    code, out, err = run(tmp_path, "render", "glaze.html", "-o", "glaze.wav", "--captions", "vtt", *kept)
    assert (code, err) == (0, ""), out
    captions = (tmp_path / "glaze.vtt").read_text("utf-8")
    assert "Step two: dip it" in captions
    assert "Step one" not in captions


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


def test_store_check_drops_what_is_damaged_and_names_it(tmp_path):
    run(tmp_path, "say", "Hello", "-o", "hello.wav", "--engine", "tone")
    values = sorted(file for file in (tmp_path / "own-store").glob("v*/?/*") if file.is_file())
    values[0].write_bytes(values[0].read_bytes()[:-1])
    code, out, _ = run(tmp_path, "store", "check")
    assert code == 0
    assert f"{len(values) - 1} whole, 1 damaged" in out
    assert values[0].parent.name + values[0].name in out
    assert json.loads(run(tmp_path, "store", "check", "--json")[1])["damaged"] == []


def player(folder):
    """A player that notes what it is given and how much of it there is."""
    script = folder / "player"
    script.write_text(f'#!/bin/sh\nwc -c < "$1" >> {folder}/played\necho "$1" >> {folder}/played\n')
    script.chmod(0o755)
    return str(script)


@pytest.mark.skipif(os.name == "nt", reason="the player is a shell script")
def test_say_plays_what_it_spoke_and_leaves_no_file_that_nobody_named(tmp_path):
    code, out, err = run(tmp_path, "say", "Hello there", "--play", "--engine", "tone", RHAPSODE_PLAYER=player(tmp_path))
    assert (code, out, err) == (0, "", "")
    size, name = (tmp_path / "played").read_text().split()
    assert 10_000 < int(size) < 60_000  # 1.3 s of words at the most, and no seconds of silence after them
    assert not Path(name).exists()
    assert {path.name for path in tmp_path.iterdir()} == {"player", "played", "own-store"}


@pytest.mark.skipif(os.name == "nt", reason="the player is a shell script")
def test_render_plays_what_it_made(tmp_path):
    (tmp_path / "a.md").write_text("# A\n\nSome words.\n")
    command = ("render", "a.md", "--engine", "tone", "-o", "a.mp3", "--play")
    code, out, err = run(tmp_path, *command, RHAPSODE_PLAYER=player(tmp_path))
    assert (code, err) == (0, "")
    assert out.startswith("a.mp3\n")
    assert (tmp_path / "played").read_text().split()[1] == str(tmp_path / "a.mp3")


def test_without_a_player_nothing_is_spoken(tmp_path):
    (tmp_path / "a.md").write_text("# A\n\nSome words.\n")
    for command in (("say", "Hello", "-o", "a.wav"), ("render", "a.md", "-o", "a.mp3")):
        code, out, err = run(tmp_path, *command, "--play", "--engine", "tone", PATH="", RHAPSODE_PLAYER="")
        assert (code, out) == (1, "")
        assert err.startswith("rhapsode: error: there is no program here to play sound with")
        assert err.count("\n") == 1
    assert not {"a.wav", "a.mp3"} & {path.name for path in tmp_path.iterdir()}


def test_a_track_that_is_there_is_replaced_and_said_so_or_left_alone(tmp_path):
    (tmp_path / "a.md").write_text("# A\n\nSome words.\n")
    command = ("render", "a.md", "-o", "a.mp3", "--engine", "tone")
    assert run(tmp_path, *command)[1].startswith("a.mp3\n")
    (tmp_path / "a.mp3").write_bytes(b"mine")
    code, out, _ = run(tmp_path, *command, "--no-clobber")
    assert (code, out) == (0, "a.mp3 (there already, left as it is)\n")
    assert (tmp_path / "a.mp3").read_bytes() == b"mine"
    assert run(tmp_path, *command)[1].startswith("a.mp3 (replaced)\n")
    assert run(tmp_path, "say", "Hi", "-o", "a.mp3", "--engine", "tone")[1].startswith("a.mp3 (replaced): ")


def test_an_error_of_the_call_points_at_the_help_once(tmp_path):
    for args, message in {
        ("render",): "missing argument 'SOURCES...'; see `rhapsode render --help`",
        ("store", "nope"): "no such command 'nope'; see `rhapsode store --help`",
    }.items():
        assert run(tmp_path, *args)[2] == f"rhapsode: error: {message}\n"
