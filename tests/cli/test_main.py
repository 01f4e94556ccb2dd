"""The command line as a user meets it: exit codes, one-line errors, and what `--help` costs."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path

import pytest

TEXT = """A Small Title

by Ann Author

This is the lead. It has two sentences.

A First Heading

Some words stand here, and they go on for a while to make a paragraph. It is long enough to be read as one, with a
second sentence and the beginning of a third, which says nothing new but says it at some length.
"""


def rhapsode(*args, stdin=b"", cwd=None, env=None):
    return subprocess.run(
        [sys.executable, "-m", "rhapsode", *map(str, args)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        check=False,
    )


@pytest.fixture
def article(tmp_path):
    file = tmp_path / "article.txt"
    file.write_text(TEXT)
    return file


def test_help_lists_every_command_and_loads_no_room():
    code = (
        "import sys\nfrom rhapsode.cli import group\n"
        "group.main(['--help'], standalone_mode=False)\n"
        "rooms = ('reading', 'scripting', 'speaking', 'mixing', 'listening')\n"
        "print([m for m in sys.modules if m.startswith(tuple(f'rhapsode.{r}' for r in rooms))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    for name in (
        "render",
        "sections",
        "words",
        "voices",
        "say",
        "inspect",
        "verify",
        "publish",
        "studio",
        "serve",
        "store",
        "doctor",
    ):
        assert f"\n  {name} " in done.stdout


def test_help_by_the_programs_own_start_loads_no_room_either():
    command = [sys.executable, "-X", "importtime", "-m", "rhapsode", "--help"]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    assert "rhapsode.cli" in loaded
    assert not [r for r in ("reading", "scripting", "speaking", "mixing", "listening") if f" rhapsode.{r}\n" in loaded]


@pytest.mark.parametrize(
    "name",
    "render sections words voices say inspect verify publish studio serve store doctor".split(),
)
def test_every_command_has_help(name):
    done = rhapsode(name, "--help")
    assert done.returncode == 0
    assert b"Usage: rhapsode " + name.encode() in done.stdout


FAILURES = {
    "nothing there": (["render", "nothing.txt"], 3),
    "an empty file": (["render", "empty.txt"], 3),
    "a binary file": (["render", "binary.txt"], 3),
    "a folder with nothing in it": (["render", "void"], 3),
    "an unknown engine": (["render", "article.txt", "--engine", "nonesuch"], 4),
    "an unknown voice": (["render", "article.txt", "--engine", "tone", "--voice", "nonesuch"], 4),
    "a target that cannot be written": (["render", "article.txt", "--engine", "tone", "-o", "empty.txt/x.mp3"], 2),
    "a device as the folder": (["render", "article.txt", "--engine", "tone", "-o", "/dev/null"], 2),
    "an unknown format": (["render", "article.txt", "--engine", "tone", "-o", "x.xyz"], 2),
    "no source": (["render"], 2),
    "an unknown option": (["render", "article.txt", "--nonesuch"], 2),
    "a missing encoder": (["render", "article.txt", "--engine", "tone", "-o", "x.mp3"], 5),
    "a rate beyond hearing": (["render", "article.txt", "--rate", "9999"], 2),
    "a style that is none": (["render", "article.txt", "--style", "style.toml"], 2),
    "the source as the target": (["render", "article.txt", "--engine", "tone", "-o", "article.txt"], 2),
    "a page in the source's place": (["render", "page.html", "--engine", "tone", "-o", "page.mp3", "--page"], 2),
    "standard output": (["render", "article.txt", "-o", "-"], 2),
    "nothing but punctuation": (["render", "dots.txt", "--engine", "tone"], 3),
    "an engine that is none": (["render", "article.txt", "--engine", "os:path"], 4),
    "nothing to say": (["say", " "], 2),
    "a language without a voice": (["voices", "--language", "xx"], 4),
}


@pytest.mark.parametrize(("args", "code"), FAILURES.values(), ids=FAILURES)
def test_a_failure_is_one_line_with_its_code_and_leaves_nothing(args, code, article):
    folder = article.parent
    (folder / "empty.txt").touch()
    (folder / "dots.txt").write_text("... !!! ---\n")
    (folder / "style.toml").write_text("[paragraph]\npause-after = 3\n")
    (folder / "page.html").write_text("<article><h1>A page</h1><p>Some words stand here, more than one.</p></article>")
    (folder / "void").mkdir()
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    before = sorted(folder.iterdir())
    env = {"RHAPSODE_FFMPEG": str(folder / "none")} if code == 5 else {}
    done = rhapsode(*args, cwd=folder, env=env)
    message = done.stderr.decode()
    assert done.returncode == code, message
    assert "Traceback" not in message
    assert message.startswith("rhapsode: error: ")
    assert message.count("\n") == 1
    assert sorted(path for path in folder.iterdir() if path.name != "own-store") == before


def test_one_bad_source_does_not_stop_the_rest(article):
    done = rhapsode(
        "render", "nothing.txt", "article.txt", "--engine", "tone", "-o", "out/", "--json", cwd=article.parent
    )
    said = json.loads(done.stdout)
    assert done.returncode == 3
    assert [track["source"] for track in said["tracks"]] == ["article.txt"]
    assert [failure["source"] for failure in said["failed"]] == ["nothing.txt"]
    assert (article.parent / "out" / "article.mp3").exists()


def test_standard_input_is_a_source(tmp_path):
    done = rhapsode("sections", "-", "--json", "--engine", "tone", stdin=TEXT.encode(), cwd=tmp_path)
    plan = json.loads(done.stdout)
    assert plan["title"] == "A Small Title"
    assert plan["authors"] == ["Ann Author"]
    assert plan["words"] == {"source": len(TEXT.split()), "spoken": len(TEXT.split()), "skipped": 0}


@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SIGINT", "interrupted"),
        ("SIGTERM", "asked to end"),
        pytest.param("SIGHUP", "the terminal has gone", marks=pytest.mark.slow),  # by the same way as SIGTERM
    ],
)
def test_an_interrupt_leaves_no_half_file_and_keeps_what_was_spoken(tmp_path, name, said):
    (tmp_path / "scratch").mkdir()
    (tmp_path / "long.txt").write_text(
        "\n\n".join(f"Sentence number {n} is here to take some time." for n in range(1_500))
    )
    with subprocess.Popen(
        [sys.executable, "-m", "rhapsode", "render", "long.txt", "-o", "long.mp3"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path / "scratch")},
        preexec_fn=partial(signal.signal, signal.Signals[name], signal.SIG_DFL),  # noqa: PLW1509  # who runs this may ignore it
    ) as run:
        deadline = time.monotonic() + 30
        while not list((tmp_path / "own-store").glob("v*/?/*")) and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.3)
        run.send_signal(signal.Signals[name])
        message = run.stderr.read().decode()
    assert run.returncode == 128 + signal.Signals[name], message
    assert message.lstrip() == f"rhapsode: error: {said}; what was spoken is kept, run it again to go on\n"
    assert {path.name for path in tmp_path.iterdir()} == {"long.txt", "own-store", "scratch"}
    assert not list((tmp_path / "scratch").glob("rhapsode-work-*"))
    assert list((tmp_path / "own-store").glob("v*/?/*"))


def test_one_source_of_a_list_that_fails_leaves_the_others(article):
    (article.parent / "my.list").write_text("gone.txt\narticle.txt\n")
    done = rhapsode("sections", "my.list", "--engine", "tone", cwd=article.parent)
    assert done.returncode == 3
    assert done.stdout.decode().startswith("article.txt\nA Small Title")
    assert done.stderr.decode() == "rhapsode: error: there is no file gone.txt: check the path\n"


@pytest.mark.parametrize("json_too", [[], ["--json"]])
def test_no_control_character_of_a_title_or_a_name_reaches_the_terminal(tmp_path, json_too):
    obeyed = "\x1b]0;x\x07\u202egnorw\x9b"
    (tmp_path / "a\u202e.html").write_text(f"<title>An {obeyed} title</title><p>{'Some text here. ' * 40}</p>")
    (tmp_path / "b.md").write_text('---\ntitle: "\\e]0;x\\a\\u202E wrong"\n---\nSome text here.\n')
    for name in ("a\u202e.html", "b.md", "c\x1b\u202e.txt"):
        done = rhapsode("sections", name, "--engine", "tone", *json_too, cwd=tmp_path)
        told = (done.stdout + done.stderr).decode()
        assert told
        assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(told)
        if json_too and done.stdout:
            assert "wrong" in json.loads(done.stdout)["title"] or "gnorw" in json.loads(done.stdout)["title"]


def test_what_the_terminal_cannot_show_is_no_failure(tmp_path):
    (tmp_path / "odd.md").write_text('---\ntitle: "\\ud800 odd"\n---\nSome text here.\n')
    done = rhapsode("sections", "odd.md", "--engine", "tone", cwd=tmp_path, env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("closed", [(1,), (2,), (0, 1, 2)])
def test_closed_output_is_no_failure(article, closed):
    calls = " ".join(f"{number}{'<' if number == 0 else '>'}&-" for number in closed)
    call = f'"$0" -m rhapsode render article.txt --engine tone -o made.wav {calls}'
    done = subprocess.run(["sh", "-c", call, sys.executable], cwd=article.parent, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (article.parent / "made.wav").read_bytes()[:4] == b"RIFF"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_is_one_line(article):
    with Path("/dev/full").open("wb") as full:
        call = [sys.executable, "-m", "rhapsode", "sections", "article.txt"]
        env = {**os.environ, "PYTHONUNBUFFERED": ""}  # what is kept back fails a second time, at the end
        done = subprocess.run(call, cwd=article.parent, stdout=full, stderr=subprocess.PIPE, env=env, check=False)
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("name", ["render", "sections", "words", "voices", "say", "inspect", "verify", "publish"])
def test_help_fits_a_narrow_terminal(name):
    done = rhapsode(name, "--help", env={"COLUMNS": "60"})
    assert max(map(len, done.stdout.decode().splitlines())) <= 60


def test_help_names_every_reader_and_engine():
    told = rhapsode("render", "--help", env={"COLUMNS": "200"}).stdout.decode()
    hidden = {"other", "tone"}  # a reader that only says what cannot be read, and an engine for tests
    names = {one.name for kind in ("readers", "engines") for one in entry_points(group=f"rhapsode.{kind}")}
    assert {name for name in names - hidden if not re.search(rf"\b{name}\b", told)} == set()


@pytest.mark.skipif(os.name == "nt", reason="Windows starts nothing without a PATH")
def test_no_search_path_is_no_failure(article):
    call = [sys.executable, "-m", "rhapsode", "render", "article.txt", "--engine", "tone", "-o", "made.mp3", "-q"]
    bare = {name: value for name, value in os.environ.items() if name != "PATH"}
    done = subprocess.run(call, cwd=article.parent, env=bare, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (article.parent / "made.mp3").stat().st_size
