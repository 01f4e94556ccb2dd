"""A piece joined and mastered: the one gain, and the limiter behind it."""

from __future__ import annotations

from collections.abc import Iterator

from rhapsode.mixing.cutting.pieces import Piece
from rhapsode.mixing.joining.joined_pieces import join
from rhapsode.mixing.limiter import in_parts, limited
from rhapsode.store import Store

HEADROOM_DB = 0.7
"""The limiter sees samples, a listener's converter the curve between them: it is set this far under the true peak."""


def mastered(
    piece: Piece, store: Store, gain_db: float, ceiling_dbtp: float | None, makeup_db: float = 0.0
) -> Iterator[bytes]:
    """The piece's samples at the track's rate, in parts.

    Without a ceiling they are as they were joined; `makeup_db` is added after the limiter, for an encoder that takes it
    away.
    """
    samples = join(piece, store).segment.raw_data
    if ceiling_dbtp is None:
        return map(bytes, in_parts(memoryview(samples)))
    limit_db = ceiling_dbtp - HEADROOM_DB + makeup_db
    return limited(samples, piece.rate_hz, gain_db + makeup_db, limit_db)
