"""Against the standard's own numbers, and against ffmpeg's meter."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
from mixtools import RATE, Inline, bench, script, tone

from conftest import mixed
from rhapsode.clips import pack
from rhapsode.ffmpeg import find
from rhapsode.mixing import Master, encoding, inspect, mix
from rhapsode.mixing.loudness import HEADROOM, gain_db, integrated, k_weighting
from rhapsode.mixing.survey import meter
from rhapsode.model import Clip

SECOND = 48_000


def test_the_filters_are_the_standards_at_48_khz() -> None:
    shelf, highpass = k_weighting(48_000)
    # ITU-R BS.1770-4, tables 1 and 2.
    assert [b / HEADROOM for b in shelf[:3]] == pytest.approx([1.53512485958697, -2.69169618940638, 1.19839281085285])
    assert shelf[4:] == pytest.approx([-1.69065929318241, 0.73248077421585])
    assert highpass == pytest.approx([1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621])


@pytest.mark.parametrize("rate_hz", [22_050, 24_000, 44_100, 48_000])
def test_a_full_scale_sine_reads_minus_three(rate_hz: int) -> None:
    # Annex 1: a 0 dB, 997 Hz sine in one channel reads −3.01 LKFS.
    levels = meter([tone(60 * rate_hz, 997, rate_hz, 32_767)], rate_hz)
    assert integrated(levels) == pytest.approx(-3.01, abs=0.05)


def test_silence_and_quiet_parts_are_gated() -> None:
    # After EBU Tech 3341, case 3: what is 10 LU down does not count.
    loud, quiet = tone(20 * SECOND, 1_000, SECOND, 2_320), tone(10 * SECOND, 1_000, SECOND, 230)
    alone = integrated(meter([loud], SECOND))
    assert integrated(meter([quiet, loud, bytes(20 * SECOND), quiet], SECOND)) == pytest.approx(alone, abs=0.1)


def test_pieces_combine_to_the_whole() -> None:
    parts = [tone(3 * SECOND, 500, SECOND, level) + bytes(SECOND) for level in (2_000, 8_000, 4_000)]
    assert integrated(meter(parts, SECOND)) == pytest.approx(integrated(meter([b"".join(parts)], SECOND)), abs=0.05)


def test_silence_has_no_loudness() -> None:
    assert integrated(meter([bytes(SECOND)], SECOND)) is None
    assert integrated([]) is None


def test_the_gain_is_quantised() -> None:
    assert gain_db(-21.33, -19.0) == 2.4
    assert gain_db(-21.36, -19.0) == 2.4
    assert gain_db(None, -19.0) == 0.0
    assert gain_db(-21.3, None) == 0.0


@pytest.mark.parametrize("suffix", ["mp3", "m4b", "opus", "flac", "wav"])
@pytest.mark.parametrize("target", ["podcast", "-23"])
def test_the_finished_file_has_the_loudness_asked_for(tmp_path: Path, suffix: str, target: str) -> None:
    made = bench(script([("One", 1, ["A sentence to be heard."] * 9)]), tmp_path / "store")
    track = mix(
        made.script, made.speech, made.store, tmp_path / f"x.{suffix}",
        executor=Inline(), master=Master(loudness=target, generate_cover=False),
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


def whispered(frames: int, seed: int) -> bytes:
    """Noise in bursts, as of a whispering voice: what a lossy encoder overshoots most."""
    noise = np.random.default_rng(seed).normal(0, 1, frames)
    loud = 0.2 + 0.8 * (np.sin(np.arange(frames) * 2 * np.pi * 4 / RATE) > 0.3)
    return (np.clip(noise * loud * 5_000, -32_000, 32_000)).astype("<i2").tobytes()


def test_an_encoder_that_overshoots_is_held_under_the_ceiling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    peaks = []
    for retries in (encoding.RETRIES, 0):
        monkeypatch.setattr(encoding, "RETRIES", retries)
        texts = [("One", 1, ["A sentence to be heard."] * 9)]
        made = bench(script(texts), tmp_path / f"store{retries}", frames_per_character=1_500)
        for at, said in enumerate(made.script.utterances):
            clip = Clip(whispered(made.clips[said.id].frames, at), RATE)
            made.store.put(made.speech.keys[said.id], pack(clip))
        track = mixed(made, tmp_path / f"{retries}.opus", loudness="-14", generate_cover=False)
        peaks.append(inspect(track.path).true_peak_dbtp or 0.0)
    assert peaks[0] <= -1.0 < peaks[1]
