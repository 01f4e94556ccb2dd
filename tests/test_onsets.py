"""The words of a finished MP3 begin when the timeline says so, by the ear of a recognizer that knows nothing of it."""

import subprocess
import sys

import pytest

pytest.importorskip("pocketsphinx", reason="pocketsphinx is not installed")


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("engine", "p95_ms"), [("espeak", 80), ("natural", 60)])
def test_words_begin_when_they_are_heard(tmp_path, content, engine, p95_ms):
    if engine == "natural":
        pytest.importorskip("hibari", reason="the extra [natural] is not installed")
    from benchmarks.score_onsets import score

    target = tmp_path / "song.mp3"
    command = [sys.executable, "-m", "rhapsode", "render", content / "the-song-under-the-scene.txt", "-o", target]
    command += ["--engine", engine]
    made = subprocess.run([str(part) for part in command], capture_output=True, check=False)
    assert made.returncode == 0, made.stderr.decode()
    found = score(target)
    assert found["words"] > 500
    assert found["absolute"]["median_ms"] <= 20
    assert found["absolute"]["p95_ms"] <= p95_ms
