"""The default executor: worker processes, started once and shared by the rooms that work in parallel."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing.connection import wait

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def start_method() -> str:
    """`fork` where it is safe and cheap (Linux, a single-threaded caller), else `spawn`."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def process_pool(jobs: int | None = None) -> Executor:
    """An executor of `jobs` worker processes (default: one per usable processor).

    The workers ignore the interrupt key (their parent decides) and end when their parent does, however it ends.
    """
    count = jobs or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else jobs or os.cpu_count() or 1
    method = start_method()
    context = multiprocessing.get_context(method)
    return ProcessPoolExecutor(count, mp_context=context, initializer=_settle, initargs=(os.getpid(),))


def _settle(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        die_with_parent(parent)
    else:
        threading.Thread(target=_watch, daemon=True).start()


def die_with_parent(parent: int) -> None:
    """Have the kernel end this process when its parent ends (Linux; elsewhere nothing)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def _watch() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
