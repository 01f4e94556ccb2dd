"""Putting a sentence together of clips in several voices."""

from __future__ import annotations

from collections.abc import Sequence

from rhapsode.clips import pack, unpack
from rhapsode.model import Clip, WordMark
from rhapsode.resampling import at_rate, louder
from rhapsode.speaking.planning.speech_plan import GAP_MS, Medley
from rhapsode.store import Store


def put_together(store: Store, medleys: Sequence[Medley]) -> int:
    """Make each of `medleys` of the clips in `store`, into it. Returns how many. Top-level and picklable."""
    for medley in medleys:
        clips = [store.read(key, unpack) for key in medley.parts]
        store.put(medley.key, pack(together(clips, medley)))
    return len(medleys)


def together(clips: Sequence[Clip], medley: Medley) -> Clip:
    """`clips` one after the other, equally loud and at the medley's rate, with a short gap between."""
    gap = bytes(2 * (GAP_MS * medley.rate_hz // 1000))
    alike = at_rate(clips, medley.rate_hz)
    samples, words = bytearray(), list[WordMark]()
    for clip, start, gain in zip(alike, medley.starts, medley.gains_db, strict=True):
        if samples and clip.frames:
            samples += gap
        offset = len(samples) // 2
        words += [WordMark(one.start + start, one.end + start, one.frame + offset) for one in clip.words]
        samples += louder(bytes(clip.samples), gain)
    return Clip(bytes(samples), medley.rate_hz, tuple(words))
