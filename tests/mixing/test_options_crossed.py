"""A sample of the options of the file, each against every other; `option_crossing.py` tries them all."""

import pytest
from option_crossing import TEXT, Options, crossing, heard, wrong

from rhapsode import pipeline
from rhapsode.mixing import Master
from rhapsode.request import Request
from rhapsode.store import Store

EVERY = 83
"""A prime, so that the sample has each value of each option."""


@pytest.fixture(scope="module")
def pool():
    with pipeline.workers(2) as workers:
        yield workers


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return Store(tmp_path_factory.mktemp("kept") / "store")


def sample():
    return list(crossing())[::EVERY]


def test_the_sample_has_each_value_of_each_option():
    everything = list(crossing())
    for place in range(len(Options._fields)):
        assert {one[place] for one in sample()} == {one[place] for one in everything}


@pytest.mark.slow  # some twenty renders
@pytest.mark.parametrize("options", sample(), ids=lambda options: "-".join(map(str, options)))
def test_whatever_is_asked_for_together_is_made_or_refused_at_once(options, tmp_path, kept, pool):
    assert wrong(options, tmp_path, kept, pool) == []


@pytest.mark.parametrize(("name", "kbps", "rate_hz"), [("mp3", 8, 22_050), ("mp3", 320, 32_000), ("opus", 256, 48_000)])
def test_the_lowest_and_the_highest_bit_rate_are_what_the_file_has(name, kbps, rate_hz, tmp_path, kept, pool):
    request, master = Request("-", stdin=TEXT.encode(), engine="tone"), Master(bitrate_kbps=kbps, generate_cover=False)
    track = pipeline.render(request, tmp_path / f"track.{name}", master=master, store=kept, executor=pool)
    decoded = heard(track.path)
    assert decoded.rate_hz == rate_hz
    assert decoded.frames / decoded.rate_hz == pytest.approx(track.seconds(track.frames), abs=1e-4)
    if name == "mp3":  # at a constant rate
        assert track.bytes * 8 / 1_000 / track.seconds(track.frames) == pytest.approx(kbps, rel=0.15)
