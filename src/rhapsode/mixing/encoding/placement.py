"""Putting encoded pieces end to end on the codec's own grid, without drift."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from rhapsode.mixing.encoding.formats import Coding


class PacketPlacement(NamedTuple):
    """Which packets of each piece make the file, and what a player makes of them."""

    counts: tuple[int, ...]
    """How many packets of each piece, from its first."""
    starts: tuple[int, ...]
    """Where each piece is heard, in frames of the timeline."""
    frames: int
    """Length of what a player decodes, in frames of the timeline."""
    samples: int
    """The same in frames of the file."""


def placement(lengths: Sequence[int], rate_hz: int, coding: Coding) -> PacketPlacement:
    """Place pieces of `lengths` (frames at `rate_hz`).

    Each piece starts at the packet boundary nearest to where it should, counted from the start of the track: a
    rounding is never added to the next. Where a piece is a whole number of packets long, as in MP3 at the voice's own
    rate, nothing is rounded. The last piece keeps the packets that the codec's delay pushes out.
    """
    offsets = [0, *accumulate(lengths)]
    samples = _scaled(offsets[-1], coding.rate_hz, rate_hz)
    bounds = [_scaled(offset, coding.rate_hz, rate_hz * coding.frame) for offset in offsets[:-1]]
    end = -(-(samples + coding.delay) // coding.frame)
    counts = tuple(after - before for before, after in zip(bounds, [*bounds[1:], end], strict=True))
    starts = tuple(_scaled(bound, rate_hz * coding.frame, coding.rate_hz) for bound in bounds)
    return PacketPlacement(counts, starts, offsets[-1], samples)


def _scaled(value: int, by: int, over: int) -> int:
    """`value * by / over`, rounded half up."""
    return (2 * value * by + over) // (2 * over)
