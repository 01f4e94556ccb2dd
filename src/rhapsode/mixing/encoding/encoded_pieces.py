"""Pieces encoded into the store, in parallel; what comes back too loud is made again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import partial
from math import log10

from rhapsode import ffmpeg
from rhapsode.errors import EncoderError, quoted
from rhapsode.mixing.batches import BATCHES, batches, shared_out
from rhapsode.mixing.encoding import packets
from rhapsode.mixing.encoding.encoders import EncodedPiece, by_ffmpeg, by_lame
from rhapsode.mixing.encoding.encoding_job import EncodingJob
from rhapsode.mixing.encoding.formats import BLOCK, Coding
from rhapsode.mixing.levels.true_peak import excesses_db, true_peak
from rhapsode.store import Store

RETRIES = 3
"""How often a piece that came back too loud is made again."""
MARGIN_DB = 0.2
"""How much lower than its excess asks for its limit then is."""
SPLIT = {
    "mp3": packets.mp3_frames,
    "adts": packets.adts_frames,
    "opus": packets.opus_packets,
    "ogg": packets.flac_frames,
}
"""How to take a stream apart into packets, by the form it is in."""
DEMUXERS = {"mp3": "mp3", "adts": "aac", "opus": "ogg", "ogg": "ogg", "s16le": "s16le"}
"""What ffmpeg calls the same forms when it reads them."""


@contextmanager
def encoding(jobs: Sequence[EncodingJob], coding: Coding, store: Store, executor: Executor) -> Iterator[Iterator[int]]:
    """Set workers to encode each of `jobs` that the store does not hold; yields the frames of each job as it is done.

    First comes what must be listened to afterwards, and the block is entered when that is done: whoever makes a long
    text's timeline meanwhile would need as much memory as the program that listens. Leaving the block before all is
    done drops what has not begun.
    """
    keys = {job.key: job for job in jobs}
    keys |= {job.key: job for job in jobs if job.moments}  # of pieces that are alike, the one that is listened to
    absent = store.absent([*keys, *(job.peak_key for job in jobs if job.moments)])
    missing = [job for key, job in keys.items() if key in absent or (job.moments and job.peak_key in absent)]
    least = len(missing) if coding.in_process else BATCHES  # the others start a program in each job
    runs = batches(missing, lambda job: job.samples, least)
    listened = [run for run in runs if any(job.moments for job in run)]
    runs = [*listened, *(run for run in runs if run not in listened)]
    started = shared_out(executor, [partial(encode, store, run, coding) for run in runs])
    try:
        started.wait(len(listened))
        yield (frames for _, frames in started)
    finally:
        started.cancel()


def encode(store: Store, batch: Sequence[EncodingJob], coding: Coding) -> int:
    """Encode the pieces of `batch` into the store; a job for a worker process. Returns how many frames they have."""
    frames = 0
    for job, (length, stream) in zip(batch, _watched(store, batch, coding), strict=True):
        store.put(job.key, packets.pack(_split(stream, job, coding)))
        keep_true_peak(store, job, coding, stream)
        frames += length
    return frames


def _split(stream: bytes, job: EncodingJob, coding: Coding) -> packets.Packets:
    """The packets of `stream`. Raises EncoderError where it is not what it should be, or too short."""
    try:
        split = SPLIT[coding.muxer](stream)
    except packets.NOT_ENCODED:
        raise _lacking("something that is no encoded sound", job, coding) from None
    due = -(-job.samples // (BLOCK if coding.exact else coding.frame))
    if len(split.sizes) < due:
        raise _lacking(f"{len(split.sizes)} packets of encoded sound instead of {due}", job, coding)
    return split


def _lacking(gave: str, job: EncodingJob, coding: Coding) -> EncoderError:
    if not coding.in_process:
        return ffmpeg.lacking(gave, job.piece.section)
    name = " ".join(coding.encoder)
    return EncoderError(f"{name} gave {gave}, in the section {quoted(job.piece.section)}", f"install {name} anew")


def _watched(store: Store, batch: Sequence[EncodingJob], coding: Coding) -> list[EncodedPiece]:
    """The pieces encoded; what comes back too loud is made again, with the limit lower by as much."""
    encoded = by_lame if coding.in_process else by_ffmpeg
    made = encoded(store, batch, coding)
    ceiling = batch[0].ceiling_dbtp
    if not batch[0].watched or ceiling is None:
        return made
    limits = dict.fromkeys(range(len(batch)), ceiling)
    for _ in range(RETRIES):
        streams = [made[at].stream for at in limits]
        lengths_s = [made[at].frames / batch[at].piece.rate_hz for at in limits]
        section = batch[min(limits)].piece.section
        over = excesses_db(streams, _read_as(coding), ceiling + coding.overshoot_db, lengths_s, section)
        limits = {at: limits[at] - by - MARGIN_DB for at, by in zip(limits, over, strict=True) if by > 0}
        if not limits:
            break
        again = [batch[at]._replace(ceiling_dbtp=limit) for at, limit in limits.items()]
        for at, one in zip(limits, encoded(store, again, coding), strict=True):
            made[at] = one
    return made


def _read_as(coding: Coding) -> tuple[str, ...]:
    """What ffmpeg is told of a piece's stream when it reads it."""
    raw = ("-ar", str(coding.rate_hz), "-ac", "1") if coding.muxer == "s16le" else ()
    return ("-f", DEMUXERS[coding.muxer], *raw)


def keep_true_peak(store: Store, job: EncodingJob, coding: Coding, stream: bytes) -> None:
    """Find the true peak of an encoded piece at its loud moments, where it has some, into the store."""
    if job.moments:
        found = true_peak(stream, _read_as(coding), job.moments, job.piece.section)
        store.put(job.peak_key, str(found).encode())


def highest_dbtp(jobs: Sequence[EncodingJob], store: Store) -> float | None:
    """The true peak of the finished files, in dB, as it was found in their loudest pieces; None for silence."""
    share = max((store.read(job.peak_key, float) for job in jobs if job.moments), default=0.0)
    return round(20 * log10(share), 1) if share > 0 else None
