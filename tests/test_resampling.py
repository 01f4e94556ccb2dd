"""A tone keeps its pitch, its level and its place at another rate."""

import numpy as np
import pytest

from rhapsode.model import Clip, WordMark
from rhapsode.resampling import at_rate, louder, resampled


def tone(pitch_hz, rate_hz, seconds=0.5, level=8_000):
    return (level * np.sin(2 * np.pi * pitch_hz * np.arange(int(seconds * rate_hz)) / rate_hz)).astype("<i2").tobytes()


def spectrum(samples):
    values = np.frombuffer(samples, "<i2").astype(float)
    return np.abs(np.fft.rfft(values * np.hanning(len(values)))) / len(values) * 4


@pytest.mark.parametrize(("from_hz", "to_hz"), [(22_050, 24_000), (24_000, 22_050), (16_000, 24_000)])
@pytest.mark.parametrize("pitch_hz", [300, 1_000, 5_000])
def test_nothing_is_heard_but_the_tone(from_hz, to_hz, pitch_hz):
    (made,) = resampled([tone(pitch_hz, from_hz)], from_hz, to_hz)
    assert len(made) // 2 == round(int(0.5 * from_hz) * to_hz / from_hz)
    found = spectrum(made)
    at = round(pitch_hz * 0.5)
    assert found[at - 2 : at + 3].max() == pytest.approx(8_000, rel=0.02)
    found[at - 12 : at + 13] = 0
    assert found.max() < 8_000 / 1_000  # 60 dB below


def level_db(samples):
    return 20 * np.log10(np.sqrt(np.mean(np.frombuffer(samples, "<i2").astype(float)[400:-400] ** 2)) / 8_000 * 2**0.5)


def test_what_the_lower_rate_can_hold_stays_and_what_it_cannot_goes():
    kept, gone = resampled([tone(10_000, 24_000), tone(11_500, 24_000)], 24_000, 22_050)
    assert level_db(kept) == pytest.approx(0, abs=0.2)
    assert level_db(gone) < -70


@pytest.mark.parametrize(("from_hz", "to_hz"), [(22_050, 24_000), (24_000, 22_050), (16_000, 22_050)])
def test_a_sound_comes_out_the_same_whatever_stands_beside_it(from_hz, to_hz):
    sounds = [tone(440, from_hz, seconds) for seconds in (0.3, 0.01, 0.5001)] + [b""]
    together = resampled(sounds, from_hz, to_hz)
    assert together == [resampled([sound], from_hz, to_hz)[0] for sound in sounds]
    assert [len(made) // 2 for made in together] == [round(len(sound) // 2 * to_hz / from_hz) for sound in sounds]


def test_words_stay_where_they_are_said():
    clip = Clip(tone(500, 22_050), 22_050, (WordMark(0, 3, 2_205), WordMark(4, 7, 8_820)))
    (moved,) = at_rate([clip], 24_000)
    assert [word.frame for word in moved.words] == [2_400, 9_600]
    assert at_rate([clip], 22_050) == [clip]


def test_louder_is_by_decibels_and_never_wraps():
    assert np.frombuffer(louder(tone(500, 22_050), 6.02), "<i2").max() == pytest.approx(16_000, rel=0.01)
    assert np.frombuffer(louder(tone(500, 22_050), 20), "<i2").max() == 32_767
    assert louder(b"\1\2", 0) == b"\1\2"
