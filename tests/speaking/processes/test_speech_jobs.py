"""A worker that dies, hangs or says nothing is an error that names section and sentence, after one retry."""

import os

import pytest
from speaking_samples import script_of

from rhapsode import speaking
from rhapsode.clips import unpack
from rhapsode.errors import SpeechFailed
from rhapsode.model import Clip, Mark
from rhapsode.plugins import EngineChoice
from rhapsode.pool import process_pool
from rhapsode.speaking.processes import speech_jobs

ENGINES = ["DyingEngine", "HangingEngine", "SilentEngine", "HalfSampleEngine", "RaisingEngine"]
CAUSES = {
    "DyingEngine": "exit code 1",
    "HangingEngine": "said nothing for 2 s",
    "SilentEngine": "silence",
    "HalfSampleEngine": "no sound",
    "RaisingEngine": "no breath left",
}
ISOLATIONS = ["piece", "worker"]
TONE = EngineChoice("tone")
PATIENCE_S = dict.fromkeys(ENGINES, 20.0) | {"HangingEngine": 2.0}
"""A loaded machine may take a second to start a child."""


def plan_of(name, store, isolation="piece", **settings):
    script = script_of("all is well", "here is trouble", "well again", titles=("First", "Second"))
    choice = EngineChoice(f"speaking_samples:{name}", tuple(({"isolation": isolation} | settings).items()))
    return speaking.plan(script, choice, store)


def chunk(plan, store, patience_s):
    return speech_jobs.speak_chunk(plan.missing[0].engine, store, plan.missing, patience_s=patience_s)


@pytest.mark.parametrize("isolation", ISOLATIONS)
@pytest.mark.parametrize("name", ENGINES)
def test_twice_in_trouble_is_refused_with_its_cause_and_the_rest_is_spoken(name, isolation, store):
    plan = plan_of(name, store, isolation)
    spoken = chunk(plan, store, PATIENCE_S[name])
    assert [refusal.key for refusal in spoken.refused] == [plan.keys["u2"]]
    assert CAUSES[name] in spoken.refused[0].what
    behind = ["well again"] if isolation == "piece" else []
    assert [task.text for task in plan_of(name, store, isolation).missing] == ["here is trouble", *behind]
    assert [was for was, _ in spoken.moved] == ([plan.keys["u3"]] if behind else [])
    assert all(now in store for _, now in spoken.moved)


@pytest.mark.slow
@pytest.mark.parametrize("name", ENGINES)
def test_who_was_spoken_without_a_sentence_is_not_taken_for_who_was_spoken_behind_it(name, store, tmp_path):
    texts = ("all is well", "here is trouble", "well again", "trouble at once", "and well")
    script = script_of(*texts, titles=("First", "Second"))
    choice = EngineChoice(f"speaking_samples:{name}")
    plan = speaking.plan(script, choice, store)
    spoken = speech_jobs.speak_chunk(choice, store, plan.runs[0], PATIENCE_S[name])
    assert [one.key for one in spoken.refused] == [plan.keys["u2"], plan.keys["u4"]]
    assert {was for was, _ in spoken.moved} == {plan.keys["u3"], plan.keys["u5"]}
    assert [key in store for key in plan.keys.values()] == [True, False, False, False, False]
    assert speech_jobs.speak_chunk(choice, store, plan.runs[0], PATIENCE_S[name]) == spoken


def test_what_nobody_can_say_is_an_error_that_names_section_and_sentence(store):
    with process_pool(2) as pool, pytest.raises(SpeechFailed) as caught:
        speaking.speak(plan_of("RaisingEngine", store), store, pool)
    message = str(caught.value)
    assert "'Second'" in message
    assert "'here is trouble'" in message
    assert "no breath left" in message
    assert "\n" not in message


@pytest.mark.parametrize("isolation", ISOLATIONS)
@pytest.mark.parametrize("name", ENGINES)
def test_once_in_trouble_is_mended_by_a_fresh_process(name, isolation, store, tmp_path):
    met = tmp_path / "met"
    plan = plan_of(name, store, isolation, once=str(met))
    spoken = chunk(plan, store, PATIENCE_S[name])
    assert spoken == speech_jobs.Spoken(sum(len(task.text) for task in plan.missing))
    assert met.exists()
    assert not plan_of(name, store, isolation, once=str(met)).missing


def test_what_can_never_be_said_is_not_tried_again(store, tmp_path):
    plan = plan_of("UnableEngine", store, once=str(tmp_path / "met"))  # it would say it the second time
    spoken = chunk(plan, store, patience_s=20)
    assert [(refusal.key, refusal.what) for refusal in spoken.refused] == [(plan.keys["u2"], "no letters for it")]
    assert [task.text for task in plan.missing if task.key not in store] == ["here is trouble", "well again"]


def test_a_dead_child_does_not_take_the_pool_with_it(store):
    plan = plan_of("DyingEngine", store)
    with process_pool(2) as pool:
        with pytest.raises(SpeechFailed):
            speaking.speak(plan, store, pool)
        healthy = speaking.plan(script_of("still here"), TONE, store)
        assert speaking.speak(healthy, store, pool).misses == 1


def test_what_an_engine_cannot_say_its_stand_in_says_with_a_warning(store):
    script = script_of("all is well", "here is trouble", "well again", titles=("First", "Second"))
    plan = speaking.plan(script, EngineChoice("speaking_samples:HelpedEngine"), store)
    with process_pool(2) as pool:
        speech = speaking.speak(plan, store, pool)
    (warning,) = speech.warnings
    assert "'here is trouble' is said by tone tone/low" in warning
    assert "'Second'" in warning
    said = [unpack(store.get(speech.keys[one.id])) for one in script.utterances]
    assert all(clip.frames for clip in said)
    assert speech.keys["u2"] != plan.keys["u2"]  # a key tells the truth about who spoke


def test_a_kept_process_is_kept(store):
    choice = EngineChoice("speaking_samples:CountingEngine")
    for text in ("one", "two", "three"):
        plan = speaking.plan(script_of(text), choice, store)
        speech_jobs.speak_chunk(choice, store, plan.missing)
        (heard,) = unpack(store.get(plan.keys["u1"])).words
    assert heard.frame == 3  # which it counts in the one process that it has


def test_what_must_be_found_out_of_a_voice_is_found_out_once_in_a_process_that_speaks_nothing(store, tmp_path):
    notes = tmp_path / "notes"
    choice = EngineChoice("speaking_samples:StudiousEngine", (("notes", str(notes)),))
    plan = speaking.plan(script_of("one", "two"), choice, store)
    given = Mark(0, 3, "phonemes", "wʌn")
    for number, task in enumerate(plan.missing):
        spoken = speech_jobs.speak_chunk(choice, store, [task._replace(marks=(given,), key=f"{number:064}")], 20.0)
        assert not spoken.refused
    (line,) = notes.read_text().splitlines()
    assert line.split()[0] == plan.missing[0].voice.family
    assert int(line.split()[1]) != os.getpid()


def test_a_clip_far_too_short_for_its_text_is_silence():
    assert speech_jobs.too_short("forty letters are not said in a moment", Clip(bytes(2 * 200), 22_050), 175)
    assert not speech_jobs.too_short("a", Clip(bytes(2 * 2_000), 22_050), 175)
    assert not speech_jobs.too_short("... !", Clip(b"", 22_050), 175)


def test_equal_sentences_are_spoken_once_and_kept(store):
    script = script_of("the same", "the same", "another")
    with process_pool(1) as pool:
        first = speaking.speak(speaking.plan(script, TONE, store), store, pool)
        second = speaking.speak(speaking.plan(script, TONE, store), store, pool)
    assert (first.hits, first.misses) == (0, 2)
    assert (second.hits, second.misses) == (2, 0)
    assert first.keys == second.keys
    assert unpack(store.get(first.keys["u1"])) == unpack(store.get(second.keys["u2"]))
