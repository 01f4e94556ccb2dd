"""Voices that come in loud and soft leave equally loud."""

from __future__ import annotations

from pathlib import Path

import pytest
from mixtools import Bench, bench, decoded, mixed, script, tone

from rhapsode.clips import pack
from rhapsode.executors import InlineExecutor
from rhapsode.mixing.levels.loudness import integrated
from rhapsode.mixing.levels.measuring import meter
from rhapsode.mixing.levels.voice_levels import voice_gains
from rhapsode.model import Clip, Voice

TEXTS = [("One", 1, [f"Sentence {number} of the text." for number in range(10)])]


def two_voices(folder: Path, *, second: int, rate: int = 24_000) -> Bench:
    """Every third sentence in another voice, of another rate and with samples up to `second` instead of 8,000."""
    made = bench(script(TEXTS), folder)
    said = [u._replace(voice=Voice("other")) if at % 3 == 2 else u for at, u in enumerate(made.script.utterances)]
    for utterance in said:
        if utterance.voice.family:
            samples = tone(len(utterance.text) * 1_200, 440.0, rate, second)
            made.store.put(made.speech.keys[utterance.id], pack(Clip(samples, rate)))
    return made._replace(script=made.script._replace(utterances=tuple(said)))


@pytest.mark.parametrize("second", [2_500, 8_000, 16_000])
def test_a_passage_in_another_voice_is_as_loud(tmp_path: Path, second: int) -> None:
    track = mixed(made := two_voices(tmp_path / "store", second=second), tmp_path / "x.wav")
    sound = decoded(track.path, track.rate_hz)
    spoken = [(said.voice.family, heard) for said, heard in zip(made.script.utterances, track.utterances, strict=True)]
    levels = []
    for voice in ("", "other"):
        parts = [sound[2 * u.start_frame : 2 * u.end_frame] for family, u in spoken if family == voice]
        levels.append(integrated(meter(parts, track.rate_hz)))
    assert levels[0] == pytest.approx(levels[1], abs=0.5)


def test_one_voice_is_left_as_it_is(tmp_path: Path) -> None:
    made = bench(script(TEXTS), tmp_path)
    before = {path for path, _ in made.store.entries()}
    assert voice_gains(made.script, made.speech, made.store, InlineExecutor()) == {}
    assert {path for path, _ in made.store.entries()} == before, "nothing is metered"


def test_a_silent_voice_gets_what_was_stated_of_it(tmp_path: Path) -> None:
    made = two_voices(tmp_path, second=0)
    other = [said.id for said in made.script.utterances if said.voice.family]
    speech = made.speech._replace(gains_db=dict.fromkeys(other, 3.0))
    assert voice_gains(made.script, speech, made.store, InlineExecutor()) == dict.fromkeys(other, 3.0)
