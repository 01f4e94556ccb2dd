"""Against the standard's own numbers, and against ffmpeg's meter."""

from __future__ import annotations

import pytest
from mixtools import tone

from rhapsode.mixing.levels.loudness import HEADROOM, gain_db, integrated, k_weighting
from rhapsode.mixing.levels.measuring import meter

SECOND = 48_000


def test_the_filters_are_the_standards_at_48_khz() -> None:
    shelf, highpass = k_weighting(48_000)
    # ITU-R BS.1770-4, tables 1 and 2.
    assert [b / HEADROOM for b in shelf[:3]] == pytest.approx([1.53512485958697, -2.69169618940638, 1.19839281085285])
    assert shelf[4:] == pytest.approx([-1.69065929318241, 0.73248077421585])
    assert highpass == pytest.approx([1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621])


@pytest.mark.parametrize("rate_hz", [22_050, 24_000, 44_100, 48_000])
def test_a_full_scale_sine_reads_minus_three(rate_hz: int) -> None:
    # Annex 1: a 0 dB, 997 Hz sine in one channel reads −3.01 LKFS.
    levels = meter([tone(60 * rate_hz, 997, rate_hz, 32_767)], rate_hz)
    assert integrated(levels) == pytest.approx(-3.01, abs=0.05)


def test_silence_and_quiet_parts_are_gated() -> None:
    # After EBU Tech 3341, case 3: what is 10 LU down does not count.
    loud, quiet = tone(20 * SECOND, 1_000, SECOND, 2_320), tone(10 * SECOND, 1_000, SECOND, 230)
    alone = integrated(meter([loud], SECOND))
    assert integrated(meter([quiet, loud, bytes(20 * SECOND), quiet], SECOND)) == pytest.approx(alone, abs=0.1)


def test_pieces_combine_to_the_whole() -> None:
    parts = [tone(3 * SECOND, 500, SECOND, level) + bytes(SECOND) for level in (2_000, 8_000, 4_000)]
    assert integrated(meter(parts, SECOND)) == pytest.approx(integrated(meter([b"".join(parts)], SECOND)), abs=0.05)


def test_silence_has_no_loudness() -> None:
    assert integrated(meter([bytes(SECOND)], SECOND)) is None
    assert integrated([]) is None


def test_the_gain_is_quantised() -> None:
    assert gain_db(-21.33, -19.0) == 2.4
    assert gain_db(-21.36, -19.0) == 2.4
    assert gain_db(None, -19.0) == 0.0
    assert gain_db(-21.3, None) == 0.0
