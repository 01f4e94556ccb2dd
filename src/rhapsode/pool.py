"""The default executor: worker processes, started once and shared by the rooms that work in parallel."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from rhapsode.errors import RhapsodeError

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

T = TypeVar("T")

PR_SET_PDEATHSIG = 1  # linux/prctl.h
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # malloc.h of GNU
LETTING_GO_S = 1.0
EXECUTORS_THREADS = 2
"""Of a ProcessPoolExecutor itself: one hands work out, one writes it to the workers."""


def start_method() -> str:
    """`fork` where it is safe and cheap (Linux, a single-threaded caller), else `spawn`."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def usable_processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers(Executor):
    """An executor of `jobs` worker processes, which start with `begin` or the first call.

    What is in the store already needs none: a render of nothing new is 25 ms of 190 shorter for it. Where one of them
    is ended from outside, all that they had at hand fails, and what is asked for next has new ones.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._started: ProcessPoolExecutor | None = None

    def begin(self, get_ready: Callable[[], None]) -> None:
        """Start the workers now, if they are not, and have them `get_ready` while the caller goes on.

        Early workers inherit little from the caller, and what they do first is done when it has work for them.
        """
        if self._started is None:
            for _ in range(self._jobs):
                self.submit(get_ready)

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Have a worker call it. Raises RhapsodeError where the system starts none."""
        try:
            with suppress(BrokenExecutor):
                return self._living().submit(fn, *args, **kwargs)
            self.shutdown()
            self._started = None
            return self._living().submit(fn, *args, **kwargs)
        except OSError as fault:
            self.end()  # those that were started already, of which the executor knows nothing yet
            raise _none_started(fault.strerror or str(fault)) from fault

    def _living(self) -> ProcessPoolExecutor:
        if self._started is None:
            self._started = _started(self._jobs)
        return self._started

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers when their work is done."""
        if self._started:
            self._started.shutdown(wait, cancel_futures=cancel_futures)

    def end(self) -> None:
        """End them now."""
        started, self._started = self._started, None
        if started:
            _end(started)


@contextmanager
def process_pool(jobs: int) -> Iterator[Workers]:
    """An executor of `jobs` worker processes; they start when there is work.

    The workers ignore the interrupt key (their parent decides) and end when their parent does, however it ends; an
    error in the caller's block ends them at once.
    """
    workers = Workers(jobs)
    try:
        yield workers
    except BaseException:
        workers.end()
        raise
    workers.shutdown()


def _started(jobs: int) -> ProcessPoolExecutor:
    import multiprocessing  # not at the top, nor the executor: they are a tenth of what a short render loads
    from concurrent.futures import ProcessPoolExecutor

    from rhapsode.work_folders import sweep_work_folders

    _try_threads(jobs + EXECUTORS_THREADS)
    context = multiprocessing.get_context(start_method())
    sweep_work_folders()
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=settle_worker, initargs=(os.getpid(),))


def _try_threads(count: int) -> None:
    """Raise RhapsodeError where the system starts no `count` threads, which it counts as it does processes.

    An executor that gets none for itself half-way would have whoever asked it wait for ever.
    """
    enough = threading.Event()
    tried = [threading.Thread(target=enough.wait) for _ in range(count)]
    begun = []
    try:
        for thread in tried:
            thread.start()
            begun.append(thread)
    except RuntimeError as fault:
        raise _none_started(str(fault)) from fault
    finally:
        enough.set()
        for thread in begun:
            thread.join()


def _none_started(why: str) -> RhapsodeError:
    return RhapsodeError(f"no worker process can be started ({why})", "end other programs, or try fewer --jobs")


def _end(executor: ProcessPoolExecutor) -> None:
    """End the workers now, and then the pool's own thread, which would else be met half-way by the end of the program.

    It must have let go of cancelled work first, or it trips over it.
    """
    from rhapsode.work_folders import sweep_work_folders

    workers = list((executor._processes or {}).values())
    manager: Any = executor._executor_manager_thread
    executor.shutdown(wait=False, cancel_futures=True)
    deadline = time.monotonic() + LETTING_GO_S
    while manager and _holds_cancelled(manager) and time.monotonic() < deadline:
        time.sleep(0.01)
    for worker in workers:
        worker.kill()  # a SIGTERM that comes while a process is forked is lost in Python's start of it
    for worker in workers:
        worker.join(LETTING_GO_S)
    if manager:
        manager.join(LETTING_GO_S)
    sweep_work_folders()


def _holds_cancelled(manager: Any) -> bool:
    """Whether the pool's thread still has work that was cancelled. At the end it has a table of its own."""
    return any(item.future.cancelled() for item in list(manager.pending_work_items.values()))


def settle_worker(parent: int) -> None:
    """Have this process, a worker of `parent`, leave signals to it and end when it does, however it ends."""
    leave_signals_to_parent()
    if sys.platform == "linux":
        die_with_parent(parent)
    else:
        threading.Thread(target=_watch, daemon=True).start()


def leave_signals_to_parent() -> None:
    """Have this process, a worker, ignore what the terminal sends to all, and end by a plain SIGTERM."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)


def die_with_parent(parent: int) -> None:
    """Have the kernel end this process when its parent ends (Linux; elsewhere nothing)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def give_back_memory() -> None:
    """Have the C library return what was freed to the system: it would keep a long track's largest piece for good."""
    with suppress(AttributeError, OSError, TypeError):  # another C library than GNU's, or none that can be asked
        ctypes.CDLL(None).malloc_trim(0)


def keep_freed_memory() -> None:
    """The opposite, for a process that ends soon: it would ask anew for each sentence's memory, page by page."""
    with suppress(AttributeError, OSError, TypeError):
        for parameter in (M_MMAP_THRESHOLD, M_TRIM_THRESHOLD):
            ctypes.CDLL(None).mallopt(parameter, 1 << 26)


def _watch() -> None:
    import multiprocessing
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
