"""Workers end when their parent does, however it ends."""

import errno
import faulthandler
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from rhapsode.errors import EngineError, RhapsodeError
from rhapsode.executors import Jobs
from rhapsode.pool import process_pool, usable_processors


def test_work_is_done_elsewhere():
    with process_pool(2) as pool:
        assert os.getpid() not in {pool.submit(os.getpid).result() for _ in range(4)}


def test_an_error_in_the_block_ends_the_workers_at_once():
    started = time.monotonic()
    with pytest.raises(KeyError), process_pool(1) as pool:
        pool.submit(time.sleep, 60)
        raise KeyError
    assert time.monotonic() - started < 30


@pytest.mark.skipif(sys.platform == "win32", reason="ends a process by a POSIX signal")
@pytest.mark.parametrize("name", ["SIGSEGV", "SIGKILL", "SIGABRT", "SIGTERM", "SIGBUS"])
def test_a_worker_that_is_ended_is_replaced_and_its_work_done_by_another(name, tmp_path):
    calls = [partial(die_once, tmp_path / "died", signal.Signals[name]), *[partial(abs, -n) for n in range(1, 9)]]
    with process_pool(2) as pool:
        assert dict(Jobs(pool, calls, EngineError("lost"))) == {0: "done", **{n: n for n in range(1, 9)}}
    assert multiprocessing.active_children() == []


def die_once(died, number):
    if not died.exists():
        died.touch()
        faulthandler.disable()  # pytest's would print all that the worker was doing
        os.kill(os.getpid(), number)
        time.sleep(60)
    return "done"


@pytest.mark.skipif(sys.platform == "win32", reason="ends a process by a POSIX signal")
def test_a_call_that_ends_every_worker_is_an_error_and_not_tried_for_ever():
    with pytest.raises(EngineError, match="lost"), process_pool(2) as pool:
        list(Jobs(pool, [partial(os._exit, 1)], EngineError("lost")))
    assert multiprocessing.active_children() == []


def test_workers_that_begin_early_get_ready_before_they_work(tmp_path):
    with process_pool(2) as pool:
        pool.begin(partial(leave_a_note, tmp_path))
        pool.begin(partial(os._exit, 1))  # they have begun, and are not asked again
        assert pool.submit(abs, -1).result() == 1
    notes = [note.read_text() for note in tmp_path.iterdir()]
    assert len(notes) == 2
    assert str(os.getpid()) not in notes


def leave_a_note(folder):
    with tempfile.NamedTemporaryFile("w", dir=folder, delete=False) as note:
        note.write(str(os.getpid()))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process is forked")
def test_a_system_that_starts_too_few_processes_is_one_line_and_none_is_left(monkeypatch):
    begun = []

    def start_one(process):
        if begun:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        begun.append(process)
        start(process)

    start = multiprocessing.get_context("fork").Process.start
    monkeypatch.setattr(multiprocessing.get_context("fork").Process, "start", start_one)
    with process_pool(2) as pool, pytest.raises(RhapsodeError, match="no worker process can be started"):
        pool.submit(abs, -1)
    assert begun
    assert multiprocessing.active_children() == []


def test_a_system_that_starts_too_few_threads_is_one_line(monkeypatch):
    def start_two(thread):
        if len(begun) == 2:
            raise RuntimeError("can't start new thread")
        begun.append(thread)
        start(thread)

    begun, start = [], threading.Thread.start
    monkeypatch.setattr(threading.Thread, "start", start_two)
    with process_pool(2) as pool, pytest.raises(RhapsodeError, match="no worker process can be started"):
        pool.submit(abs, -1)
    assert not any(thread.is_alive() for thread in begun)
    assert multiprocessing.active_children() == []


def test_there_is_a_processor():
    assert usable_processors() >= 1


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_workers_do_not_outlive_a_killed_parent(how, tmp_path):
    code = (
        "import os, sys, time\nfrom rhapsode.pool import process_pool\n"
        "with process_pool(2) as pool:\n"
        "    print(*{pool.submit(os.getpid).result() for _ in range(8)}, flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        workers = [int(pid) for pid in parent.stdout.readline().split()]
        assert workers
        parent.send_signal(how)
    deadline = time.monotonic() + 20
    while any(alive(pid) for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(alive(pid) for pid in workers)


def alive(pid):
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def test_no_worker_is_started_where_there_is_nothing_to_do():
    with process_pool(2):
        assert multiprocessing.active_children() == []
