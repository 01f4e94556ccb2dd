"""Words kept as bare numbers are the same as words kept as words."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.mixing.cutting.timed_words import TimedWords
from rhapsode.model import TimedWord

TEXT = "One or two words of a text."


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(10, 27), st.integers(0, 999), st.integers(0, 999)), max_size=9)
)
def test_they_are_the_same_however_they_are_asked_for(rows):
    kept = TimedWords(TEXT, array("q", [number for row in rows for number in row]))
    plain = tuple(TimedWord(TEXT[row[0] : row[1]], *row) for row in rows)
    assert kept == plain
    assert tuple(kept) == tuple(kept[at] for at in range(len(kept))) == plain
    assert kept[1:] == plain[1:]
    assert kept.rows() == [*plain]
    assert [kept[at] for at in range(-len(rows), 0)] == [*plain]


def test_beyond_the_last_there_is_none():
    with pytest.raises(IndexError):
        TimedWords(TEXT, array("q"))[0]


def test_words_are_equal_to_just_the_same_ones() -> None:
    def made(*numbers: int) -> TimedWords:
        return TimedWords("on the mat", array("I", numbers))

    one, later, two = made(0, 2, 5, 9), made(0, 2, 6, 9), made(0, 2, 5, 9, 3, 6, 9, 12)
    assert one == made(0, 2, 5, 9) == tuple(one)
    for other in (later, two, made(), (), "on"):
        assert one != other
        assert other != one
