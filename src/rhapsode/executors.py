"""Work on whatever executor the caller has: our own processes, a pool of threads, a cluster's.

An executor is asked for nothing but `submit`. Calls are picklable, and return small values: sound goes by the store.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from rhapsode.errors import RhapsodeError

T = TypeVar("T")

MOST_LOSSES = 1
"""How often a call may lose its worker before that is an error: once is bad luck, twice is the call."""


class Jobs(Generic[T]):
    """Calls that were set to work; iterated over, the number and the result of each, as they come.

    A call whose worker is lost, in whatever way the executor tells it, is given to another; an error that a call itself
    raised is raised here. `lanes` names for each call what it may have to share, `most` how many calls of a lane may
    run at once (0 or none: any number).
    """

    def __init__(
        self,
        executor: Executor,
        calls: Sequence[Callable[[], T]],
        lost: RhapsodeError,
        *,
        lanes: Sequence[str] = (),
        most: Mapping[str, int] | None = None,
    ) -> None:
        """`lost` is raised where workers are lost again and again."""
        self._executor, self._calls, self._lost = executor, calls, lost
        self._lanes = lanes or [""] * len(calls)
        self._ended: SimpleQueue[tuple[int, Future[tuple[T | None, Exception | None]]]] = SimpleQueue()
        self._futures: dict[int, Future[tuple[T | None, Exception | None]]] = {}
        self._losses: Counter[int] = Counter()
        self._results: dict[int, T] = {}
        """Known, but not yet handed on."""
        self._left = len(calls)
        self._waiting: dict[str, deque[int]] = {}
        limits, running = most or {}, Counter[str]()
        for number, lane in enumerate(self._lanes):
            if limits.get(lane) and running[lane] >= limits[lane]:
                self._waiting.setdefault(lane, deque()).append(number)
            else:
                running[lane] += 1
                self._submit(number)

    def wait(self, first: int) -> None:
        """Wait until the first so many calls are done."""
        while any(number in self._futures for number in range(first)):
            self._next()

    def __iter__(self) -> Iterator[tuple[int, T]]:
        try:
            while self._results or self._left:
                if not self._results:
                    self._next()
                    continue
                number = next(iter(self._results))
                yield number, self._results.pop(number)
        finally:
            self.cancel()

    def cancel(self) -> None:
        """Drop what has not begun."""
        self._waiting.clear()
        for future in self._futures.values():
            future.cancel()

    def _submit(self, number: int) -> None:
        try:
            future = self._executor.submit(_outcome, self._calls[number])
        except RuntimeError as fault:  # it is broken or shut down, in the words of all that subclass `Executor`
            self.cancel()
            raise self._lost from fault
        self._futures[number] = future
        future.add_done_callback(lambda done: self._ended.put((number, done)))

    def _next(self) -> None:
        number, future = self._ended.get()
        try:
            result, error = future.result()
        except RhapsodeError:  # not a worker is lost, but whoever hands out work
            self.cancel()
            raise
        except Exception as fault:
            self._losses[number] += 1
            if self._losses[number] > MOST_LOSSES:
                self.cancel()
                raise self._lost from fault
            self._submit(number)
            return
        del self._futures[number]
        if error is not None:
            self.cancel()
            raise error
        self._left -= 1
        self._results[number] = result  # type: ignore[assignment]  # without an error there is a result
        if waiting := self._waiting.get(self._lanes[number]):
            self._submit(waiting.popleft())


def _outcome(call: Callable[[], T]) -> tuple[T | None, Exception | None]:
    """What a call returned, or what it raised: whatever is raised beside it was the executor's."""
    try:
        return call(), None
    except Exception as fault:
        return None, fault


class InlineExecutor(Executor):
    """Does each call at once, in the process that asks for it."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """What `fn` returns, or raises, as a future that is done."""
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as fault:
            done.set_exception(fault)
        return done
