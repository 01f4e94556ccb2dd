"""Durations in whole units: as many as the rate asks for, each letter at least one, each word its share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.speaking.natural.timing import AS_TRAINED_WPM, EVEN_LETTERS, evened, units

MEANS = st.lists(st.floats(0.9, 15), min_size=3, max_size=60)


def letters_for(means, spaces):
    return "".join(" " if n in spaces else "a" for n in range(len(means) - 2))


@given(MEANS, st.sets(st.integers(0, 60)), st.floats(60, 500))
def test_every_letter_is_said_and_the_length_is_what_the_rate_asks_for(means, spaces, rate):
    letters = letters_for(means, spaces)
    found, even = units(means, letters, rate), evened(means, letters)
    assert len(found) == len(means)
    assert min(found) >= 1
    wanted = means[0] + sum(even[1:]) * AS_TRAINED_WPM / rate
    assert sum(found) >= round(wanted)
    if min(means[0], *even) * min(1, AS_TRAINED_WPM / rate) >= 1:  # nothing is held up by its least length
        assert sum(found) == round(wanted)


@pytest.mark.parametrize("said", [1, EVEN_LETTERS, 4 * EVEN_LETTERS])
def test_a_short_text_is_slowed_and_a_long_one_hurried(said):
    means = [4.0] * (said + 2)
    assert (sum(evened(means, "a" * said)) > sum(means)) == (said < EVEN_LETTERS)
    assert (sum(evened(means, "a" * said)) < sum(means)) == (said > EVEN_LETTERS)


def test_a_comma_rests_longer_than_the_model_has_it_and_a_full_stop_does_not():
    means = [4.0] * 7
    plain, comma, stop = (sum(evened(means, letters)) for letters in ("aa aa", "aa, a", "aa. a"))
    assert comma - plain > 6
    assert stop - plain < 0.5


def scaled(durations, letters):
    """What the model would have to say for `units` to be `durations` at the rate it is calibrated for."""
    pace = evened([1.0] * len(durations), letters)[0]
    return [durations[0], *(one / pace for one in durations[1:])]


def test_durations_that_are_whole_stay_as_they_are():
    assert units(scaled([13.0, 2.0, 1.0, 2.0, 6.0, 1.0], "a bc"), "a bc", AS_TRAINED_WPM) == [13, 2, 1, 2, 6, 1]


def test_a_faster_rate_takes_from_the_longest_and_leaves_the_shortest_alone():
    short, mixed = (scaled(one, "abc") for one in ([1.0, 1.0, 4.0, 1.0, 1.0], [2.0, 1.0, 9.0, 1.0, 2.0]))
    assert units(short, "abc", 2 * AS_TRAINED_WPM) == [1, 1, 1, 1, 1]
    assert units(mixed, "abc", 1.5 * AS_TRAINED_WPM) == [2, 1, 6, 1, 1]


def test_what_one_word_owes_the_next_pays_back():
    letters = "aaaaaaaa bbbbbbbbb"
    means = scaled([1.0] * 10 + [5.0] * 10, letters)
    found = units(means, letters, 1.5 * AS_TRAINED_WPM)
    assert found[:9] == [1] * 9
    assert sum(found) == round(1.0 + (9.0 + 50.0) / 1.5)
