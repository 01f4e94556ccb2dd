"""Durations in whole units: as many as the rate asks for, each letter at least one, each word its share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.speaking.natural.timing import CALIBRATED_WPM, CONSONANT_UNITS, START_UNITS, TRAINED_SHARE, paced, units

MEANS = st.lists(st.floats(0.9, 15), min_size=3, max_size=60)


def letters_for(means, spaces):
    return "".join(" " if n in spaces else "a" for n in range(len(means) - 2))


@given(MEANS, st.sets(st.integers(0, 60)), st.floats(60, 500))
def test_every_letter_is_said_and_the_length_is_what_the_rate_asks_for(means, spaces, rate):
    letters = letters_for(means, spaces)
    found, even = units(means, letters, rate), paced(means, letters)
    assert len(found) == len(means)
    assert min(found) >= 1
    wanted = means[0] + sum(even[1:]) * CALIBRATED_WPM / rate
    assert sum(found) >= round(wanted)
    if min(means[0], *even) * min(1, CALIBRATED_WPM / rate) >= 1:  # nothing is held up by its least length
        assert sum(found) == round(wanted)


def test_of_two_texts_that_the_model_says_equally_long_the_one_with_more_consonants_takes_longer():
    means = [4.0] * 10
    assert sum(paced(means, "spˈɹIntst")) > sum(paced(means, "ˌAˌiˌAˈi")) > 0


def test_a_text_of_twice_the_length_as_trained_is_less_than_twice_as_long():
    once, twice = (sum(paced([0.0, *[units] * 9], "abcdefgh")) for units in (3.0, 6.0))
    assert once < twice < 1.5 * once


def test_a_mark_inside_a_text_rests_and_one_at_its_end_does_not():
    means = [4.0] * 7
    plain, comma, stop, last = (sum(paced(means, letters)) for letters in ("aa aa", "aa, a", "aa. a", "aaaa."))
    assert stop > comma > plain + 6
    assert last == pytest.approx(plain)


def test_a_rest_is_as_long_in_a_long_text_as_in_a_short_one():
    short, long = ("a, a", "bcdfghjklm, bcdfghjklm")
    at = [paced([4.0] * (len(text) + 2), text)[text.index(",") + 1] for text in (short, long)]
    assert at[0] == at[1]


def scaled(durations, letters):
    """What the model would have to say for `units` to be `durations` at the rate it is calibrated for."""
    consonants = sum(letter in "bcd" for letter in letters)
    pace = 1 - (CONSONANT_UNITS * consonants + START_UNITS) / sum(durations[1:])
    return [durations[0], *(one * pace / TRAINED_SHARE for one in durations[1:])]


def test_durations_that_are_whole_stay_as_they_are():
    assert units(scaled([13.0, 2.0, 1.0, 2.0, 6.0, 1.0], "a bc"), "a bc", CALIBRATED_WPM) == [13, 2, 1, 2, 6, 1]


def test_a_faster_rate_takes_from_the_longest_and_leaves_the_shortest_alone():
    short, mixed = (scaled(one, "abc") for one in ([1.0, 1.0, 4.0, 1.0, 1.0], [2.0, 1.0, 9.0, 1.0, 2.0]))
    assert units(short, "abc", 2 * CALIBRATED_WPM) == [1, 1, 1, 1, 1]
    assert units(mixed, "abc", 1.5 * CALIBRATED_WPM) == [2, 1, 6, 1, 1]


def test_what_one_word_owes_the_next_pays_back():
    letters = "aaaaaaaa bbbbbbbbb"
    means = scaled([1.0] * 10 + [5.0] * 10, letters)
    found = units(means, letters, 1.5 * CALIBRATED_WPM)
    assert found[:9] == [1] * 9
    assert sum(found) == round(1.0 + (9.0 + 50.0) / 1.5)
