"""Workers end when their parent does, however it ends."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

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
    prepared = []
    with process_pool(2, lambda: prepared.append(1)):
        assert multiprocessing.active_children() == []
    assert prepared == []


def test_what_workers_need_is_prepared_once_before_the_first():
    prepared = []
    with process_pool(1, lambda: prepared.append(os.getpid())) as pool:
        assert pool.submit(len, "ab").result() == pool.submit(len, "cd").result() == 2
    assert prepared == [os.getpid()]
