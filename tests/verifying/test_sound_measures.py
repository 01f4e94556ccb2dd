"""What is measured of a sound whose parts are known."""

import math
import random
from array import array

from rhapsode.verifying.sound_measures import measured

RATE_HZ = 16_000


def hum(ms, hz=150, level=6_000):
    return array("h", [round(level * math.sin(2 * math.pi * hz * at / RATE_HZ)) for at in range(ms * 16)]).tobytes()


def hiss(ms, level=3_000):
    rng = random.Random(3)
    return array("h", [round(rng.gauss(0, level)) for _ in range(ms * 16)]).tobytes()


def rest(ms):
    return bytes(32 * ms)


def test_the_edges_are_where_the_sound_is():
    assert measured(rest(200) + hum(500) + rest(300)).edges_ms() == (200, 700)


def test_silence_is_silent_and_has_no_edges():
    assert measured(rest(500)).is_silent()
    assert measured(rest(500)).edges_ms() == (0, 0)
    assert measured(b"").is_silent()
    assert not measured(hum(500)).is_silent()


def test_the_longest_gap_is_found_between_the_two_times_only():
    sound = measured(hum(300) + rest(100) + hum(300) + rest(400) + hum(300) + rest(900))
    assert sound.longest_gap_ms(0, 1400) == (700, 1100)
    assert sound.longest_gap_ms(0, 700) == (300, 400)


def test_a_hiss_is_told_from_a_hum():
    sound = measured(hum(400) + hiss(500) + hum(400))
    start_ms, end_ms = sound.longest_hiss_ms()
    assert abs(start_ms - 400) <= 10
    assert abs(end_ms - 900) <= 10
    assert sound.is_hiss(450, 850)
    assert not sound.is_hiss(0, 400)
    assert not sound.is_hiss(300, 600)


def test_how_much_of_a_time_is_audible():
    sound = measured(hum(400) + rest(400))
    assert sound.audible_share(200, 600) == 0.5
    assert sound.audible_share(500, 700) == 0
    assert sound.audible_share(100, 100) == 1
