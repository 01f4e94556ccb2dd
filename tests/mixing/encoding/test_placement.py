from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rhapsode.mixing.encoding.formats import Coding
from rhapsode.mixing.encoding.placement import placement

GRIDS = {"mp3": (22_050, 576, 1_105), "aac": (22_050, 1_024, 1_024), "opus": (48_000, 960, 312), "wav": (44_100, 1, 0)}


def coding(name: str) -> Coding:
    rate_hz, frame, delay = GRIDS[name]
    return Coding(name, rate_hz, 64, ("x",), name, frame, delay)


@given(st.sampled_from(sorted(GRIDS)), st.lists(st.integers(20_000, 3_000_000), min_size=1, max_size=60))
def test_no_piece_drifts(name: str, lengths: list[int]) -> None:
    made = placement(lengths, 22_050, coding(name))
    rate_hz, frame, _ = GRIDS[name]
    half = 22_050 * frame / rate_hz / 2
    for at, start in enumerate(made.starts):
        assert abs(start - sum(lengths[:at])) <= half + 1


@given(st.lists(st.integers(40, 4_000), min_size=1, max_size=40))
def test_whole_frames_are_placed_exactly(frames: list[int]) -> None:
    lengths = [576 * count for count in frames]
    made = placement(lengths, 22_050, coding("mp3"))
    assert list(made.starts) == [sum(lengths[:at]) for at in range(len(lengths))]
    assert list(made.counts[:-1]) == frames[:-1]


@given(st.sampled_from(sorted(GRIDS)), st.lists(st.integers(20_000, 300_000), min_size=1, max_size=9))
def test_there_are_packets_enough_for_the_sound_and_the_codecs_delay(name: str, lengths: list[int]) -> None:
    made = placement(lengths, 22_050, coding(name))
    _, frame, delay = GRIDS[name]
    assert sum(made.counts) * frame >= made.samples + delay > (sum(made.counts) - 1) * frame
    assert made.frames == sum(lengths)
    assert abs(made.samples - Fraction(sum(lengths) * GRIDS[name][0], 22_050)) <= Fraction(1, 2)
