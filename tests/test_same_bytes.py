"""Whatever was lost, kept or made meanwhile, the track of a text has the bytes of its first render."""

import errno
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from rhapsode.clips import MAGIC
from rhapsode.errors import SpeechFailed, StoreError
from rhapsode.pipeline import Request, render
from rhapsode.speaking.processes import speech_jobs
from rhapsode.store import Store, _write

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


def test_a_sentence_that_could_not_be_spoken_then_leaves_no_trace(made, store, tmp_path, monkeypatch):
    clean = made(kept=Store(tmp_path / "clean store"))
    with monkeypatch.context() as patched:  # as though this one sentence were too much for the machine just then
        patched.setattr(speech_jobs, "too_short", lambda text, clip, rate_wpm: "describe" in text)
        with pytest.raises(SpeechFailed):
            made()
    assert values(store)
    assert made() == clean


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


def full(limit_bytes):
    """A store's own way of writing on a disk that has room for so much."""

    def write(file, key, value):
        used = sum(other.stat().st_size for other in file.parent.parent.glob("*/*"))
        if used + len(value) > limit_bytes:
            file.write_bytes(value[: max(0, int(limit_bytes) - used)])
            raise OSError(errno.ENOSPC, "No space left on device", str(file))
        _write(file, key, value)

    return write


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_full_store_leaves_no_half_and_the_next_render_gives_the_same_bytes(made, store, tmp_path, monkeypatch, jobs):
    clean = made(kept=Store(tmp_path / "clean store"))
    (tmp_path / "0.wav").unlink()
    size = sum(status.st_size for _, status in Store(tmp_path / "clean store").entries())
    for share in (0.02, 0.5, 0.97):
        with monkeypatch.context() as patched:
            patched.setattr("rhapsode.store._write", full(share * size))
            with pytest.raises(StoreError, match="No space"):
                made(jobs=jobs)
        assert not list(store.folder.rglob("*.part"))
        assert not (tmp_path / "0.wav").exists()
    assert made(jobs=jobs) == clean


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount a small disk")
@pytest.mark.parametrize("place", ["store", "target", "temporary"])
def test_a_full_disk_is_one_line_and_the_next_render_gives_the_same_bytes(made, source, tmp_path, place):
    clean, small = made(kept=Store(tmp_path / "clean store")), tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "none", str(small)], check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        roomy = tmp_path / "roomy"
        roomy.mkdir()
        target = (small if place == "target" else tmp_path) / "full.wav"
        environment = {
            **os.environ,
            "RHAPSODE_STORE": str(small if place == "store" else roomy),
            "TMPDIR": str(small if place == "temporary" else tmp_path),
        }
        done = subprocess.run(command(source, target), env=environment, capture_output=True, text=True, check=False)
        assert place == "temporary" or done.returncode == 1
        assert done.returncode in (0, 1, 5), done.stderr
        assert "fault of the program" not in done.stderr
        assert len(done.stderr.splitlines()) <= 1
        assert not list(small.rglob("*.part*"))
        left = [file for file in small.rglob("*") if file.is_file() and file.parent.parent.name != "v2"]
        assert not [file for file in left if file != target]
        assert (done.returncode == 0) == target.exists()
        subprocess.run(["mount", "-o", "remount,size=100m", str(small)], check=True)
        subprocess.run(command(source, target), env=environment, check=True)
        assert target.read_bytes() == clean
    finally:
        subprocess.run(["umount", str(small)], check=True)
