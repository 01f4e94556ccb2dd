"""Following feeds and folders from the command line, to its end and ended in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import feedparser
import pytest

from subscriptions.feed_site import Site, feed_site, page, rss

TITLES = [f"post{number}" for number in range(8)]
PATIENCE_S = 60


@pytest.fixture
def site() -> Iterator[Site]:
    with feed_site() as running:
        running.replies["/feed"] = rss(running.address, TITLES)
        running.replies.update({f"/{title}": page(title) for title in TITLES})
        yield running


def environment(folder: Path) -> dict[str, str]:
    own = {"XDG_DATA_HOME": str(folder / "data"), "RHAPSODE_STORE": str(folder / "store"), "HOME": str(folder)}
    return {**os.environ, **own}


def rhapsode(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rhapsode", *words]
    return subprocess.run(
        command, cwd=folder, env=environment(folder), capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )


def begin(folder: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "rhapsode", "update", "--to", "shelf", "--engine", "tone", *words]
    return subprocess.Popen(
        command, cwd=folder, env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def wait_until(true: Callable[[], bool]) -> None:
    end_s = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end_s, "it never came"
        time.sleep(0.05)


def titles(folder: Path) -> list[str]:
    """Of the feed's episodes, each with its sound; the feed as a podcast program reads it."""
    place = folder / "shelf" / "feed.xml"
    if not place.exists():
        return []
    feed = feedparser.parse(place.read_bytes())
    assert not feed.bozo, feed.get("bozo_exception")
    assert len({one.id for one in feed.entries}) == len(feed.entries)
    for one in feed.entries:
        (sound,) = one.enclosures
        assert sound.type == "audio/mpeg"
        assert (folder / "shelf" / sound.href.rpartition("/")[2]).stat().st_size == int(sound.length)
        assert one.published_parsed
        assert one.itunes_duration
    return sorted(one.title for one in feed.entries)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_an_update_that_was_ended_goes_on_with_nothing_twice(site: Site, tmp_path: Path, ending: signal.Signals):
    latest = ("--latest", str(len(TITLES)))
    followed = rhapsode(tmp_path, "subscribe", f"{site.address}/feed", "--allow-private", *latest)
    assert followed.returncode == 0, followed.stderr
    with begin(tmp_path, "--allow-private", "--jobs", "1") as first:
        wait_until(lambda: any((tmp_path / "shelf").glob("*.mp3")) or first.poll() is not None)
        first.send_signal(ending)
        first.communicate()
    assert first.returncode != 0
    assert len(titles(tmp_path)) < len(TITLES)
    with begin(tmp_path, "--allow-private") as second:
        _, said = second.communicate(timeout=PATIENCE_S)
    assert (second.returncode, said) == (0, "")
    assert titles(tmp_path) == TITLES
    assert len(list((tmp_path / "shelf").glob("*.mp3"))) == len(TITLES)
    assert not [file for file in (tmp_path / "shelf").rglob(".*") if file.is_file() and file.suffix == ".part"]
    with begin(tmp_path, "--allow-private", "--quiet") as third:
        assert third.communicate(timeout=PATIENCE_S) == ("", "")


@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
def test_what_is_put_into_a_watched_folder_is_an_episode_at_once(tmp_path: Path):
    folder = tmp_path / "to hear"
    folder.mkdir()
    (folder / "old.md").write_text("# An old one\n\nIt lay here before.\n")
    assert rhapsode(tmp_path, "subscribe", str(folder)).returncode == 0
    with begin(tmp_path, "--every", "1h") as running:
        try:
            wait_until(lambda: titles(tmp_path) == ["An old one"])
            (folder / "new.md").write_text("# A new one\n\nIt has just come.\n")
            (folder / "picture.png").write_bytes(b"\x89PNG")  # nobody reads it
            wait_until(lambda: titles(tmp_path) == ["A new one", "An old one"])
            (folder / "later.md").write_text("# A later one\n\nIt came last.\n")
            wait_until(lambda: len(titles(tmp_path)) == 3)
        finally:
            running.send_signal(signal.SIGINT)
            _, said = running.communicate(timeout=PATIENCE_S)
    assert (running.returncode, said) == (0, "")


@pytest.mark.parametrize("stated", ["5", "10s", "1w", "-1h", "soon"])
def test_a_time_that_is_none_or_too_short_is_refused(tmp_path: Path, stated: str):
    done = rhapsode(tmp_path, "update", f"--every={stated}")
    assert done.returncode == 2
    assert "is no time of a minute or more" in done.stderr
