"""A sample of the options of the file, each against every other; `option_crossing.py` tries them all."""

import pytest
from option_crossing import Options, crossing, wrong

from rhapsode import pipeline
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
