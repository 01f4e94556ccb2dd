from __future__ import annotations

from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.errors import EncoderError
from rhapsode.executors import InlineExecutor
from rhapsode.mixing.batches import batches, shared_out


@given(st.lists(st.integers(1, 60), max_size=80))
def test_batches_hold_everything_once(weights: list[int]) -> None:
    runs = batches(list(enumerate(weights)), lambda item: item[1])
    assert sorted(item for run in runs for item in run) == list(enumerate(weights))
    assert all(run for run in runs)


def test_a_dead_worker_is_an_error_with_a_cure() -> None:
    class Broken(Executor):
        def submit(self, *_: object, **__: object) -> NoReturn:
            raise BrokenProcessPool("gone")

    with pytest.raises(EncoderError, match="--jobs 1"):
        shared_out(Broken(), [int])


def test_what_a_call_returns_is_handed_on_with_its_number() -> None:
    assert sorted(shared_out(InlineExecutor(), [partial(int, "7"), int])) == [(0, 7), (1, 0)]
