"""Clips are cut to their speech, and the word marks move with them."""

from array import array
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rhapsode.model import WordMark
from rhapsode.speaking.drivers.trim import edges, marks_within

RATE_HZ = 22_050


def sound(*runs):
    return array("h", [value for value, count in runs for _ in range(count)]).tobytes()


def test_silence_at_both_ends_goes_to_within_a_millisecond():
    start, end = edges(sound((0, 1_000), (5_000, 4_000), (0, 2_000)), RATE_HZ)
    assert 1_000 - 22 <= start <= 1_000
    assert 5_000 <= end <= 5_000 + 22


def test_a_pause_inside_stays():
    start, end = edges(sound((5_000, 500), (0, 4_000), (5_000, 500)), RATE_HZ)
    assert (start, end) == (0, 5_000)


def test_nothing_but_silence_has_no_speech():
    assert edges(sound((3, 4_000)), RATE_HZ) == (0, 0)
    assert edges(b"", RATE_HZ) == (0, 0)


@given(st.integers(0, 3_000), st.integers(1, 3_000), st.integers(0, 3_000))
def test_nothing_loud_is_ever_cut(lead, middle, tail):
    start, end = edges(sound((0, lead), (-200, middle), (0, tail)), RATE_HZ)
    assert start <= lead
    assert end >= lead + middle


@given(
    st.lists(st.builds(WordMark, st.integers(0, 50), st.integers(51, 60), st.integers(-10, 9_000))), st.integers(0, 500)
)
def test_marks_never_go_back_and_stay_inside(words, start_frame):
    kept = marks_within(words, start_frame, 4_000)
    assert all(a.start < b.start and a.frame <= b.frame for a, b in pairwise(kept))
    assert all(0 <= word.frame <= 4_000 for word in kept)
