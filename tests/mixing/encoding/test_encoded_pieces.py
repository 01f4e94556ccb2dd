from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from mixtools import RATE, bench, mixed, script

from rhapsode.clips import pack
from rhapsode.mixing import inspect
from rhapsode.mixing.encoding import encoded_pieces
from rhapsode.model import Clip

SECOND = 48_000


def whispered(frames: int, seed: int) -> bytes:
    """Noise in bursts, as of a whispering voice: what a lossy encoder overshoots most."""
    noise = np.random.default_rng(seed).normal(0, 1, frames)
    loud = 0.2 + 0.8 * (np.sin(np.arange(frames) * 2 * np.pi * 4 / RATE) > 0.3)
    return (np.clip(noise * loud * 5_000, -32_000, 32_000)).astype("<i2").tobytes()


def test_an_encoder_that_overshoots_is_held_under_the_ceiling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    peaks = []
    for retries in (encoded_pieces.RETRIES, 0):
        monkeypatch.setattr(encoded_pieces, "RETRIES", retries)
        texts = [("One", 1, ["A sentence to be heard."] * 9)]
        made = bench(script(texts), tmp_path / f"store{retries}", frames_per_character=1_500)
        for at, said in enumerate(made.script.utterances):
            clip = Clip(whispered(made.clips[said.id].frames, at), RATE)
            made.store.put(made.speech.keys[said.id], pack(clip))
        track = mixed(made, tmp_path / f"{retries}.opus", loudness="-14", generate_cover=False)
        peaks.append(inspect(track.path).true_peak_dbtp or 0.0)
    assert peaks[0] <= -1.0 < peaks[1]
