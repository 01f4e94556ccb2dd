from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
from mixtools import RATE, bench, mixed, script, tone

from rhapsode.clips import pack
from rhapsode.executors import InlineExecutor
from rhapsode.ffmpeg import find
from rhapsode.mixing import Master, inspect, mix
from rhapsode.model import Clip

SECOND = 48_000


@pytest.mark.parametrize("suffix", ["mp3", "m4b", "opus", "flac", "wav"])
@pytest.mark.parametrize("target", ["podcast", "-23"])
def test_the_finished_file_has_the_loudness_asked_for(tmp_path: Path, suffix: str, target: str) -> None:
    made = bench(script([("One", 1, ["A sentence to be heard."] * 9)]), tmp_path / "store")
    track = mix(
        made.script, made.speech, made.store, tmp_path / f"x.{suffix}",
        executor=InlineExecutor(), master=Master(loudness=target, generate_cover=False),
    )  # fmt: skip
    said = subprocess.run(
        [find(), "-nostats", "-i", track.path, "-af", "ebur128=framelog=verbose:peak=true", "-f", "null", "-"],
        capture_output=True, check=True, text=True,
    ).stderr.rpartition("Summary:")[2]  # fmt: skip
    heard = float(re.findall(r"I:\s+(-[\d.]+)", said)[0])
    peak = float(re.findall(r"Peak:\s+(-?[\d.]+)", said)[0])
    assert heard == pytest.approx({"podcast": -19.0}.get(target) or float(target), abs=0.3)
    assert track.loudness_lufs == pytest.approx(heard, abs=0.3)
    assert peak <= -1.0


def spiky(frames: int) -> bytes:
    """A soft tone with a short loud burst every tenth of a second: far more peak than loudness."""
    at = np.arange(200)
    burst = (16_000 * np.sin(np.pi * at / 200) * np.sin(2 * np.pi * 900 * at / RATE)).astype("<i2").tobytes()
    soft = tone(2_005, 300, level=4_000)
    return ((soft + burst) * (frames // 2_205 + 1))[: 2 * frames]


def test_what_the_limiter_takes_away_is_made_up(tmp_path: Path) -> None:
    made = bench(script([("One", 1, ["A sentence to be heard."] * 9)]), tmp_path / "store")
    for said in made.script.utterances:
        made.store.put(made.speech.keys[said.id], pack(Clip(spiky(made.clips[said.id].frames), RATE)))
    track = mixed(made, tmp_path / "x.flac", loudness="-14", generate_cover=False)
    found = inspect(track.path)
    assert found.loudness_lufs == pytest.approx(-14, abs=0.3)
    assert found.true_peak_dbtp is not None
    assert found.true_peak_dbtp <= -1
    assert track.loudness_lufs == pytest.approx(found.loudness_lufs, abs=0.3)
