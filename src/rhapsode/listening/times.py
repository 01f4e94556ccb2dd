"""Times as views write them: places in a track, lengths, clocks and dates."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from rhapsode.model import Track


def position_ms(track: Track, frame: int) -> int:
    """Where `frame` is, in whole milliseconds from the start, cut and not rounded: every view says it alike."""
    return frame * 1000 // track.rate_hz


def clock(seconds: float) -> str:
    """`1:02:03` or `2:03`, to the second below."""
    whole = int(seconds)
    hours = f"{whole // 3600}:{whole // 60 % 60:02}" if whole >= 3600 else f"{whole // 60}"
    return f"{hours}:{whole % 60:02}"


def duration(ms: int) -> str:
    """An ISO 8601 duration, `PT1H2M3.456S`."""
    return f"PT{ms // 3_600_000}H{ms // 60_000 % 60}M{ms % 60_000 / 1000:g}S"


def smil_clock(ms: int) -> str:
    """A full clock value (EPUB 3.3, 9.2.2.6), `1:02:03.456`."""
    return f"{ms // 3_600_000}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def made_at(track: Track) -> datetime:
    """When `track` was made, in UTC: `SOURCE_DATE_EPOCH` (reproducible-builds.org), else the file's time.

    Never by the clock, so that builds repeat.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(epoch) if epoch.isdigit() else int(track.path.stat().st_mtime)
    return datetime.fromtimestamp(seconds, UTC)


def iso(moment: datetime) -> str:
    """`2024-05-06T07:08:09Z`."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
