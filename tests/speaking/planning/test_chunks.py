"""Chunks depend on the text and the engine's cost alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.model import Voice
from rhapsode.plugins import Cost, EngineChoice
from rhapsode.speaking.planning.chunks import chunks, patience_s, speaking_s
from rhapsode.speaking.planning.speech_task import Task
from rhapsode.speaking.tone_engine import ToneEngine

FAST, SLOW = Cost(), Cost(start_s=1.0, s_per_s=1 / 50)
MOST_CHUNK = 12_000


def task(size, name="k"):
    return Task(name, "x" * size, (), Voice(), "", EngineChoice("tone"))


@given(st.lists(st.integers(1, 2 * MOST_CHUNK), max_size=40))
def test_chunks_keep_every_task_in_order_and_are_never_too_large(sizes):
    wanted = [task(size, str(n)) for n, size in enumerate(sizes)]
    made = list(chunks(wanted, FAST))
    assert [task for run in made for task in run] == wanted
    for run in made:
        assert run
        assert sum(len(task.text) for task in run[1:]) <= MOST_CHUNK


@given(st.integers(2, 4_000))
def test_more_than_one_chunk_is_an_even_number_of_about_equal_length(tasks):
    sizes = [sum(len(task.text) for task in run) for run in chunks([task(60)] * tasks, FAST)]
    assert len(sizes) == 1 or len(sizes) % 2 == 0
    assert max(sizes) - min(sizes) <= 120


def test_a_long_text_takes_fewer_processes_than_sentences_and_a_short_one_is_shared_out():
    def count(characters):
        return len(list(chunks([task(100)] * (characters // 100), FAST)))

    assert 7 <= count(12_000) <= 9
    assert 48 <= count(600_000) <= 60


def test_the_time_to_speak_is_shared_by_the_processors_that_an_engine_may_use():
    class Slow(ToneEngine):
        cost = SLOW

    class Narrow(Slow):
        most_workers = 1

    text = [task(1_000)] * 10
    one, two = (speaking_s(text, {EngineChoice("tone"): Slow()}, processors) for processors in (1, 2))
    assert one - SLOW.start_s == pytest.approx(2 * (two - SLOW.start_s))
    assert speaking_s(text, {EngineChoice("tone"): Narrow()}, 2) == pytest.approx(one)
    assert speaking_s([], {EngineChoice("tone"): Slow()}, 2) == 0


def test_a_slow_engine_has_smaller_chunks_and_more_patience():
    text = [task(100)] * 120
    assert len(list(chunks(text, SLOW))) > 2 * len(list(chunks(text, FAST)))
    assert patience_s(SLOW, [task(10_000)]) > patience_s(SLOW, text) > patience_s(FAST, text)
