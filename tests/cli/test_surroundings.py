"""Odd surroundings: the track is made, or one line says why not, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TEXT = "# A title\n\nWörter — “quoted” words.\n\n## Another\n\nMore of them stand here.\n"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="of POSIX systems")


@pytest.fixture
def place(tmp_path):
    (tmp_path / "scratch").mkdir()
    (tmp_path / "ä.md").write_text(TEXT, "utf-8")
    return tmp_path


def run(place, call, **env):
    """What `sh` makes of `call`, in which `$R` is the program."""
    surroundings = {**os.environ, "TMPDIR": str(place / "scratch"), **env}
    kept = {name: value for name, value in surroundings.items() if value is not None}
    program = f'R="{sys.executable} -m rhapsode"\n'
    done = subprocess.run(["sh", "-c", program + call], cwd=place, env=kept, capture_output=True, check=False)
    assert not [path.name for path in (place / "scratch").iterdir() if path.name.startswith("rhapsode-work-")]
    assert not list(place.glob(".*.part*"))
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def is_one_line(message):
    return (
        message.startswith("rhapsode: error: ") and message.count("\n") == 1 and "fault of the program" not in message
    )


RENDER = "$R render ä.md --engine tone -o made.mp3 -q"


@pytest.mark.parametrize(
    "env",
    [
        {"HOME": None, "XDG_CACHE_HOME": None},
        {"HOME": "", "XDG_CACHE_HOME": ""},
        {"HOME": "/dev/null"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "nonesuch", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "ascii:strict"},
        {"TMPDIR": "/nonexistent"},
    ],
    ids=str,
)
def test_the_track_is_made(place, env):
    assert run(place, RENDER, **env) == (0, "", "")
    assert (place / "made.mp3").stat().st_size


@pytest.mark.parametrize("store", ["/dev/null/store", "ä.md", "/proc/store"])
def test_a_store_that_cannot_be_written_is_one_line(place, store):
    code, said, message = run(place, RENDER, RHAPSODE_STORE=store)
    assert (code, said) == (1, "")
    assert is_one_line(message)
    assert "RHAPSODE_STORE" in message
    assert not (place / "made.mp3").exists()
    assert run(place, "$R voices", RHAPSODE_STORE=store)[0] == 0


def test_one_that_cannot_be_made_is_named_with_its_cure(place):
    assert run(place, RENDER, RHAPSODE_STORE="/proc/store")[2] == (
        "rhapsode: error: what is spoken cannot be kept (No such file or directory: /proc/store): "
        "name a folder that can be written by RHAPSODE_STORE, or make room there\n"
    )


def test_a_complete_store_that_can_only_be_read_is_enough(place):
    assert run(place, RENDER)[0] == 0
    made = (place / "made.mp3").read_bytes()
    store = os.environ["RHAPSODE_STORE"]
    if os.getuid():
        guard, bare = f"chmod -R a-w {store}", f"chmod -R u+w {store}"
    else:  # whom no permission stops
        guard, bare = f"mount --bind {store} {store} && mount -o remount,ro,bind {store}", f"umount {store}"
        if subprocess.run(["unshare", "-m", "sh", "-c", guard], capture_output=True, check=False).returncode:
            pytest.skip("this user can have no folder that can only be read")
    call = f"{guard} && {RENDER} && $R sections ä.md --engine tone && {bare}"
    code, _, message = run(place, call if os.getuid() else f"export R; unshare -m sh -c '{call}'")
    assert (code, message) == (0, "")
    assert (place / "made.mp3").read_bytes() == made


@pytest.mark.slow  # five calls of the program
@pytest.mark.parametrize("locale", ["C.UTF-8", "C"])
def test_names_that_the_locale_cannot_spell_are_kept_byte_for_byte(place, locale):
    (place / os.fsdecode(b"\xfc.md")).write_text("# Über\n\nTwo words.\n\n# “Ende”\n\nTwo more.\n", "utf-8")
    calls = [
        "$R render $N.md --engine tone -o $N.mp3 -q",
        "$R publish $N.mp3 --to shelf$N --base-url https://example.org/pod",
        "$R publish $N.mp3 --to shelf$N --base-url https://example.org/pod",
        "$R render $N.md --engine tone --split -o split$N/ -q",
        "$R say Wörter --engine tone -o said.wav",
    ]
    name = "N=$(printf '\\374'); "
    code, said, message = run(
        place, name + " && ".join(calls), LC_ALL=locale, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONPATH=None
    )
    assert (code, message) == (0, ""), said
    shelf = os.fsencode(place) + b"/shelf\xfc/"
    assert Path(os.fsdecode(shelf + b"\xfc.mp3")).is_file()
    assert "%FC.mp3" in Path(os.fsdecode(shelf + b"library.json")).read_text()
    sections = [file for _, _, files in os.walk(os.fsencode(place) + b"/split\xfc") for file in files]
    assert any("Über".encode() in file for file in sections)
    assert any("“Ende”".encode() in file for file in sections)


@pytest.mark.slow  # the voice takes some seconds to load
def test_a_voice_by_a_network_leaves_nothing_in_the_temporary_folder(place):
    pytest.importorskip("hibari")
    assert run(place, "$R say 'A few words.' --engine natural -o said.mp3")[0] == 0
    assert [path.name for path in (place / "scratch").iterdir()] == []


GONE = 'mkdir gone; cd gone; rmdir ../gone; PLACE="$OLDPWD"; '


@pytest.mark.parametrize(
    "paths", ["ä.md -o made.mp3", "../ä.md -o $PLACE/made.mp3", "$PLACE/ä.md", "- -o made.mp3 < $PLACE/ä.md"]
)
def test_a_current_folder_that_is_gone_is_one_line(place, paths):
    code, said, message = run(place, f"{GONE} $R render {paths} --engine tone")
    assert (code, said, message) == (1, "", "rhapsode: error: the current folder is gone: go to another\n")


def test_who_needs_no_current_folder_does_without(place):
    assert run(place, f"{GONE} $R render $PLACE/ä.md --engine tone -o $PLACE/made.mp3 -q") == (0, "", "")
    assert (place / "made.mp3").stat().st_size
    code, said, _ = run(place, f"{GONE} $R sections $PLACE/ä.md --engine tone")
    assert code == 0
    assert "A title" in said


@pytest.mark.parametrize("call", ["$R voices", "$R sections ä.md --json", "$R --help", RENDER.removesuffix("-q")])
def test_a_reader_that_has_gone_is_met_in_silence(place, call):
    code, _, message = run(place, f"mkfifo pipe; : < pipe & exec 3> pipe; wait; {call} >&3")
    assert code == 1
    assert "error" not in message


def test_a_render_whose_interrupt_key_is_ignored_is_ended_by_sigterm(place):
    (place / "long.txt").write_text("\n\n".join(f"Sentence number {n} takes some time." for n in range(3_000)))
    call = 'trap "" INT; exec "$0" -m rhapsode render long.txt --engine espeak -o long.mp3'
    with subprocess.Popen(["sh", "-c", call, sys.executable], cwd=place, stderr=subprocess.PIPE) as started:
        deadline = time.monotonic() + 30
        while not list(Path(os.environ["RHAPSODE_STORE"]).rglob("?" * 63)) and time.monotonic() < deadline:
            time.sleep(0.02)
        started.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            started.wait(0.2)
        started.send_signal(signal.SIGTERM)
        message = started.stderr.read().decode()
        assert started.wait(20) == 128 + signal.SIGTERM
    assert message.lstrip() == "rhapsode: error: asked to end; what was spoken is kept, run it again to go on\n"
    assert not list(place.glob("*.mp3"))
