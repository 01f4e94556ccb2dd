"""WAV files: RIFF up to 4 GiB, RF64 beyond (EBU Tech 3306), with the tags in a chunk before the sound."""

from __future__ import annotations

import hashlib
import struct
from functools import partial
from pathlib import Path

from rhapsode.mixing.assembly import Assembly
from rhapsode.mixing.encoding import Work, write_samples
from rhapsode.mixing.id3 import id3_tag
from rhapsode.mixing.jobs import batches, results, start

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
    before = head(assembly.coding.rate_hz, assembly.plan.samples, id3_tag(assembly.track, assembly.labels))
    half.write_bytes(before)
    at = len(before)
    places: list[tuple[Work, int]] = []
    for work, count in zip(assembly.works, assembly.plan.counts, strict=True):
        places.append((work, at))
        at += 2 * count
    runs = batches(places, lambda place: place[0].samples)
    calls = [partial(write_samples, assembly.store, half, run, assembly.coding) for run in runs]
    for frames in results(start(assembly.executor, calls)):
        assembly.say(frames)
    with half.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
