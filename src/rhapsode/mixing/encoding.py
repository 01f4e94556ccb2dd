"""The second pass over a piece: gain, limiter, encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rhapsode.mixing import ffmpeg
from rhapsode.mixing.formats import Coding
from rhapsode.mixing.joining import join
from rhapsode.mixing.packets import adts_frames, flac_frames, mp3_frames, opus_packets, pack
from rhapsode.mixing.pieces import Piece
from rhapsode.store import Store, key_of

HEADROOM_DB = 1.0
"""The limiter sees samples, a listener's converter the curve between them: it is set this far under the true peak."""


@dataclass(frozen=True, slots=True)
class Finish:
    """What is done to every piece alike."""

    coding: Coding
    gain_db: float
    ceiling_dbtp: float


def filters(finish: Finish, rate_hz: int, peak: int) -> str:
    """The filter chain for a piece whose loudest sample is `peak`; empty where the samples stay as they are.

    The limiter is left out where nothing would reach it: it would pass every sample unchanged.
    """
    chain = []
    if finish.gain_db:
        chain.append(f"volume={finish.gain_db}dB:precision=double")
    limit_db = finish.ceiling_dbtp - HEADROOM_DB
    if peak * 10 ** ((finish.gain_db - limit_db) / 20) > 32_767:
        chain.append(f"alimiter=limit={limit_db}dB:level=false:attack=5:release=50:latency=true")
    if finish.coding.rate_hz != rate_hz:
        chain.append(f"aresample={finish.coding.rate_hz}")
    return ",".join(chain)


@dataclass(frozen=True, slots=True)
class Work:
    """A piece to encode."""

    piece: Piece
    filters: str

    def key(self, coding: Coding) -> str:
        """Where the store keeps it encoded."""
        parts = {"piece": self.piece.identity(), "filters": self.filters, "coding": asdict(coding)}
        return key_of({"kind": "packets", "ffmpeg": ffmpeg.identity(), **parts})


def encode(store: Store, batch: Sequence[Work], coding: Coding) -> int:
    """Encode the pieces of `batch` into the store; a job for a worker process. Returns how many frames they have.

    One run of ffmpeg for all, each piece with an encoder of its own.
    """
    frames = 0
    with TemporaryDirectory(prefix="rhapsode-") as folder:
        inputs: list[str | Path] = []
        outputs: list[str | Path] = []
        for at, work in enumerate(batch):
            segment = join(work.piece, store).segment
            frames += int(segment.frame_count())
            raw, done = Path(folder, f"{at}.raw"), Path(folder, f"{at}.{coding.muxer}")
            # What the encoder and the limiter hold back is pushed out by silence, which the file's end cuts off.
            raw.write_bytes(segment.raw_data + bytes(0 if coding.exact else 2 * segment.frame_rate // 4))
            inputs += ["-f", "s16le", "-ar", str(segment.frame_rate), "-ac", "1", "-i", raw]
            chain = ["-af", work.filters] if work.filters else []
            outputs += ["-map", str(at), *chain, *coding.encoder, "-bitexact", "-f", coding.muxer, done]
        ffmpeg.run([*inputs, *outputs])
        for at, work in enumerate(batch):
            stream = Path(folder, f"{at}.{coding.muxer}").read_bytes()
            store.put(work.key(coding), pack(list(SPLIT[coding.muxer](stream))))
    return frames


def write_samples(store: Store, path: Path, batch: Sequence[tuple[Work, int, int]], coding: Coding) -> int:
    """Write pieces as bare samples into the file at `path`; a job for a worker process.

    Each comes with where it goes in bytes and how many samples it has there. Returns how many frames they have.
    """
    frames = 0
    with path.open("r+b") as file:
        for work, offset, count in batch:
            segment = join(work.piece, store).segment
            frames += int(segment.frame_count())
            samples = segment.raw_data
            if work.filters:
                raw = ("-f", "s16le", "-ac", "1")
                chain = ("-af", work.filters, "-bitexact")
                given = ("-ar", str(segment.frame_rate), "-i", "pipe:0")
                samples = ffmpeg.run([*raw, *given, *chain, *raw, "-ar", str(coding.rate_hz), "pipe:1"], samples)
            file.seek(offset)
            file.write(samples[: 2 * count].ljust(2 * count, b"\0"))
    return frames


SPLIT = {"mp3": mp3_frames, "adts": adts_frames, "opus": opus_packets, "ogg": flac_frames}
"""How to take a stream apart into packets, by the form it is in."""
