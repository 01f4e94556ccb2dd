"""Whether words are where the timeline has them."""

import pytest

from rhapsode.verifying.word_timing import is_astray, strays


@pytest.mark.parametrize(
    ("off_ms", "wrong"),
    [
        ([], None),
        ([5, -10, 20, 0], False),
        ([5, 110, 10, -20, 5], False),
        ([0, 0, 150, 140, 160], True),
        ([0, 10, -90, -80, -100, 0, 0, 0], True),
        ([0, 100, -100, 100, -100], False),  # to both sides: the aligner's own noise
        ([80], True),
    ],
)
def test_several_in_a_row_must_stray_or_most(off_ms, wrong):
    assert strays(off_ms) is wrong


def test_astray_is_when_most_are_far_off():
    assert is_astray([300, -200, 500, 10])
    assert not is_astray([300, 0, 10, 10])
    assert not is_astray([300, 300])
