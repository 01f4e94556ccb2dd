"""A worker that dies, hangs or says nothing is an error that names section and sentence, after one retry."""

import pytest
from speaking_samples import script_of

from rhapsode import speaking
from rhapsode.clips import unpack
from rhapsode.errors import SpeechFailed
from rhapsode.model import Clip
from rhapsode.pool import process_pool
from rhapsode.speaking import speech_jobs

ENGINES = ["DyingEngine", "HangingEngine", "SilentEngine", "RaisingEngine"]
CAUSES = {
    "DyingEngine": "exit code 1",
    "HangingEngine": "said nothing for 1 s",
    "SilentEngine": "silence",
    "RaisingEngine": "no breath left",
}


def tasks_of(name, store):
    script = script_of("all is well", "here is trouble", "well again", titles=("First", "Second"))
    return speaking.plan(script, f"speaking_samples:{name}", store)


@pytest.mark.parametrize("name", ENGINES)
def test_twice_in_trouble_names_section_and_sentence(name, store):
    plan = tasks_of(name, store)
    with pytest.raises(SpeechFailed) as caught:
        speech_jobs.speak_chunk(plan.engine, store, plan.missing, patience_s=1)
    message = str(caught.value)
    assert "'Second'" in message
    assert "'here is trouble'" in message
    assert CAUSES[name] in message
    assert "\n" not in message


@pytest.mark.parametrize("name", ENGINES)
def test_what_was_spoken_before_the_trouble_is_kept(name, store):
    plan = tasks_of(name, store)
    with pytest.raises(SpeechFailed):
        speech_jobs.speak_chunk(plan.engine, store, plan.missing, patience_s=1)
    assert [task.text for task in tasks_of(name, store).missing] == ["here is trouble", "well again"]


@pytest.mark.parametrize("name", ENGINES)
def test_once_in_trouble_is_mended_by_a_fresh_process(name, store, tmp_path, monkeypatch):
    monkeypatch.setenv("TROUBLE_ONCE", str(tmp_path / "met"))
    plan = tasks_of(name, store)
    assert speech_jobs.speak_chunk(plan.engine, store, plan.missing, patience_s=1) == sum(
        len(t.text) for t in plan.missing
    )
    assert (tmp_path / "met").exists()
    assert not tasks_of(name, store).missing


def test_a_dead_child_does_not_take_the_pool_with_it(store):
    plan = tasks_of("DyingEngine", store)
    with process_pool(2) as pool:
        with pytest.raises(SpeechFailed):
            speaking.speak(plan, store, pool)
        healthy = speaking.plan(script_of("still here"), "tone", store)
        assert speaking.speak(healthy, store, pool).misses == 1


def test_a_clip_far_too_short_for_its_text_is_silence():
    assert speech_jobs.too_short("forty letters are not said in a moment", Clip(bytes(2 * 200), 22_050), 175)
    assert not speech_jobs.too_short("a", Clip(bytes(2 * 2_000), 22_050), 175)
    assert not speech_jobs.too_short("... !", Clip(b"", 22_050), 175)


def test_equal_sentences_are_spoken_once_and_kept(store):
    script = script_of("the same", "the same", "another")
    with process_pool(1) as pool:
        first = speaking.speak(speaking.plan(script, "tone", store), store, pool)
        second = speaking.speak(speaking.plan(script, "tone", store), store, pool)
    assert (first.hits, first.misses) == (0, 2)
    assert (second.hits, second.misses) == (2, 0)
    assert first.keys == second.keys
    assert unpack(store.get(first.keys["u1"])) == unpack(store.get(second.keys["u2"]))
