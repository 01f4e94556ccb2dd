"""A step is told to whoever collects, with its place and length, and to nobody else."""

import os
import threading
import time

import pytest

from rhapsode.steps import collecting, step


def test_steps_are_told_in_the_order_of_their_ends_each_within_its_outer_one():
    with collecting() as steps, step("mix"), step("encode"):
        time.sleep(0.02)
    assert [one.name for one in steps] == ["encode", "mix"]
    encode, mix = steps
    assert mix.begun_s <= encode.begun_s
    assert 0.02 <= encode.seconds <= mix.seconds
    assert (mix.process, mix.thread) == (os.getpid(), threading.get_native_id())
    assert abs(time.time() - mix.begun_s) < 60


def test_a_step_that_fails_is_told_too():
    with collecting() as steps, pytest.raises(ValueError, match="no"), step("read"):
        raise ValueError("no")
    assert [one.name for one in steps] == ["read"]


def test_nobody_is_told_who_does_not_ask():
    with step("read"):
        pass
    with collecting() as outer, step("a"), collecting() as inner, step("b"):
        pass
    assert [one.name for one in inner] == ["b"]
    assert [one.name for one in outer] == ["a"]
