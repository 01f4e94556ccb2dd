"""The studio from outside: a process of its own, ended in the middle and started again."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rhapsode.mixing import read_track

pytest.importorskip("uvicorn", reason="the serve extra is not installed")

PATIENCE_S = 60
LONG = "# A long walk\n\n" + "\n\n".join(f"Step {n} of the walk leads past tree number {n}." for n in range(400))


class Running:
    """`rhapsode studio` over the shelf and the data of `folder`."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        own = {"RHAPSODE_DATA": str(folder / "data"), "RHAPSODE_STORE": str(folder / "store"), "HOME": str(folder)}
        command = [sys.executable, "-m", "rhapsode", "studio", "--engine", "tone", "--no-browser"]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)], env={**os.environ, **own}, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stderr
        self.first_line = self.process.stderr.readline()

    def ask(self, path: str, data: bytes | None = None, **headers: str) -> Any:
        token = "" if data is None else self.ask("state")["token"]
        own = {"X-Rhapsode-Token": token, **{name.replace("_", "-"): value for name, value in headers.items()}}
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}/{path}", data, own)
        with urllib.request.urlopen(asked, timeout=PATIENCE_S) as answer:
            return json.load(answer)

    def add(self, text: str) -> str:
        own = str(self.ask("sources", text.encode(), X_File_Name="walk.md")["id"])
        self.ask("queue", json.dumps({"id": own, "choices": {}}).encode())
        return own

    def wait(self, true: Callable[[dict[str, Any]], bool]) -> None:
        end_s = time.monotonic() + PATIENCE_S
        while not true(state := self.ask("state")):
            assert time.monotonic() < end_s, state
            time.sleep(0.05)

    def end(self, number: int = signal.SIGINT) -> str:
        self.process.send_signal(number)
        _, rest = self.process.communicate(timeout=PATIENCE_S)
        return rest


def is_speaking(state: dict[str, Any]) -> bool:
    return bool(state["queue"]) and bool(state["queue"][0].get("done"))


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda one: one.name)
def test_what_was_being_made_is_made_after_a_restart(tmp_path, number):
    first = Running(tmp_path)
    assert first.first_line == f"http://127.0.0.1:{first.port}/  (Ctrl-C stops)\n"
    first.add(LONG)
    first.wait(is_speaking)
    assert "Traceback" not in first.end(number)
    again = Running(tmp_path)
    try:
        again.wait(lambda state: not state["queue"])
        (listed,) = again.ask("state")["shelf"]
        track = read_track(tmp_path / "data" / "shelf" / listed["audio"])
        assert [u.text for u in track.utterances][-1] == "Step 399 of the walk leads past tree number 399."
    finally:
        again.end()


def test_one_that_is_cancelled_ends_at_once_and_leaves_nothing(tmp_path):
    running = Running(tmp_path)
    try:
        own = running.add(LONG)
        running.wait(is_speaking)
        running.ask(f"queue/{own}/cancel", b"{}")
        running.add("# A short walk\n\nOne step.\n")
        running.wait(lambda state: not state["queue"])
        state = running.ask("state")
        assert [one["title"] for one in state["shelf"]] == ["A short walk"]
        assert not list((tmp_path / "data" / "shelf").glob("A-long-walk*"))
        assert not list((tmp_path / "data" / "studio" / "sources").iterdir())
    finally:
        running.end()


def refused(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rhapsode", "studio", "--no-browser", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)


def test_a_port_in_use_is_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "rhapsode", "studio", "--no-browser", "--to", str(tmp_path / "shelf")]
        done = subprocess.run(
            [*command, "--port", port], capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "choose another with --port" in done.stderr
    assert not (tmp_path / "shelf").exists()


def test_a_folder_of_another_s_page_is_no_shelf(tmp_path):
    (tmp_path / "index.html").write_text("<title>mine</title>")
    done = refused("--to", str(tmp_path), "--port", "8999")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "was not made by rhapsode" in done.stderr
