"""A sentence's place in its run is in its key, and an edit changes one run alone."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from rhapsode.model import Voice
from rhapsode.plugins import EngineChoice
from rhapsode.speaking.planning.speech_task import Task
from rhapsode.speaking.planning.spoken_runs import ENOUGH_LETTERS, MOST, SpokenRuns

ENGINE = EngineChoice("any")


def task(text):
    return Task(hashlib.sha256(text.encode()).hexdigest(), text, (), Voice(), "One", ENGINE)


def placed(texts):
    runs = SpokenRuns()
    tasks = [runs.add(task(text)) for text in texts]
    return tasks, list(runs.needed({one.key for one in tasks}))


def book(sentences):
    return [f"Sentence number {n} of a book {'with more words ' * (n % 9)}" for n in range(sentences)]


def test_all_is_spoken_once_in_order_and_no_run_is_long():
    tasks, runs = placed([*book(400), *book(30)])
    assert [one.text for run in runs for one in run] == book(400)
    assert max(sum(len(one.text) for one in run[:-1]) for run in runs) <= ENOUGH_LETTERS * MOST
    assert tasks[400:] == tasks[:30]


@given(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=12))
def test_equal_keys_have_equal_sentences_before_them(texts):
    before = {}
    for _, runs in (placed(texts), placed(texts[1:]), placed(texts[::-1])):
        for run in runs:
            for at, one in enumerate(run):
                assert before.setdefault(one.key, [said.text for said in run[: at + 1]])[-1] == one.text
                assert before[one.key] == [said.text for said in run[: at + 1]]


def test_an_edit_anywhere_changes_few_keys():
    texts = book(2_000)
    old = {one.key for one in placed(texts)[0]}
    for at in (0, 700, 1_999):
        for edited in ([*texts[:at], "Anew.", *texts[at + 1 :]], [*texts[:at], "One more.", *texts[at:]]):
            new = {one.key for one in placed(edited)[0]}
            assert 1 <= len(new - old) <= 100, at


def test_of_a_run_all_up_to_the_last_missing_clip_is_needed():
    runs = SpokenRuns()
    tasks = [runs.add(task(text)) for text in ("one", "two", "three", "four")]
    assert list(runs.needed({tasks[1].key, tasks[2].key})) == [tuple(tasks[:3])]
    assert not list(runs.needed(set()))
