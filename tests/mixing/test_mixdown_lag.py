"""Every format against the samples: no section early or late, no drift."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from mixtools import SECTIONS, bench, decoded, script

from rhapsode.executors import InlineExecutor
from rhapsode.mixing import Master, mix

FRAME_MS = {"mp3": 26, "m4b": 46, "opus": 20, "flac": 0, "wav": 0}


@pytest.mark.parametrize("suffix", FRAME_MS)
@pytest.mark.parametrize("rate_hz", [None, 44_100])
def test_each_clip_is_heard_where_the_timeline_says(tmp_path: Path, suffix: str, rate_hz: int | None) -> None:
    if suffix == "opus" and rate_hz:
        pytest.skip("Opus has one rate")
    made = bench(script(SECTIONS), tmp_path / "store")
    master = Master(loudness="none", sample_rate_hz=rate_hz)
    track = mix(
        made.script, made.speech, made.store, tmp_path / f"x.{suffix}", executor=InlineExecutor(), master=master
    )
    sound = np.frombuffer(decoded(track.path, track.rate_hz), "<i2").astype(float)
    assert len(sound) - track.frames in ((0, 1) if suffix == "opus" else (0,)), "a change of rate may round up"
    for utterance in track.utterances:
        clip = np.frombuffer(made.clips[utterance.id].samples, "<i2").astype(float)
        near = sound[utterance.start_frame - 600 : utterance.start_frame + len(clip) + 600]
        # The tone's edges, not its phase, tell where it is: compare envelopes.
        heard = envelope(near)
        wanted = envelope(np.concatenate([np.zeros(600), clip, np.zeros(len(near) - 600 - len(clip))]))
        lags = range(-60, 61)
        best = min(lags, key=lambda lag: float(np.abs(np.roll(heard, -lag) - wanted).sum()))
        assert abs(best) <= 45, f"{utterance.id} is {best} samples late"


def envelope(sound: np.ndarray) -> np.ndarray:
    return np.sqrt(np.convolve(sound**2, np.ones(221) / 221, "same"))
