"""Durations in whole units: as many as the rate asks for, each letter at least one, each word its share."""

from hypothesis import given
from hypothesis import strategies as st

from rhapsode.speaking.natural.timing import AS_TRAINED_WPM, units

MEANS = st.lists(st.floats(0.9, 15), min_size=3, max_size=60)


def letters_for(means, spaces):
    return "".join(" " if n in spaces else "a" for n in range(len(means) - 2))


@given(MEANS, st.sets(st.integers(0, 60)), st.floats(60, 500))
def test_every_letter_is_said_and_the_length_is_what_the_rate_asks_for(means, spaces, rate):
    found = units(means, letters_for(means, spaces), rate)
    assert len(found) == len(means)
    assert min(found) >= 1
    wanted = means[0] + sum(means[1:]) * AS_TRAINED_WPM / rate
    assert sum(found) >= round(wanted)
    if min(means) * min(1, AS_TRAINED_WPM / rate) >= 1:  # slow enough that nothing is held up by its least length
        assert sum(found) == round(wanted)


def test_durations_that_are_whole_stay_as_they_are():
    assert units([13.0, 2.0, 1.0, 2.0, 6.0, 1.0], "a bc", AS_TRAINED_WPM) == [13, 2, 1, 2, 6, 1]


def test_a_faster_rate_takes_from_the_longest_and_leaves_the_shortest_alone():
    assert units([1.0, 1.0, 4.0, 1.0, 1.0], "abc", 2 * AS_TRAINED_WPM) == [1, 1, 1, 1, 1]
    assert units([2.0, 1.0, 9.0, 1.0, 2.0], "abc", 1.5 * AS_TRAINED_WPM) == [2, 1, 6, 1, 1]


def test_what_one_word_owes_the_next_pays_back():
    means = [1.0] * 10 + [5.0] * 10
    found = units(means, "aaaaaaaa bbbbbbbbb", 1.5 * AS_TRAINED_WPM)
    assert found[:9] == [1] * 9
    assert sum(found) == round(means[0] + sum(means[1:]) / 1.5)
