"""The two ways to encode: LAME in this process, and ffmpeg."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from rhapsode import ffmpeg
from rhapsode.mixing.encoding.encoding_job import EncodingJob
from rhapsode.mixing.encoding.formats import LAME_QUALITY, LAMEENC, Coding
from rhapsode.store import Store

FLUSH_MS = 250
"""Silence that pushes out what ffmpeg's encoders hold back; the file's end leaves it out. LAME gives it all itself."""


class EncodedPiece(NamedTuple):
    """A piece as its encoder gave it."""

    frames: int
    """How long it was before."""
    stream: bytes


def by_lame(store: Store, batch: Sequence[EncodingJob], coding: Coding) -> list[EncodedPiece]:
    """Each piece encoded by LAME in this process, part by part: LAME makes four times the room that a part needs."""
    lameenc: Any = import_module(LAMEENC)
    made = []
    for job in batch:
        encoder = lameenc.Encoder()
        encoder.set_bit_rate(coding.kbps)
        encoder.set_in_sample_rate(coding.rate_hz)
        encoder.set_out_sample_rate(coding.rate_hz)  # or it chooses another for a low bit rate
        encoder.set_channels(1)
        encoder.set_quality(LAME_QUALITY)
        encoder.silence()
        length = 0
        stream = []
        for part in job.parts(store):
            length += len(part)
            stream.append(encoder.encode(part))
        made.append(EncodedPiece(length // 2, b"".join([*stream, encoder.flush()])))
    return made


def by_ffmpeg(store: Store, batch: Sequence[EncodingJob], coding: Coding) -> list[EncodedPiece]:
    """The same by ffmpeg: one run for all, each piece with an encoder of its own."""
    from rhapsode.work_folders import work_folder  # a render of nothing new needs none

    lengths = []
    with work_folder() as folder:
        inputs: list[str | Path] = []
        outputs: list[str | Path] = []
        for at, job in enumerate(batch):
            rate_hz, sound = job.piece.rate_hz, job.sound(store)
            lengths.append(len(sound) // 2)
            raw, done = Path(folder, f"{at}.raw"), Path(folder, f"{at}.{coding.muxer}")
            raw.write_bytes(sound if coding.exact else sound + bytes(2 * (rate_hz * FLUSH_MS // 1000)))
            chain = resampling(job, coding)
            inputs += ["-f", "s16le", "-ar", str(rate_hz), "-ac", "1", "-i", raw]
            outputs += ["-map", str(at), *chain, *coding.encoder, "-bitexact", "-f", coding.muxer, done]
        ffmpeg.run([*inputs, *outputs], section=batch[0].piece.section)
        return [
            EncodedPiece(length, _written(Path(folder, f"{at}.{coding.muxer}"), job))
            for at, (length, job) in enumerate(zip(lengths, batch, strict=True))
        ]


def _written(file: Path, job: EncodingJob) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise ffmpeg.lacking("no file", job.piece.section) from None


def resampling(job: EncodingJob, coding: Coding) -> list[str]:
    """ffmpeg's option that brings a piece to the file's rate; to the sample where the coding takes any length."""
    if job.piece.rate_hz == coding.rate_hz:
        return []
    exact = f",apad=whole_len={job.samples},atrim=end_sample={job.samples}" if coding.exact else ""
    return ["-af", f"aresample={coding.rate_hz}{exact}"]
