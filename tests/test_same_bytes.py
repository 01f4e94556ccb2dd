"""Whatever was lost, kept or made meanwhile, the track of a text has the bytes of its first render."""

import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from rhapsode.clips import MAGIC
from rhapsode.pipeline import Request, render
from rhapsode.store import Store

CHANCE = random.Random(15)


def command(source, target):
    return [sys.executable, "-m", "rhapsode", "render", str(source), "-o", str(target), "-q", "--engine", "espeak"]


@pytest.fixture
def source(content, tmp_path):
    file = tmp_path / "article.txt"
    file.write_text((content / "the-song-under-the-scene.txt").read_text()[:3_500])
    return file


@pytest.fixture
def made(source, tmp_path, store):
    """Renders the source and gives its bytes."""

    def again(number=0, kept=store, jobs=2):
        target = tmp_path / f"{number}.wav"
        render(Request(str(source), engine="espeak"), target, store=kept, jobs=jobs)
        return target.read_bytes()

    return again


def values(store):
    return sorted(file for file, _ in store.entries())


def test_a_lost_clip_is_spoken_again_to_the_same_bytes(made, store):
    clean = made()
    clips = [file for file in values(store) if MAGIC in file.read_bytes()[:64]]
    assert len(clips) > 20
    for lost in CHANCE.sample(clips, 6):
        for file in values(store):
            if file == lost or file not in clips:
                file.unlink()
        assert made() == clean


@pytest.mark.parametrize("jobs", [1, 2])
def test_half_of_the_store_is_made_again_to_the_same_bytes(made, store, jobs):
    clean = made()
    for file in values(store):
        if CHANCE.random() < 0.5:
            file.unlink()
    assert made(jobs=jobs) == clean


def test_an_edit_and_back_gives_the_same_bytes(made, source, store, tmp_path):
    clean, text = made(), source.read_text()
    source.write_text(text.replace("music", "melody", 1))
    edited = made()
    assert edited != clean
    assert made(kept=Store(tmp_path / "another store")) == edited
    source.write_text(text)
    assert made() == clean


def test_two_renders_at_once_give_the_same_bytes(made, tmp_path):
    clean = made(kept=Store(tmp_path / "clean store"))
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(made, (1, 2))) == [clean, clean]


@pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal")
def test_a_render_killed_in_the_middle_gives_the_same_bytes(made, source, store, tmp_path, monkeypatch):
    clean = made(kept=Store(tmp_path / "clean store"))
    monkeypatch.setenv("RHAPSODE_STORE", str(store.folder))
    with subprocess.Popen(command(source, tmp_path / "killed.wav")) as run:
        until = time.monotonic() + 60
        while not values(store) and time.monotonic() < until:
            time.sleep(0.01)
        run.send_signal(signal.SIGKILL)
    assert values(store)
    assert made() == clean
