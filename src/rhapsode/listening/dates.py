"""When a track was made: from `SOURCE_DATE_EPOCH` or the file itself, never from the clock, so that builds repeat."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from rhapsode.model import Track


def made_at(track: Track) -> datetime:
    """When `track` was made, in UTC: `SOURCE_DATE_EPOCH` (reproducible-builds.org), else the file's time."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(epoch) if epoch.isdigit() else int(track.path.stat().st_mtime)
    return datetime.fromtimestamp(seconds, UTC)


def iso(moment: datetime) -> str:
    """`2024-05-06T07:08:09Z`."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
