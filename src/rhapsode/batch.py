"""Many sources over one pool of workers: most of them whole in a worker each, the last large ones spread over all.

A document that is made whole in one worker needs nothing of any other process, so as many are read, spoken and mixed at
once as there are workers, each of which loads an engine once. The smallest source is the first, so that no article
waits behind a book; the last large ones, too few to keep every worker busy, are shared out as a single render is. No
more of them than workers are at hand at a time, and nothing is kept of one but its outcome.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from rhapsode import pipeline, speaking
from rhapsode.default_store import default_store
from rhapsode.errors import EngineError, RhapsodeError
from rhapsode.executors import MOST_LOSSES, InlineExecutor
from rhapsode.files import sweep_halves
from rhapsode.mixing import MixedTrack
from rhapsode.model import Progress, Track
from rhapsode.request import Request
from rhapsode.steps import Step, collecting, step
from rhapsode.store import Store

LARGE_BYTES = 50_000
"""A source from this size on takes one worker more than a few seconds: about an hour of speech."""
LEAST_BYTES = 2_000
"""What a source of unknown size, such as an address, counts as."""
TRIM_EVERY_S = 60.0
TRIM_REST = 50
"""And at least so many times what it took: looking through the store takes longer with every article in it."""

Make = Callable[..., MixedTrack]
"""`pipeline.render` with all that is the same for every document; picklable."""


class BatchItem(NamedTuple):
    """One document of a batch."""

    number: int
    """Its place in the batch, from 1."""
    request: Request
    target: Path

    @property
    def bytes(self) -> int:
        """Of the source, as far as it is known before it is read."""
        if self.request.stdin is not None:
            return max(LEAST_BYTES, len(self.request.stdin))
        try:
            return max(LEAST_BYTES, Path(self.request.source).stat().st_size)
        except (OSError, ValueError):
            return LEAST_BYTES

    @property
    def is_older(self) -> bool:
        """Whether the source is a file that was last changed before the target, or no file."""
        try:
            return Path(self.request.source).stat().st_mtime <= self.target.stat().st_mtime
        except OSError:
            return True


class BatchOutcome(NamedTuple):
    """What became of one."""

    item: BatchItem
    result: MixedTrack | RhapsodeError
    steps: tuple[Step, ...] = ()
    """Its steps, in the order of their ends; the last is the whole document's, `render`."""


class BatchWatch:
    """Told what happens, in the process that the batch was begun in; to be subclassed."""

    def begun(self, item: BatchItem) -> None:
        """A worker has it, or will have it next."""

    def step(self, item: BatchItem, step: Progress) -> None:
        """How far one is that is spread over all workers."""


def render_all(
    items: Sequence[BatchItem],
    make: Make,
    jobs: int,
    *,
    store: Store | None = None,
    watch: BatchWatch | None = None,
    executor: Executor | None = None,
) -> Generator[BatchOutcome, None, None]:
    """Make each of `items` with `jobs` worker processes; yields one outcome for each, as they come.

    They are those of `executor` where there is one, which stays open.

    A document that fails costs the others nothing, and neither does one that ends its worker: whatever was lost with it
    is tried again, one at a time. Closing the iterator ends the workers at once, and leaves no half file. Raises
    RhapsodeError where no worker can be started, or the store not be kept small, and what the program did not foresee
    where there is only one item.
    """
    kept, clean = store or default_store(), False
    whole, spread = _shared(items, jobs)
    try:
        with nullcontext(executor) if executor else pipeline.workers(jobs) as pool:
            batch = _Batch(pool, partial(make, store=kept, upkeep=False), kept, watch or BatchWatch())
            yield from batch.whole(whole, _at_once(items, jobs))
            for item in spread:
                yield batch.spread(item, raises=len(items) == 1)
                yield from batch.ended()
            yield from batch.rest()
            batch.trim()
        clean = not batch.lost
    finally:
        if not clean:
            for folder in {folder for item in items for folder in (item.target.parent, item.target.with_suffix(""))}:
                sweep_halves(folder)


def _shared(items: Sequence[BatchItem], jobs: int) -> tuple[list[BatchItem], list[BatchItem]]:
    """Those that are made whole in one worker each, and those that all workers share; the smallest first."""
    by_size = sorted(items, key=lambda item: item.bytes)
    if len(by_size) == 1:
        return [], by_size
    last = by_size[len(by_size) - len(by_size) % jobs :]
    spread = [item for item in last if item.bytes >= LARGE_BYTES]
    return by_size[: len(by_size) - len(spread)], spread


def _at_once(items: Sequence[BatchItem], jobs: int) -> int:
    """How many documents may be at hand: some more than workers, so that none waits, or as many as an engine bears."""
    engines = speaking.engines(items[0].request.choice) if items else ()
    return min([jobs + max(1, jobs // 4), *(engine.most_workers for engine in engines if engine.most_workers)])


class _Batch:
    """What is under way."""

    def __init__(self, pool: Executor, make: Make, store: Store, watch: BatchWatch) -> None:
        self._pool, self._make, self._store, self._watch = pool, make, store, watch
        self._running: dict[int, BatchItem] = {}
        self._done: SimpleQueue[tuple[BatchItem, Future[BatchOutcome]]] = SimpleQueue()
        self._suspects: deque[BatchItem] = deque()
        """They were lost with a worker: each is tried again, alone, so that no other pays for it."""
        self._alone = 0
        """The number of the one that is at work so."""
        self._losses: Counter[int] = Counter()
        """How often it lost its worker, alone."""
        self._untrimmed, self._trimmed_s, self._rest_s = False, time.monotonic(), TRIM_EVERY_S
        self.lost = False
        """Whether a worker was, which may have left half a file."""

    def whole(self, items: Iterable[BatchItem], at_once: int) -> Iterator[BatchOutcome]:
        """Have each made in one worker; those under way at the end are left to `rest`."""
        for item in items:
            while self._suspects or len(self._running) >= at_once:
                yield from self._next()
            self._begin(item)

    def spread(self, item: BatchItem, *, raises: bool) -> BatchOutcome:
        """Have all workers make one; with `raises` only what was expected to happen becomes its outcome.

        The store is kept small meanwhile, by one of them: 0.13 s of the 2 that an edit of ten hours takes.
        """
        self._watch.begun(item)
        make = partial(self._make, executor=self._pool, progress=partial(self._watch.step, item), upkeep=True)
        return _outcome(make, item, raises=raises)

    def ended(self) -> Iterator[BatchOutcome]:
        """Those that have ended meanwhile."""
        while not self._done.empty():
            yield from self._next()

    def rest(self) -> Iterator[BatchOutcome]:
        """Those under way, when they have ended."""
        while self._running or self._suspects:
            yield from self._next()

    def trim(self) -> None:
        """Keep the store small, where something was spoken since it was last done."""
        if self._untrimmed:
            from rhapsode.store_upkeep import keep_small  # only where something was spoken

            begun_s = time.monotonic()
            keep_small(self._store)
            self._rest_s = max(TRIM_EVERY_S, TRIM_REST * (time.monotonic() - begun_s))
        self._untrimmed, self._trimmed_s = False, time.monotonic()

    def _begin(self, item: BatchItem) -> None:
        self._running[item.number] = item
        future = self._pool.submit(_made_whole, self._make, item)
        future.add_done_callback(lambda done: self._done.put((item, done)))
        self._watch.begun(item)  # afterwards: whoever shows it may have threads, and workers of such are slow to start

    def _next(self) -> Iterator[BatchOutcome]:
        """The outcome of the next to end; none where it was lost with its worker, and is to be tried again."""
        if self._suspects and not self._running:
            again = self._suspects.popleft()
            self._alone = again.number
            self._begin(again)
        item, future = self._done.get()
        del self._running[item.number]
        fault = future.exception()
        if fault is None:
            yield self._ended(future.result())
            return
        if isinstance(fault, RhapsodeError):
            raise fault  # not one worker is lost, but whoever hands out work
        self.lost = True
        self._losses[item.number] += item.number == self._alone
        if self._losses[item.number] <= MOST_LOSSES:
            self._suspects.append(item)
            return
        error = EngineError("its worker process ended without a word, twice", "run it alone, with --jobs 1, to see why")
        yield self._ended(BatchOutcome(item, error))

    def _ended(self, outcome: BatchOutcome) -> BatchOutcome:
        self._untrimmed |= isinstance(outcome.result, Track) and outcome.result.misses > 0
        if time.monotonic() - self._trimmed_s > self._rest_s:
            self.trim()
        return outcome


def _made_whole(make: Make, item: BatchItem) -> BatchOutcome:
    """In a worker: the whole document, and no other process asked."""
    return _outcome(partial(make, executor=InlineExecutor()), item)


def _outcome(make: Make, item: BatchItem, *, raises: bool = False) -> BatchOutcome:
    with collecting() as steps:
        result = _result(make, item, raises=raises)
    return BatchOutcome(item, result, tuple(steps))


def _result(make: Make, item: BatchItem, *, raises: bool) -> MixedTrack | RhapsodeError:
    try:
        with step("render"):
            return make(item.request, item.target)
    except RhapsodeError as error:
        return error
    except Exception as fault:
        if raises:
            raise  # for whoever wants to see where; a night's batch, though, goes on whatever happens to one source
        kind = type(fault).__name__
        return RhapsodeError(f"a fault of the program ({kind}: {fault})", "please report it")
