"""Everything a container's writer needs to put a file together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, wait
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from rhapsode.errors import EncoderError
from rhapsode.mixing.encoding import Work, encode
from rhapsode.mixing.formats import Coding
from rhapsode.mixing.jobs import BATCHES, batches, results, start
from rhapsode.mixing.labels import Labels
from rhapsode.mixing.packets import Packets, sizes, unpack
from rhapsode.mixing.placing import Plan
from rhapsode.mixing.track import MixedTrack
from rhapsode.store import Store


@contextmanager
def encoding(works: Sequence[Work], coding: Coding, store: Store, executor: Executor) -> Iterator[Iterator[int]]:
    """Set workers to encode each of `works` that the store does not hold; yields the frames of each job as it is done.

    First comes what must be listened to afterwards, and the block is entered when that is done: whoever makes a long
    text's timeline meanwhile would need as much memory as the program that listens. Leaving the block before all is
    done drops what has not begun.
    """
    keys = {work.key(coding): work for work in works}
    missing = [
        work for key, work in keys.items() if key not in store or (work.moments and work.peak_key(coding) not in store)
    ]
    least = len(missing) if coding.in_process else BATCHES  # the others start a program in each job
    runs = batches(missing, lambda work: work.samples, least)
    listened = [run for run in runs if any(work.moments for work in run)]
    runs = [*listened, *(run for run in runs if run not in listened)]
    futures = start(executor, [partial(encode, store, run, coding) for run in runs])
    try:
        wait(futures[: len(listened)])
        yield results(futures)
    finally:
        for future in futures:
            future.cancel()


class Assembly(NamedTuple):
    """The track with its labels, and the pieces that its sound is made of."""

    track: MixedTrack
    labels: Labels
    works: Sequence[Work]
    coding: Coding
    plan: Plan
    store: Store
    executor: Executor
    say: Callable[[int], None]
    """Told how many frames were encoded."""

    def pieces(self) -> Iterator[Packets]:
        """The packets of each piece that belong into the file, one piece in memory at a time."""
        for work, count in zip(self.works, self.plan.counts, strict=True):
            data = self.store.get(work.key(self.coding))
            if data is None:
                raise EncoderError("an encoded piece is missing from the store", "run the command again")
            packets = unpack(data)
            yield packets if self.coding.exact else packets.first(count)

    def sizes(self) -> Iterator[Sequence[int]]:
        """The sizes of each piece's packets in the file."""
        for work, count in zip(self.works, self.plan.counts, strict=True):
            yield sizes(self.store.path(work.key(self.coding)))[:count]
