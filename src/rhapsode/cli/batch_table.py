"""What became of the sources of a batch: a line for each, the sums at the end, and the same as a file for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from rhapsode.cli.show import hung, size
from rhapsode.errors import RhapsodeError, UsageError
from rhapsode.files import address_of, write_atomically
from rhapsode.listening.times import clock
from rhapsode.model import Track

FAILED, LEFT, MADE, REPLACED, UNFINISHED = "failed", "left", "made", "replaced", "unfinished"
STATES = (MADE, REPLACED, LEFT, FAILED, UNFINISHED)
SCHEMA = 1
HEAD = "state       length   spoken     size  track"
MOST_NAMED = 10
"""Failed sources that are named once more at the end."""


class Row(NamedTuple):
    """One source of a batch; what is not known of it is None."""

    number: int
    source: str
    track: str
    state: str = UNFINISHED
    seconds: float | None = None
    """Of the track."""
    sections: int | None = None
    sentences: int | None = None
    """Different ones."""
    spoken: int | None = None
    """Of these, those that the store did not hold."""
    words: int | None = None
    words_skipped: int | None = None
    bytes: int | None = None
    loudness_lufs: float | None = None
    sha256: str | None = None
    error: str | None = None
    exit_code: int | None = None


def made(row: Row, track: Track, *, replaced: bool) -> Row:
    """`row`, of whose source `track` was made."""
    return row._replace(
        state=REPLACED if replaced else MADE,
        track=address_of(track.path),
        seconds=round(track.seconds(track.frames), 3),
        sections=len(track.sections),
        sentences=track.hits + track.misses,
        spoken=track.misses,
        words=track.ledger.source_words,
        words_skipped=track.ledger.skipped_words,
        bytes=track.bytes,
        loudness_lufs=track.loudness_lufs,
        sha256=track.sha256,
    )


def failed(row: Row, error: RhapsodeError) -> Row:
    """`row`, of whose source there is no track."""
    return row._replace(state=FAILED, error=str(error), exit_code=error.exit_code)


def line(row: Row) -> str:
    """The row for people, under `HEAD`."""
    if row.seconds is None:
        return f"{row.state:<9}{'':27}{row.track}"
    return f"{row.state:<9}{clock(row.seconds):>9}{row.spoken:>9,}{size(row.bytes or 0):>9}  {row.track}"


def totals(rows: Iterable[Row], took_s: float) -> Iterator[str]:
    """The sums, and which sources have no track."""
    rows = list(rows)
    counts = Counter(row.state for row in rows)
    yield ", ".join(f"{counts[state]:,} {state}" for state in STATES if counts[state])
    sound_s, spoken = sum(row.seconds or 0.0 for row in rows), sum(row.spoken or 0 for row in rows)
    if sound_s:
        speed = f", {sound_s / took_s:,.0f} times as fast as it plays" if took_s > 1 else ""
        yield hung("", f"{clock(sound_s)} of sound, {spoken:,} sentences spoken now, in {clock(took_s)}{speed}")
    wrong = [row.source for row in rows if row.state == FAILED]
    yield from (f"  {FAILED}: {source}" for source in wrong[:MOST_NAMED])
    if len(wrong) > MOST_NAMED:
        yield f"  and {len(wrong) - MOST_NAMED:,} more"


def check_summary(path: Path | None) -> None:
    """Raise UsageError where `path` is no file that `write_summary` could write."""
    if path and path.suffix.lower() not in SUMMARIES:
        raise UsageError(f"no summary can be written to {path}", f"name a file that ends in {' or '.join(SUMMARIES)}")


def write_summary(path: Path, rows: Iterable[Row], took_s: float) -> None:
    """Write `rows`, in the order of the sources, as the suffix of `path` says."""
    text = SUMMARIES[path.suffix.lower()](sorted(rows), took_s)
    write_atomically(path, text.encode("utf-8", "surrogateescape"))


def _as_csv(rows: list[Row], _: float) -> str:
    import csv  # what most renders do without

    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(Row._fields)
    writer.writerows(rows)
    return text.getvalue()


def _as_json(rows: list[Row], took_s: float) -> str:
    counts = Counter(row.state for row in rows)
    told: dict[str, Any] = {"schema": SCHEMA, "took_s": round(took_s, 3), "states": counts}
    known = [{name: value for name, value in row._asdict().items() if value is not None} for row in rows]
    return json.dumps(told | {"sources": known}, ensure_ascii=False, indent=1) + "\n"


SUMMARIES = {".csv": _as_csv, ".json": _as_json}
"""By the suffix of the file."""
