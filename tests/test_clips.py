"""Clips come out of the store as they went in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.clips import pack, unpack
from rhapsode.model import Clip, WordMark

NUMBER = st.integers(0, 2**32 - 1)
CLIPS = st.builds(
    Clip,
    st.binary(max_size=400).map(lambda data: data[: len(data) // 2 * 2]),
    st.integers(8_000, 192_000),
    st.lists(st.builds(WordMark, NUMBER, NUMBER, NUMBER), max_size=9).map(tuple),
)


@given(CLIPS)
def test_there_and_back(clip):
    assert unpack(pack(clip)) == clip


@given(st.binary(max_size=60))
def test_anything_else_is_refused(data):
    try:
        clip = unpack(data)
    except ValueError:
        return
    assert pack(clip) == data


def test_a_clip_cut_inside_its_words_is_refused():
    with pytest.raises(ValueError, match="not a clip"):
        unpack(pack(Clip(b"", 22_050, (WordMark(0, 1, 2), WordMark(3, 4, 5))))[:-4])
