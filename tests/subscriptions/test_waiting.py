"""Waiting for a folder to change."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from rhapsode.subscriptions import folder_contents, wait_for_work

LONG_S = 60.0


def test_what_came_before_the_wait_is_found_at_once(tmp_path: Path):
    known = folder_contents([tmp_path])
    (tmp_path / "new.md").write_text("It came while others were narrated.")
    began_s = time.monotonic()
    assert wait_for_work(LONG_S, [tmp_path], known)
    assert time.monotonic() - began_s < LONG_S / 2


def test_what_comes_while_waiting_ends_the_wait(tmp_path: Path):
    later = threading.Timer(0.3, lambda: (tmp_path / "new.md").write_text("It came."))
    later.start()
    assert wait_for_work(LONG_S, [tmp_path], folder_contents([tmp_path]))
    later.join()


@pytest.mark.parametrize("there", [True, False])
def test_without_a_change_the_time_is_waited_out(tmp_path: Path, there: bool):
    folders = [tmp_path] if there else [tmp_path / "gone"]
    (tmp_path / "old.md").write_text("It was there.")
    assert not wait_for_work(0.1, folders, folder_contents(folders))


def test_a_file_written_to_is_a_change_and_a_lost_folder_holds_nothing(tmp_path: Path):
    file = tmp_path / "one.md"
    file.write_text("one")
    known = folder_contents([tmp_path])
    assert folder_contents([tmp_path]) == known
    file.write_text("one, and more")
    assert folder_contents([tmp_path]) != known
    assert folder_contents([tmp_path / "gone"]) == frozenset()
