"""What decides a clip is in its key, what does not is not, and chunks depend on the text alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from speaking_samples import script_of

from rhapsode.errors import VoiceNotFound
from rhapsode.model import Mark, Voice
from rhapsode.plugins import VoiceInfo
from rhapsode.speaking.speech_plan import MOST_CHUNK, Task, chunks, make_plan
from rhapsode.speaking.tone import ToneEngine

VOICES = [VoiceInfo("tone/low", "Low", ("en",)), VoiceInfo("tone/high", "High", ("fr",))]


def key(script, store):
    return make_plan(script, ToneEngine(), store, lambda: VOICES).keys["u1"]


CHANGES = {
    "text": lambda u: u._replace(text="other"),
    "rate": lambda u: u._replace(voice=Voice(rate_wpm=200)),
    "pitch": lambda u: u._replace(voice=Voice(pitch_st=2)),
    "voice": lambda u: u._replace(voice=Voice(family="tone/high")),
    "language": lambda u: u._replace(voice=Voice(language="fr")),
    "phonemes": lambda u: u._replace(marks=(Mark(0, 4, "phonemes", "a"),)),
}
NO_CHANGES = {
    "pauses": lambda u: u._replace(before_ms=100, after_ms=900),
    "volume": lambda u: u._replace(voice=Voice(volume_db=-6)),
    "cue": lambda u: u._replace(cue_before="bell.wav"),
    "the default voice by name": lambda u: u._replace(voice=Voice(family="tone/low")),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_decides_the_sound_is_in_the_key(change, store):
    plain = script_of("text")
    assert key(plain, store) != key(plain._replace(utterances=tuple(map(change, plain.utterances))), store)


@pytest.mark.parametrize("change", NO_CHANGES.values(), ids=NO_CHANGES)
def test_what_does_not_is_not(change, store):
    plain = script_of("text")
    assert key(plain, store) == key(plain._replace(utterances=tuple(map(change, plain.utterances))), store)


def test_a_voice_that_is_not_there_is_refused_before_anything_is_spoken(store):
    with pytest.raises(VoiceNotFound, match=r"tone/low"):
        make_plan(script_of("text", voice=Voice(family="lo")), ToneEngine(), store, lambda: VOICES)


def test_voices_are_asked_for_only_where_one_is_wanted(store):
    asked = []

    def voices():
        asked.append(True)
        return VOICES

    make_plan(script_of("text"), ToneEngine(), store, voices)
    assert not asked
    make_plan(script_of("text", voice=Voice(language="en")), ToneEngine(), store, voices)
    assert asked


@given(st.lists(st.integers(1, 2 * MOST_CHUNK), max_size=40))
def test_chunks_keep_every_task_in_order_and_are_never_too_large(sizes):
    wanted = [Task(str(n), "x" * size, (), Voice(), "") for n, size in enumerate(sizes)]
    made = list(chunks(wanted))
    assert [task for run in made for task in run] == wanted
    for run in made:
        assert run
        assert sum(len(task.text) for task in run[1:]) <= MOST_CHUNK


@given(st.integers(2, 4_000))
def test_more_than_one_chunk_is_an_even_number_of_about_equal_length(tasks):
    sizes = [sum(len(task.text) for task in run) for run in chunks([Task("k", "x" * 60, (), Voice(), "")] * tasks)]
    assert len(sizes) == 1 or len(sizes) % 2 == 0
    assert max(sizes) - min(sizes) <= 120


def test_a_long_text_takes_fewer_processes_than_sentences_and_a_short_one_is_shared_out():
    def count(characters):
        return len(list(chunks([Task(str(n), "x" * 100, (), Voice(), "") for n in range(characters // 100)])))

    assert 7 <= count(12_000) <= 9
    assert 48 <= count(600_000) <= 60


def test_a_language_in_passing_without_a_voice_is_said_by_the_first_voice(store):
    script = script_of("here", "dort", voice=Voice(language="en"))
    first, second = script.utterances
    foreign = second._replace(voice=Voice(language="de"), marks=(Mark(0, 4, "language", "nl"),))
    plan = make_plan(script._replace(utterances=(first, foreign)), ToneEngine(), store, lambda: VOICES)
    assert [task.voice.family for task in plan.missing] == ["tone/low", "tone/low"]
    assert plan.missing[1].marks[0].value == "tone/low"
    assert ["'de'" in warning or "'nl'" in warning for warning in plan.warnings] == [True, True]
    with pytest.raises(VoiceNotFound):
        make_plan(script._replace(utterances=(foreign, first)), ToneEngine(), store, lambda: VOICES)
