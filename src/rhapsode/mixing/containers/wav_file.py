"""WAV files: RIFF up to 4 GiB, RF64 beyond (EBU Tech 3306), with the tags in a chunk before the sound."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from rhapsode import ffmpeg
from rhapsode.mixing.batches import batches, shared_out
from rhapsode.mixing.containers.assembly import Assembly
from rhapsode.mixing.containers.id3_tags import id3_tag
from rhapsode.mixing.encoding.encoded_pieces import keep_true_peak
from rhapsode.mixing.encoding.encoders import resampling
from rhapsode.mixing.encoding.encoding_job import EncodingJob
from rhapsode.mixing.encoding.formats import Coding
from rhapsode.store import Store

LIMIT = 0xFFFFFFFF
"""What a RIFF size field holds."""


def head(rate_hz: int, samples: int, tag: bytes) -> bytes:
    """Everything before the `samples` 16-bit mono samples."""
    size = 2 * samples
    chunk = struct.pack("<4sI", b"id3 ", len(tag)) + tag + bytes(len(tag) % 2) if tag else b""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate_hz, 2 * rate_hz, 2, 16)
    riff = 4 + len(form) + len(chunk) + 8 + size
    if riff <= LIMIT:
        return struct.pack("<4sI4s", b"RIFF", riff, b"WAVE") + form + chunk + struct.pack("<4sI", b"data", size)
    ds64 = struct.pack("<4sIQQQI", b"ds64", 28, riff + 36, size, samples, 0)
    return struct.pack("<4sI4s", b"RF64", LIMIT, b"WAVE") + ds64 + form + chunk + struct.pack("<4sI", b"data", LIMIT)


def write(half: Path, assembly: Assembly) -> str:
    """Write the WAV file `half`: the workers put their samples where they belong, nothing is stored twice.

    Returns its sha256.
    """
    before = head(assembly.coding.rate_hz, assembly.placement.samples, id3_tag(assembly.track, assembly.tags))
    half.write_bytes(before)
    at = len(before)
    places: list[tuple[EncodingJob, int]] = []
    for job, count in zip(assembly.jobs, assembly.placement.counts, strict=True):
        places.append((job, at))
        at += 2 * count
    runs = batches(places, lambda place: place[0].samples)
    calls = [partial(_write_samples, assembly.store, half, run, assembly.coding) for run in runs]
    for _, frames in shared_out(assembly.executor, calls):
        assembly.say(frames)
    with half.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_samples(store: Store, path: Path, batch: Sequence[tuple[EncodingJob, int]], coding: Coding) -> int:
    """Write pieces as bare samples into the file at `path`, each at its offset in bytes; a job for a worker process.

    Returns how many frames they have.
    """
    frames = 0
    with path.open("r+b") as file:
        for job, offset in batch:
            samples = job.sound(store)
            frames += len(samples) // 2
            if chain := resampling(job, coding):
                raw = ("-f", "s16le", "-ac", "1", "-ar")
                source = (*raw, str(job.piece.rate_hz), "-i", "pipe:0")
                write = ("-bitexact", *raw, str(coding.rate_hz), "pipe:1")
                due = 2 * job.samples
                samples = ffmpeg.run([*source, *chain, *write], samples, least=due, section=job.piece.section)
                if len(samples) > due:  # the next piece begins there
                    raise ffmpeg.lacking(f"{len(samples):,} bytes of sound instead of {due:,}", job.piece.section)
            file.seek(offset)
            file.write(samples)
            if job.peak_key not in store:
                keep_true_peak(store, job, coding, samples)
    return frames
