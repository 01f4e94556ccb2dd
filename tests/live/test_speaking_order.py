"""What is spoken next, and that it is always there in time: on a clock that is only counted."""

import heapq

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.live.speaking_order import MOST_S, length_s, next_part
from rhapsode.model import Utterance, Voice
from rhapsode.speaking import PlannedUtterance


def planned(letters, run=-1):
    text = "a" * letters
    return PlannedUtterance(Utterance("", "", "", text, (), text, voice=Voice("any", rate_wpm=175)), "", 0.0, run)


def lengths_s(script):
    return [length_s(one.utterance) for one in script]


def order(script, first=0, settled=(), *, whole=True, look_ahead_s=1e9):
    """All parts, one after the other."""
    settled, parts = set(settled), []
    while part := next_part(script, lengths_s(script), first, settled, whole=whole, look_ahead_s=look_ahead_s):
        parts.append(part)
        settled.update(part)
    return parts


@given(st.lists(st.integers(1, 400), min_size=1, max_size=60), st.data())
def test_all_from_the_first_wanted_on_is_spoken_once_in_order(letters, data):
    script = [planned(count) for count in letters]
    first = data.draw(st.integers(0, len(script)))
    assert [number for part in order(script, first) for number in part] == list(range(first, len(script)))


@given(st.lists(st.integers(1, 400), min_size=1, max_size=60), st.floats(0, 300))
def test_no_more_is_begun_than_the_look_ahead(letters, look_ahead_s):
    script = [planned(count) for count in letters]
    for part in order(script, look_ahead_s=look_ahead_s):
        assert sum(lengths_s(script)[: part.start]) <= look_ahead_s


def test_the_first_part_is_small_and_later_ones_are_no_longer_than_is_worth_while():
    script = [planned(100) for _ in range(200)]
    parts = [len(part) for part in order(script)]
    assert parts[0] == 1
    assert max(parts) <= MOST_S / lengths_s(script)[0] + 1
    assert parts[-2] > 3


def test_what_one_process_must_speak_is_waited_for_and_handed_out_whole():
    run = [planned(100, run=0) for _ in range(12)]
    assert order(run, whole=False) == []
    assert order([*run, planned(100, run=1)], whole=False) == [range(12)]
    assert order(run, whole=True) == [range(12)]
    assert order([planned(100, run=0) for _ in range(30)], whole=False)[0] == range(30)


@given(
    st.lists(st.integers(2, 300), min_size=5, max_size=200),
    st.integers(1, 2),
    st.sampled_from([1 / 20, 1 / 40, 1 / 80]),
)
def test_once_begun_there_is_no_gap(letters, workers, cost):
    """Workers that take `cost` seconds for a second of speech, at a start of their own, and a listener in real time."""
    script = [planned(count) for count in letters]
    lengths, settled, ready_at = lengths_s(script), set(), {}
    free = [0.0] * workers
    played_until, first = 0.0, 0
    while first < len(script):
        while len(ready_at) < len(script) and (
            part := next_part(script, lengths, first, settled, whole=True, look_ahead_s=120)
        ):
            begun = heapq.heappop(free)
            done = max(begun, 0.0) + cost * sum(lengths[number] for number in part)
            heapq.heappush(free, done)
            settled.update(part)
            ready_at.update(dict.fromkeys(part, done))
        if first:
            assert ready_at[first] <= played_until
        played_until = max(played_until, ready_at[first]) + lengths[first]
        # A worker that was idle begins with the next part when the listener takes one, and not before.
        free = [max(one, played_until - lengths[first]) if one < played_until - lengths[first] else one for one in free]
        heapq.heapify(free)
        first += 1


def test_a_part_that_is_settled_further_on_ends_it():
    script = [planned(10) for _ in range(10)]
    assert next_part(script, lengths_s(script), 0, {2, 3}, whole=True, look_ahead_s=99) == range(2)
    assert next_part(script, lengths_s(script), 2, {2, 3}, whole=True, look_ahead_s=99).start == 4
    assert length_s(script[0].utterance) == pytest.approx(0.52, abs=0.01)
