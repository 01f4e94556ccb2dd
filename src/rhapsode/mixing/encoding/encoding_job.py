"""What is to be encoded, and under which keys the store keeps what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rhapsode import ffmpeg
from rhapsode.mixing.cutting.pieces import Piece
from rhapsode.mixing.encoding.formats import Coding
from rhapsode.mixing.levels.mastered_pieces import mastered
from rhapsode.store import Store, key_of


class EncodingJob(NamedTuple):
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

    key: str = ""
    """Where the store keeps it encoded: see `keyed`."""

    @property
    def peak_key(self) -> str:
        """Where the store keeps the true peak of its loudest moments."""
        return key_of({"kind": "true peak", "of": self.key, "at": self.moments})

    def parts(self, store: Store) -> Iterator[bytes]:
        """Its samples, joined and mastered, at the track's rate, in parts."""
        return mastered(self.piece, store, self.gain_db, self.ceiling_dbtp, self.makeup_db)

    def sound(self, store: Store) -> bytes:
        """All of them."""
        return b"".join(self.parts(store))


def keyed(job: EncodingJob, coding: Coding) -> EncodingJob:
    """`job` with its key, which holds all that decides the packets."""
    samples = job.samples if coding.exact else 0
    master = [job.gain_db, job.makeup_db, job.ceiling_dbtp, job.watched, samples]
    parts = {"piece": job.piece.identity, "master": master, "coding": repr(coding)}
    by = "" if coding.in_process else ffmpeg.identity()
    return job._replace(key=key_of({"kind": "packets", "by": by, **parts}))
