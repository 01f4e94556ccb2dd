import os
import signal
import threading
import time
from functools import partial

import pytest

from rhapsode.errors import EngineError, SourceUnreadable
from rhapsode.files import is_alive
from rhapsode.model import Progress
from rhapsode.pool import Workers
from rhapsode.studio.render_process import in_own_process
from rhapsode.studio.render_queue import RenderEnded

WAIT_S = 60
STEP = Progress("speak", "At night", 1, 4)


def tell_a_step(watch):
    watch(STEP)
    return os.getpid()


def refuse(_):
    raise SourceUnreadable("it has no word", "give another")


def end_itself(_):
    os.kill(os.getpid(), signal.SIGKILL)


def stand_still(file):
    half = file.with_suffix(".half")
    half.write_text(str(os.getpid()))
    half.rename(file)
    time.sleep(10 * WAIT_S)


def have_a_worker_stand_still(file, _):
    Workers(1).submit(stand_still, file).result()


def until(happened):
    end_s = time.monotonic() + WAIT_S
    while not happened():
        assert time.monotonic() < end_s, "it did not happen in time"
        threading.Event().wait(0.02)


def test_it_is_made_elsewhere_and_its_steps_are_told_here():
    steps = []
    assert in_own_process(tell_a_step, steps.append) != os.getpid()
    assert STEP in steps


def test_what_it_raises_is_raised_here():
    with pytest.raises(SourceUnreadable, match="it has no word: give another"):
        in_own_process(refuse, lambda _: None)


def test_one_that_is_lost_is_an_error():
    with pytest.raises(EngineError, match="ended from outside: try again"):
        in_own_process(end_itself, lambda _: None)


def test_it_ends_whatever_it_is_at_with_all_its_workers(tmp_path):
    told = tmp_path / "worker"

    def end_when_it_stands_still(_):
        if told.exists():
            raise RenderEnded

    with pytest.raises(RenderEnded):
        in_own_process(partial(have_a_worker_stand_still, told), end_when_it_stands_still)
    until(lambda: not is_alive(int(told.read_text())))
