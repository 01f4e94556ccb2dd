"""The second pass over a piece: gain, limiter, encoder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from rhapsode.mixing import converter, packets
from rhapsode.mixing.formats import LAME_QUALITY, LAMEENC, Coding
from rhapsode.mixing.joining import join
from rhapsode.mixing.mastering import in_parts, mastered
from rhapsode.mixing.peak import excesses_db, true_peak
from rhapsode.mixing.pieces import Piece
from rhapsode.store import Store, key_of

HEADROOM_DB = 0.7
"""The limiter sees samples, a listener's converter the curve between them: it is set this far under the true peak."""
FLUSH_MS = 250
"""Silence that pushes out what ffmpeg's encoders hold back; the file's end leaves it out. LAME gives it all itself."""
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


class Work(NamedTuple):
    """A piece and what is done to it."""

    piece: Piece
    gain_db: float
    ceiling_dbtp: float | None
    """None: no limiter."""
    samples: int
    """How long it is in the file, in samples: what an exact coding makes it."""
    makeup_db: float = 0.0
    """Added after the limiter, because the encoder takes it away."""
    watched: bool = False
    """Whether it is made again, with a lower limit, where its true peak is above the ceiling once it is encoded."""
    moments: tuple[float, ...] = ()
    """Where the programme is loudest, in seconds of the piece: there its true peak is found. No part of its key."""

    def key(self, coding: Coding) -> str:
        """Where the store keeps it encoded."""
        samples = self.samples if coding.exact else 0
        master = [self.gain_db, self.makeup_db, self.ceiling_dbtp, self.watched, samples]
        parts = {"piece": self.piece.identity, "master": master, "coding": repr(coding)}
        return key_of({"kind": "packets", "by": "" if coding.in_process else converter.identity(), **parts})

    def peak_key(self, coding: Coding) -> str:
        """Where the store keeps the true peak of its loudest moments."""
        return key_of({"kind": "true peak", "of": self.key(coding), "at": self.moments})

    def sound(self, store: Store) -> bytes:
        """Its samples, joined and mastered, at the track's rate."""
        return b"".join(self.parts(store))

    def parts(self, store: Store) -> Iterator[bytes]:
        """The same bit by bit."""
        samples = join(self.piece, store).segment.raw_data
        if self.ceiling_dbtp is None:
            return map(bytes, in_parts(memoryview(samples)))
        limit_db = self.ceiling_dbtp - HEADROOM_DB + self.makeup_db
        return mastered(samples, self.piece.rate_hz, self.gain_db + self.makeup_db, limit_db)


def encode(store: Store, batch: Sequence[Work], coding: Coding) -> int:
    """Encode the pieces of `batch` into the store; a job for a worker process. Returns how many frames they have."""
    frames = 0
    for work, (length, stream) in zip(batch, _watched(store, batch, coding), strict=True):
        store.put(work.key(coding), packets.pack(SPLIT[coding.muxer](stream)))
        _listen(store, work, coding, stream)
        frames += length
    return frames


def _watched(store: Store, batch: Sequence[Work], coding: Coding) -> list[Encoded]:
    """The pieces encoded; what comes back too loud is made again, with the limit lower by as much."""
    encoded = _lame if coding.in_process else _ffmpeg
    made = encoded(store, batch, coding)
    ceiling = batch[0].ceiling_dbtp
    if not batch[0].watched or ceiling is None:
        return made
    limits = dict.fromkeys(range(len(batch)), ceiling)
    for _ in range(RETRIES):
        streams = [made[at].stream for at in limits]
        over = excesses_db(streams, _read_as(coding), ceiling + coding.overshoot_db)
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


def _listen(store: Store, work: Work, coding: Coding, stream: bytes) -> None:
    """Find the true peak at the piece's loud moments, where it has some."""
    if work.moments:
        store.put(work.peak_key(coding), str(true_peak(stream, _read_as(coding), work.moments)).encode())


def _flush(rate_hz: int) -> bytes:
    return bytes(2 * (rate_hz * FLUSH_MS // 1000))


class Encoded(NamedTuple):
    """A piece as its encoder gave it."""

    frames: int
    """How long it was before."""
    stream: bytes


def _lame(store: Store, batch: Sequence[Work], coding: Coding) -> list[Encoded]:
    """Each piece encoded by LAME in this process, part by part: LAME makes four times the room that a part needs."""
    lameenc: Any = import_module(LAMEENC)
    made = []
    for work in batch:
        encoder = lameenc.Encoder()
        encoder.set_bit_rate(coding.kbps)
        encoder.set_in_sample_rate(coding.rate_hz)
        encoder.set_channels(1)
        encoder.set_quality(LAME_QUALITY)
        encoder.silence()
        length = 0
        stream = []
        for part in work.parts(store):
            length += len(part)
            stream.append(encoder.encode(part))
        made.append(Encoded(length // 2, b"".join([*stream, encoder.flush()])))
    return made


def _ffmpeg(store: Store, batch: Sequence[Work], coding: Coding) -> list[Encoded]:
    """The same by ffmpeg: one run for all, each piece with an encoder of its own."""
    lengths = []
    with TemporaryDirectory(prefix="rhapsode-") as folder:
        inputs: list[str | Path] = []
        outputs: list[str | Path] = []
        for at, work in enumerate(batch):
            rate_hz, sound = work.piece.rate_hz, work.sound(store)
            lengths.append(len(sound) // 2)
            raw, done = Path(folder, f"{at}.raw"), Path(folder, f"{at}.{coding.muxer}")
            raw.write_bytes(sound if coding.exact else sound + _flush(rate_hz))
            chain = resampling(work, coding)
            inputs += ["-f", "s16le", "-ar", str(rate_hz), "-ac", "1", "-i", raw]
            outputs += ["-map", str(at), *chain, *coding.encoder, "-bitexact", "-f", coding.muxer, done]
        converter.run([*inputs, *outputs])
        return [Encoded(length, Path(folder, f"{at}.{coding.muxer}").read_bytes()) for at, length in enumerate(lengths)]


def resampling(work: Work, coding: Coding) -> list[str]:
    """ffmpeg's option that brings a piece to the file's rate; to the sample where the coding takes any length."""
    if work.piece.rate_hz == coding.rate_hz:
        return []
    exact = f",apad=whole_len={work.samples},atrim=end_sample={work.samples}" if coding.exact else ""
    return ["-af", f"aresample={coding.rate_hz}{exact}"]


def write_samples(store: Store, path: Path, batch: Sequence[tuple[Work, int]], coding: Coding) -> int:
    """Write pieces as bare samples into the file at `path`, each at its offset in bytes; a job for a worker process.

    Returns how many frames they have.
    """
    frames = 0
    with path.open("r+b") as file:
        for work, offset in batch:
            samples = work.sound(store)
            frames += len(samples) // 2
            if chain := resampling(work, coding):
                raw = ("-f", "s16le", "-ac", "1", "-ar")
                source = (*raw, str(work.piece.rate_hz), "-i", "pipe:0")
                samples = converter.run([*source, *chain, "-bitexact", *raw, str(coding.rate_hz), "pipe:1"], samples)
            file.seek(offset)
            file.write(samples)
            if work.peak_key(coding) not in store:
                _listen(store, work, coding, samples)
    return frames
