from __future__ import annotations

from concurrent.futures import Future

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mixtools import Inline

from rhapsode.errors import EncoderError
from rhapsode.mixing.batches import batches, results, submitted


@given(st.lists(st.integers(1, 60), max_size=80))
def test_batches_hold_everything_once(weights: list[int]) -> None:
    runs = batches(list(enumerate(weights)), lambda item: item[1])
    assert sorted(item for run in runs for item in run) == list(enumerate(weights))
    assert all(run for run in runs)


def test_a_dead_worker_is_an_error_with_a_cure() -> None:
    from concurrent.futures.process import BrokenProcessPool

    dead: Future[int] = Future()
    dead.set_exception(BrokenProcessPool("gone"))
    with pytest.raises(EncoderError, match="--jobs 1"):
        list(results([dead]))


def test_the_rest_is_dropped_when_one_fails() -> None:
    def broken() -> int:
        raise EncoderError("no")

    waiting: Future[int] = Future()
    with pytest.raises(EncoderError):
        list(results([*submitted(Inline(), [broken]), waiting]))
    assert waiting.cancelled()
