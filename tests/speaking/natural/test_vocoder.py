"""Spectra to sound."""

import pytest

np = pytest.importorskip("numpy", reason="the extra [natural] is not installed")

from rhapsode.speaking.natural import vocoder  # noqa: E402

SILENT = -30.0


def heads(frames, **parts):
    made = {"lh": SILENT, "theta": 0.0, "ln": SILENT, "lr": SILENT, "phi": 0.0, **parts}
    columns = [np.full((frames, vocoder.BINS), made[name], np.float32) for name in ("lh", "theta", "ln", "lr", "phi")]
    return np.concatenate(columns, axis=1)


def f0(frames, hz):
    return np.full(frames, hz, np.float32)


def test_a_voiced_sound_has_a_pulse_for_each_turn_and_nothing_above_its_highest_harmonic():
    sound = vocoder.sound(heads(160, lh=0.0), f0(160, 100.0))
    assert sound.shape == (160 * vocoder.HOP,)
    power = np.abs(np.fft.rfft(sound[12_000:36_000] * np.hanning(24_000))) ** 2
    assert power[95:106].sum() > 100 * power[120:181].sum()  # 1 Hz a bin
    assert power[11_050:].max() < 1e-4 * power[100]


def test_an_unvoiced_sound_is_noise_of_the_level_asked_for():
    quiet, loud = (vocoder.sound(heads(200, ln=level), f0(200, 0.0)) for level in (0.0, float(np.log(10))))
    assert np.sqrt((loud**2).mean() / (quiet**2).mean()) == pytest.approx(10, rel=0.01)
    flat = np.abs(np.fft.rfft(quiet[6_000:54_000])) ** 2
    assert flat[2_000:12_000].mean() == pytest.approx(flat[12_000:22_000].mean(), rel=0.1)


def test_silence_is_silence():
    assert np.abs(vocoder.sound(heads(40), f0(40, 0.0))).max() < 1e-9


def test_a_sound_depends_on_its_frames_alone_however_they_fall_into_blocks():
    frames = vocoder.BLOCK + 7
    whole = vocoder.sound(heads(frames, lh=0.0, ln=0.0), f0(frames, 120.0))
    part = vocoder.sound(heads(frames - 20, lh=0.0, ln=0.0), f0(frames - 20, 120.0))
    same = (frames - 24) * vocoder.HOP
    assert np.abs(whole[:same] - part[:same]).max() < 1e-5


def test_another_seed_is_another_breath():
    one, two = (vocoder.sound(heads(20, ln=0.0), f0(20, 0.0), seed) for seed in (0, 1))
    assert np.abs(one - two).max() > 0.01


def test_a_sound_longer_than_the_noise_goes_on():
    frames = vocoder.NOISE_FRAMES + 10
    sound = vocoder.sound(heads(frames, ln=0.0), f0(frames, 0.0))
    assert np.abs(sound[-8 * vocoder.HOP :]).max() > 0.01
