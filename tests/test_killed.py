"""A render that is killed leaves the old track whole, and the next one goes on from what was kept."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal"),
    pytest.mark.timeout(300),
]


def command(source, target, *options):
    return [sys.executable, "-m", "rhapsode", "render", str(source), "-o", str(target), *options]


def test_ten_random_moments(tmp_path, content):
    text = (content / "the-song-under-the-scene.txt").read_text()
    source, target = tmp_path / "article.txt", tmp_path / "out" / "track.mp3"
    source.write_text(text)
    subprocess.run(command(source, target, "-q"), check=True)
    old = target.read_bytes()
    chance = random.Random(2026)
    for turn in range(10):
        source.write_text(text.replace("music", f"music of kind {turn}"))
        started = time.monotonic()
        with subprocess.Popen(command(source, target, "-q"), start_new_session=True) as run:
            time.sleep(chance.uniform(0.05, 1.2))
            run.send_signal(signal.SIGKILL)
        killed_after = time.monotonic() - started
        whole = target.read_bytes()
        done = subprocess.run(command(source, target, "--json"), capture_output=True, check=True)
        track = json.loads(done.stdout)["tracks"][0]
        assert whole == old or whole == target.read_bytes(), killed_after
        assert track["words"]["source"] == track["words"]["spoken"] + track["words"]["skipped"]
        assert sorted(path.name for path in target.parent.iterdir()) == ["track.json", "track.mp3"], killed_after
        old = target.read_bytes()
