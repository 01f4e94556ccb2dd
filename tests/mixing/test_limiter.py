from __future__ import annotations

from array import array
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from mixtools import RATE, tone

from rhapsode.mixing.limiter import envelope
from rhapsode.mixing.limiter import limited as in_parts_limited


def limited(samples: bytes, rate_hz: int, gain_db: float, limit_db: float) -> bytes:
    return b"".join(in_parts_limited(samples, rate_hz, gain_db, limit_db))


def values(samples: bytes) -> list[int]:
    return array("h", samples).tolist()


def test_without_peaks_every_sample_is_only_multiplied() -> None:
    samples = tone(20_000, level=4_000)
    louder = values(limited(samples, RATE, 6.0, -1.0))
    assert all(abs(now - before * 10 ** (6 / 20)) <= 1 for now, before in zip(louder, values(samples), strict=True))


def test_no_gain_and_no_peak_changes_nothing() -> None:
    samples = tone(20_000, level=4_000)
    assert limited(samples, RATE, 0.0, -1.0) == samples


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(1, 5_000), st.integers(0, 32_767)), min_size=1, max_size=8),
    st.floats(-6, 12),
    st.floats(-6, -0.5),
)
def test_nothing_passes_the_limit_and_the_length_stays(
    bursts: list[tuple[int, int]], gain_db: float, limit_db: float
) -> None:
    samples = b"".join(tone(frames, level=level) for frames, level in bursts)
    done = limited(samples, RATE, gain_db, limit_db)
    assert len(done) == len(samples)
    assert max(map(abs, values(done))) <= 32_767 * 10 ** (limit_db / 20) + 1


def test_a_peak_is_turned_down_only_nearby() -> None:
    quiet = tone(30_000, level=3_000)
    samples = quiet + tone(400, level=32_000) + quiet
    done = values(limited(samples, RATE, 6.0, -1.0))
    plain = values(limited(quiet, RATE, 6.0, -1.0))
    assert done[:25_000] == plain[:25_000]
    assert done[-25_000:] == plain[-25_000:]


@given(st.lists(st.floats(0, 4), min_size=1, max_size=200))
def test_the_factor_is_never_above_what_is_needed(overs: list[float]) -> None:
    factors = envelope(overs, RATE)
    assert all(factor <= 1 for factor in factors)
    assert all(over * factor <= 1 + 1e-9 for over, factor in zip(overs, factors, strict=True) if over > 1)


def test_the_factor_moves_in_small_steps() -> None:
    factors = envelope([0.5] * 100 + [2.0] + [0.5] * 100, RATE)
    release = [after / before for before, after in pairwise(factors[100:])]
    assert factors[0] == factors[-1] == 1
    assert max(release) < 1.1
