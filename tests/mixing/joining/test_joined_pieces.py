from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rhapsode.mixing.joining.joined_pieces import spread


@given(st.lists(st.integers(0, 30_000), min_size=1, max_size=9), st.integers(-288, 288))
def test_rounding_is_spread_thin(gaps: list[int], change: int) -> None:
    found = spread(gaps, change)
    wide = [gap for gap in gaps if gap > abs(change)]
    if wide:
        assert sum(found) == sum(gaps) + change
        assert max(abs(a - b) for a, b in zip(found, gaps, strict=True)) <= -(-abs(change) // len(wide))
    assert min(found) >= 0
