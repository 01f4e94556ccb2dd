"""Where the true peak is looked for, and what is found there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.mixing.levels.true_peak import MOMENTS, excesses_db, loudest, true_peak

RATE = 22_050
RAW = ("-f", "s16le", "-ar", str(RATE), "-ac", "1")


SWINGS = st.tuples(st.integers(-30, 0), st.integers(0, 30))
"""Lowest and highest sample of a tenth of a second."""


@given(st.lists(st.lists(SWINGS, max_size=12), max_size=8))
def test_the_loudest_moments_are_the_loudest_of_the_loudest_piece(pieces: list[list[tuple[int, int]]]) -> None:
    found = loudest([[value for swing in piece for value in swing] for piece in pieces])
    every = [max(-low, high) for piece in pieces for low, high in piece]
    assert bool(found) == any(every)
    if found:
        heights = [max(-low, high) for low, high in pieces[found[0].piece]]
        assert found[0].height == max(every)
        assert {one.piece for one in found} == {found[0].piece}
        assert [one.height for one in found] == sorted(filter(None, heights), reverse=True)[:MOMENTS]
        assert all(heights[one.tenth] == one.height for one in found)


def between_samples(level: float, seconds: float = 2.0) -> bytes:
    """A sine of a quarter of the rate whose samples all miss its peaks, by 3 dB."""
    at = np.arange(int(RATE * seconds))
    rising = np.minimum(1, np.minimum(at, at[::-1]) / (RATE / 10))  # a hard edge would be a peak of its own
    return (level * 32_767 * rising * np.sin(np.pi / 2 * at + np.pi / 4)).astype("<i2").tobytes()


def test_what_lies_between_samples_is_heard() -> None:
    assert true_peak(between_samples(0.5), RAW, [1.0]) == pytest.approx(0.5, rel=0.03)


@pytest.mark.parametrize(("level_db", "excess_db"), [(-0.5, 0.5), (-3.0, 0.0)])
def test_the_excess_is_over_the_ceiling(level_db: float, excess_db: float) -> None:
    quiet, tried = between_samples(0.1), between_samples(10 ** (level_db / 20))
    assert excesses_db([quiet, tried], RAW, -1.0, [2.0, 2.0]) == pytest.approx([0.0, excess_db], abs=0.15)
