"""Hearing a source at once from the command line, by a player of ours that notes what it hears, and at a terminal."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import pytest

from rhapsode import pipeline
from rhapsode.live import reading_aloud
from rhapsode.mixing import Master
from rhapsode.request import Request
from rhapsode.sound_output import endless_wav
from rhapsode.store import Store

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the player is a script, and terminals are of another kind")

PATIENCE_S = 60
TEXT = "# Tides\n\nThe *water* rises.\n\n## Night\n\nIt falls.\n"
LONG = "# Tides\n\nThe water rises over the sand.\n\n## Night\n\n" + "It falls and it rises again. " * 40 + "\n"
EAR = """#!{python}
import sys
assert sys.argv[1:] == ["-"]
with open({heard!r}, "ab") as heard:
    while data := sys.stdin.buffer.raw.read(512):
        heard.write(data)
        heard.flush()
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with an article and a player, `ear`, whose `heard` is what it was given."""
    (tmp_path / "article.md").write_text(TEXT)
    (tmp_path / "long.md").write_text(LONG)
    (tmp_path / "heard").touch()
    ear = tmp_path / "ear"
    ear.write_text(EAR.format(python=sys.executable, heard=str(tmp_path / "heard")))
    ear.chmod(0o755)
    return tmp_path


def environment(place: Path, **more: str) -> dict[str, str]:
    own = {"RHAPSODE_STORE": str(place / "store"), "RHAPSODE_PLAYER": str(place / "ear"), "HOME": str(place)}
    return {**os.environ, **own, "TERM": "xterm", **more}


def call(*words: str) -> list[str]:
    return [sys.executable, "-m", "rhapsode", "play", "--engine", "tone", "--rate", "450", *words]


def played(place: Path, *words: str, stdin: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    command, own = call(*words), environment(place, **more)
    return subprocess.run(
        command, cwd=place, env=own, input=stdin, capture_output=True, timeout=PATIENCE_S, check=False
    )


def test_what_is_heard_is_what_a_render_says_which_then_speaks_nothing(place: Path):
    done = played(place, "article.md")
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert lines[:4] == ["Tides", "The water rises.", "Night", "It falls."]
    assert re.fullmatch(r"Heard 0:0\d of 0:0\d; what was spoken is kept\.", lines[4])
    assert lines[5:] == ["Next: rhapsode render --engine tone --rate 450 article.md"]
    asked, store = Request(str(place / "article.md"), engine="tone", rate_wpm=450), Store(place / "store")
    with reading_aloud(asked, store=store, jobs=1) as reading:
        said = list(reading)
    heard = (place / "heard").read_bytes()
    assert heard == endless_wav(said[0].rate_hz) + b"".join(one.sound for one in said)
    track = pipeline.render(asked, place / "track.wav", store=store, jobs=1, master=Master(format="wav"))
    assert track.misses == 0


@pytest.mark.parametrize(
    ("beginning", "first"), [("2", "Night"), ("nigh", "Night"), ("0:00", "Tides"), ("59:00", None), ("1:00:00", None)]
)
def test_one_begins_at_a_section_or_a_time(place: Path, beginning: str, first: str | None):
    done = played(place, "article.md", "--from", beginning)
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert lines[0] == first or (first is None and lines[0].startswith("Heard 0:00 of"))


def test_the_command_that_comes_next_is_one_that_finds_what_was_heard(place: Path):
    (place / "an article.md").write_text("# Tides\n\n```\nno = 1\n```\n\n## Night\n\nIt falls.\n")
    done = played(place, "an article.md", "--from=Night", "--depth", "2", "--from", "nig")
    assert done.stdout.decode().splitlines()[-2:] == [
        "  2 words skipped: see `rhapsode sections 'an article.md'`",
        "Next: rhapsode render --engine tone --rate 450 'an article.md' --depth 2",
    ]


def test_a_year_may_be_a_title(place: Path):
    (place / "years.md").write_text("# Years\n\n## 1984\n\nIt rains.\n")
    done = played(place, "years.md", "--from", "1984")
    assert done.stdout.decode().splitlines()[0] == "1984"


def test_a_text_of_a_stranger_steers_no_terminal(place: Path):
    (place / "odd.md").write_text("One \x1b[2J\u202eword.\n")
    done = played(place, "odd.md")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout.decode()
    assert "\u202e" not in done.stdout.decode()


def test_standard_input_is_heard_too_and_quietly(place: Path):
    done = played(place, "-", "--quiet", stdin=b"All is calm.")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (place / "heard").stat().st_size > 1_000


@pytest.mark.parametrize(
    ("words", "more", "code", "said"),
    [
        (("none.md",), {}, 3, b"there is no file none.md"),
        (("article.md", "--from", "nowhere"), {}, 2, b"there is no section 'nowhere'"),
        (("article.md", "--from", "9"), {}, 2, b"there is no section '9'"),
        ((".",), {}, 2, b". names 2 sources: play one of them"),
        (("article.md",), {"RHAPSODE_PLAYER": "no-such-player"}, 1, b"which is no program"),
        (("article.md",), {"RHAPSODE_PLAYER": "false"}, 1, b"false could not play it"),
    ],
)
def test_what_goes_wrong_is_one_line(place: Path, words: tuple[str, ...], more: dict[str, str], code: int, said: bytes):
    done = played(place, *words, **more)
    assert (done.returncode, done.stderr.count(b"\n")) == (code, 1)
    assert said in done.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 128 + signal.SIGTERM)])
def test_it_ends_when_it_is_told_to_with_its_player(place: Path, number: signal.Signals, code: int):
    with subprocess.Popen(
        call("long.md"), cwd=place, env=environment(place), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        wait_until(lambda: (place / "heard").stat().st_size > 1_000)
        running.send_signal(number)
        out, said = running.communicate(timeout=PATIENCE_S)
    assert running.returncode == code
    assert b"Traceback" not in out + said
    size = (place / "heard").stat().st_size
    time.sleep(0.2)
    assert (place / "heard").stat().st_size == size


def wait_until(true: Callable[[], object]) -> None:
    end_s = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end_s, "it never came"
        time.sleep(0.02)


class Terminal:
    """A terminal 60 columns wide with the command in front of it."""

    def __init__(self, place: Path, *words: str, **more: str) -> None:
        import pty
        import termios

        self.shown = b""
        self._ours, self._theirs = pty.openpty()
        termios.tcsetwinsize(self._theirs, (24, 60))
        self.before = self.modes()
        self.running = subprocess.Popen(
            ["/bin/sh", "-c", 'exec 3<>"$0"; exec "$@" <&3 >&3 2>&3', os.ttyname(self._theirs), *call(*words)],
            cwd=place,
            env=environment(place, **more),
            start_new_session=True,  # or the terminal could not become its own
        )

    def read(self) -> bytes:
        """All that was shown so far."""
        while select.select([self._ours], [], [], 0.02)[0]:
            self.shown += os.read(self._ours, 4096)
        return self.shown

    def press(self, keys: bytes) -> None:
        os.write(self._ours, keys)

    def see(self, text: bytes) -> None:
        """Wait until it was shown since the last time."""
        self.shown = b""
        wait_until(lambda: text in self.read())

    def modes(self) -> list[object]:
        """How the terminal is set."""
        import termios

        return termios.tcgetattr(self._theirs)

    def end(self) -> int:
        """Wait for the command's end; its exit code. The terminal is as it was."""
        code = self.running.wait(PATIENCE_S)
        assert self.modes() == self.before
        self.read()
        return code

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.running.kill()
        self.running.wait(PATIENCE_S)
        os.close(self._ours)
        os.close(self._theirs)


@pytest.mark.parametrize("more", [{}, {"NO_COLOR": "1"}])
def test_at_a_terminal_words_are_lit_and_keys_obeyed(place: Path, more: dict[str, str]):
    with Terminal(place, "long.md", **more) as terminal:
        terminal.see(b"space: pause")
        terminal.see(b"\x1b[1;7mwater\x1b[0m")
        terminal.press(b" ")
        terminal.see(b"paused, 0:0")
        terminal.press(b"\x1b[B")
        terminal.see(b"\x1b[1;7mNight\x1b[0m")
        terminal.press(b"\x1b[C")
        terminal.see(b"\x1b[1;7mfalls\x1b[0m")
        terminal.press(b"\x1b[A\x1b[A")
        terminal.see(b"\x1b[1;7mTides\x1b[0m")
        terminal.press(b"]")
        terminal.see(b"\x1b[1;7mNight\x1b[0m")
        terminal.press(b"q")
        assert terminal.end() == 0
        assert b"Next: rhapsode render --engine tone" in terminal.shown


def test_a_terminal_is_as_before_when_the_player_breaks(place: Path):
    (place / "ear").write_text("#!/bin/sh\nread -r some\necho 'it broke' >&2\nexit 1\n")
    with Terminal(place, "long.md") as terminal:
        assert terminal.end() == 1
        assert b"ear could not play it (it broke)" in terminal.shown.replace(b"\r\n", b"")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_terminal_is_as_before_however_it_ends(place: Path, number: signal.Signals, code: int):
    with Terminal(place, "long.md") as terminal:
        terminal.see(b"\x1b[1;7mwater\x1b[0m")
        terminal.running.send_signal(number)
        assert terminal.end() == code
        assert terminal.shown.rindex(b"\x1b[?25h") > terminal.shown.rfind(b"\x1b[?25l")


def test_lines_end_before_the_edge_between_words_and_without_a_colour(place: Path):
    (place / "wide.md").write_text("worded " * 24 + "end.\n\nNext one.\n")
    with Terminal(place, "wide.md", NO_COLOR="1") as terminal:
        wait_until(lambda: b"end." in terminal.read())
        terminal.press(b"\x1b[C")
        wait_until(lambda: b"Next" in terminal.read())
        terminal.press(b"q")
        assert terminal.end() == 0
    assert not re.search(rb"\x1b\[(\d+;)*[34][0-7][;m]", terminal.shown)
    lines = re.split(r"[\r\n]+", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.shown.decode()))
    assert max(map(len, lines)) <= 60
    assert sum(line.startswith("worded worded") for line in lines) > 2


def test_a_terminal_that_can_do_nothing_has_plain_lines(place: Path):
    with Terminal(place, "article.md", TERM="dumb") as terminal:
        wait_until(lambda: b"The water rises." in terminal.read())
        terminal.press(b"q")
        assert terminal.end() == 0
        assert b"\x1b" not in terminal.shown


def test_who_stops_it_by_key_finds_it_paused_when_it_goes_on(place: Path):
    with Terminal(place, "long.md") as terminal:
        terminal.see(b"\x1b[1;7mwater\x1b[0m")
        terminal.press(b"\x1a")
        assert os.WIFSTOPPED(os.waitpid(terminal.running.pid, os.WUNTRACED)[1])
        assert terminal.modes() == terminal.before
        assert b"paused" in terminal.read()
        terminal.running.send_signal(signal.SIGCONT)
        wait_until(lambda: terminal.modes() != terminal.before)
        terminal.press(b" ")
        terminal.see(b"\x1b[1;7mNight\x1b[0m")
        terminal.press(b"\x1b")
        assert terminal.end() == 0
