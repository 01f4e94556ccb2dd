"""Everything a container's writer needs to put a file together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

from rhapsode.errors import EncoderError
from rhapsode.mixing.encoding import Work, encode
from rhapsode.mixing.formats import Coding
from rhapsode.mixing.jobs import batches, results
from rhapsode.mixing.labels import Labels
from rhapsode.mixing.packets import Packets, sizes, unpack
from rhapsode.mixing.placing import Plan
from rhapsode.mixing.track import MixedTrack
from rhapsode.store import Store


@dataclass(frozen=True, slots=True)
class Assembly:
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

    def encode_missing(self) -> None:
        """Encode, in parallel, every piece that the store does not hold."""
        keys = {work.key(self.coding): work for work in self.works}
        missing = [work for key, work in keys.items() if key not in self.store]
        runs = batches(missing, lambda work: len(work.piece.parts))
        for frames in results(self.executor, [partial(encode, self.store, run, self.coding) for run in runs]):
            self.say(frames)

    def pieces(self) -> Iterator[Packets]:
        """The packets of each piece that belong into the file, one piece in memory at a time."""
        for work, count in zip(self.works, self.plan.counts, strict=True):
            data = self.store.get(work.key(self.coding))
            if data is None:
                raise EncoderError("an encoded piece is missing from the store", "run the command again")
            packets = unpack(data)
            yield packets if self.coding.exact else packets.first(count)

    def sizes(self) -> Iterator[int]:
        """The size of every packet in the file."""
        for work, count in zip(self.works, self.plan.counts, strict=True):
            yield from sizes(self.store.path(work.key(self.coding)))[:count]
