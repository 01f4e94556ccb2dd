"""Everything a container's writer needs to put a file together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from typing import NamedTuple

from rhapsode.errors import EncoderError, quoted
from rhapsode.mixing.containers.track_tags import TrackTags
from rhapsode.mixing.encoding.encoding_job import EncodingJob
from rhapsode.mixing.encoding.formats import Coding
from rhapsode.mixing.encoding.packets import Packets, stored_sizes, unpack
from rhapsode.mixing.encoding.placement import PacketPlacement
from rhapsode.mixing.mixed_track import MixedTrack
from rhapsode.store import Store

CURE = "clear the store with `rhapsode store clear` and run it again"


class Assembly(NamedTuple):
    """The track with its tags, and the pieces that its sound is made of."""

    track: MixedTrack
    tags: TrackTags
    jobs: Sequence[EncodingJob]
    coding: Coding
    placement: PacketPlacement
    store: Store
    executor: Executor
    say: Callable[[int], None]
    """Told how many frames were encoded."""

    def pieces(self) -> Iterator[Packets]:
        """The packets of each piece that belong into the file, read and proven as they are asked for.

        Raises DamagedValue, and EncoderError where a piece has too few.
        """
        for job, count in zip(self.jobs, self.placement.counts, strict=True):
            yield self._piece(job, count)

    def _piece(self, job: EncodingJob, count: int) -> Packets:
        packets = self.store.read(job.key, unpack)
        if self.coding.exact:
            return packets
        packets = packets.first(count)
        if len(packets.sizes) < count:
            gave = f"{len(packets.sizes)} packets of encoded sound instead of {count}"
            raise EncoderError(f"there are {gave}, in the section {quoted(job.piece.section)}", CURE)
        return packets

    def sizes(self) -> Iterator[Sequence[int]]:
        """The sizes of each piece's packets in the file: a file may be begun on them before all are read whole."""
        for job, count in zip(self.jobs, self.placement.counts, strict=True):
            yield stored_sizes(self.store, job.key)[:count]
