"""Whatever runs the work: results come, errors are the call's own, lost workers are tried again."""

import multiprocessing
import os
import threading
import time
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial

import pytest

from rhapsode.errors import EngineError, SpeechFailed
from rhapsode.executors import Jobs

LOST = EngineError("lost", "again")


def square(number):
    return number * number


def fail():
    raise SpeechFailed("no breath")


def calls(count):
    return [partial(square, number) for number in range(count)]


@pytest.mark.parametrize("method", ["fork", "spawn", "threads"])
def test_every_call_comes_with_its_number(method):
    pool = (
        ThreadPoolExecutor(2)
        if method == "threads"
        else ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method))
    )
    with pool:
        assert sorted(Jobs(pool, calls(20), LOST)) == [(number, number * number) for number in range(20)]


def test_an_error_of_a_call_is_raised_and_nothing_more_is_begun():
    with ThreadPoolExecutor(1) as pool, pytest.raises(SpeechFailed, match="no breath"):
        list(Jobs(pool, [fail, *[partial(time.sleep, 60)] * 3], LOST))


class Unlucky(Executor):
    """Loses the first so many calls, with an error of its own."""

    def __init__(self, losses, error):
        self.losses, self.error = losses, error

    def submit(self, call, *args):
        future = Future()
        if self.losses:
            self.losses -= 1
            future.set_exception(self.error)
        else:
            future.set_result(call(*args))
        return future


class KilledWorker(Exception):
    """As a cluster's library may call it."""


@pytest.mark.parametrize("error", [KilledWorker("gone"), CancelledError(), OSError("no route")])
def test_a_lost_worker_is_tried_again_whatever_it_is_called(error):
    assert sorted(Jobs(Unlucky(1, error), calls(3), LOST)) == [(0, 0), (1, 1), (2, 4)]


def test_a_call_that_loses_two_workers_is_an_error_of_ours():
    with pytest.raises(EngineError, match="lost: again"):
        list(Jobs(Unlucky(5, KilledWorker()), calls(1), LOST))


def test_a_pool_that_is_broken_or_shut_down_is_an_error_of_ours():
    with ProcessPoolExecutor(1) as pool, pytest.raises(EngineError, match="lost"):
        list(Jobs(pool, [partial(os._exit, 1)], LOST))
    with pytest.raises(EngineError, match="lost"):
        Jobs(pool, calls(1), LOST)


def test_no_more_of_a_lane_run_at_once_than_it_may():
    running, most, lock = [0], [0], threading.Lock()

    def work():
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.02)
        with lock:
            running[0] -= 1

    with ThreadPoolExecutor(8) as pool:
        assert len(list(Jobs(pool, [work] * 12, LOST, lanes=["narrow"] * 12, most={"narrow": 3}))) == 12
        assert most[0] == 3
        assert len(list(Jobs(pool, [work] * 12, LOST, lanes=["wide"] * 12))) == 12


def test_the_first_can_be_waited_for_and_none_is_handed_on_twice():
    with ThreadPoolExecutor(2) as pool:
        jobs = Jobs(pool, calls(6), LOST)
        jobs.wait(3)
        assert sorted(jobs) == [(number, number * number) for number in range(6)]
