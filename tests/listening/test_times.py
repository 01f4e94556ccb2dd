from datetime import UTC, datetime

import pytest

from made_tracks import HARBOUR, recorded, timeline
from rhapsode.listening.times import clock, duration, iso, made_at, position_ms, smil_clock


@pytest.mark.parametrize(
    ("seconds", "shown", "as_duration"),
    [
        (0, "0:00", "PT0H0M0S"),
        (65.25, "1:05", "PT0H1M5.25S"),
        (75.9, "1:15", "PT0H1M15.9S"),
        (3599.5, "59:59", "PT0H59M59.5S"),
        (3723, "1:02:03", "PT1H2M3S"),
        (36_061, "10:01:01", "PT10H1M1S"),
    ],
)
def test_times_as_people_and_as_machines_read_them(seconds, shown, as_duration):
    assert clock(seconds) == shown
    assert duration(int(seconds * 1000)) == as_duration


def test_a_full_clock_value():
    assert smil_clock(3_723_045) == "1:02:03.045"


def test_a_place_in_a_track_is_cut_to_the_millisecond():
    track = timeline(HARBOUR)
    assert position_ms(track, track.rate_hz) == 1000
    assert position_ms(track, track.rate_hz - 1) == 999


def test_a_track_s_date_is_the_file_s_or_the_one_the_build_states(tmp_path, monkeypatch):
    track = recorded(timeline(HARBOUR), tmp_path / "harbour.wav")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert made_at(track) == datetime.fromtimestamp(int(track.path.stat().st_mtime), UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86399")
    assert iso(made_at(track)) == "1970-01-01T23:59:59Z"
