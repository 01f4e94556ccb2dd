"""The record of a track: a JSON file beside it with all that a render says of it, and its timeline.

It has what `render --json` says but what is only of that run (where it lay, what the store held), the versions of what
made it, the file's checksum and, packed as in the file itself, the whole timeline: captions and pages can be made of
the record alone. The caption format `json` is the same file with every utterance and word written out.
"""

from __future__ import annotations

import json
import sys
from binascii import b2a_base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rhapsode import installed
from rhapsode.errors import UsageError
from rhapsode.files import write_atomically
from rhapsode.metadata_text import metadata_line
from rhapsode.model import Ledger, TimedSection, Track

SCHEMA = 1
SUFFIX = ".json"
HEAD = b'{"generator": "rhapsode"'
"""How every record begins, and so how one of ours is told from a file of somebody else's."""
MADE_WITH = (
    "rhapsode",
    "pyttsx3",
    "espeakng-loader",
    "hibari-tts",
    "onnxruntime",
    "piper-tts",
    "pydub",
    "lameenc",
    "imageio-ffmpeg",
)
"""Packages that a track's sound may depend on."""


def versions() -> dict[str, str]:
    """Python's and each installed package's of `MADE_WITH`."""
    found = {name: installed.version(name) for name in MADE_WITH}
    return {"python": sys.version.split()[0], **{name: version for name, version in found.items() if version}}


def record(track: Track, utterances: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """What the record of `track` holds, `utterances` in it where they are given; times in seconds, cut to ms."""

    def seconds(frame: int) -> float:
        return frame * 1000 // track.rate_hz / 1000

    def section(one: TimedSection) -> dict[str, Any]:
        times = {"start": seconds(one.start_frame), "end": seconds(one.end_frame)}
        return {"id": one.id, "level": one.level, "title": one.title, **times}

    document = track.document
    return {
        "generator": "rhapsode",
        "schema": SCHEMA,
        "title": document.title,
        "authors": list(document.authors),
        "language": document.language,
        "source": metadata_line(document.source if "://" in document.source else Path(document.source).name),
        "audio": track.path.name,
        "format": track.format,
        "bytes": track.bytes,
        "sha256": track.sha256,
        "seconds": seconds(track.frames),
        "loudness_lufs": track.loudness_lufs,
        "true_peak_dbtp": track.true_peak_dbtp,
        "voices": list(track.voices),
        "versions": dict(getattr(track, "versions", {})),
        "made_of": getattr(track, "made_of", ""),
        "words": words_json(track.ledger),
        "skipped": skipped_json(track.ledger),
        "warnings": list(track.warnings),
        "words_exact": words_exact(track),
        "sections": [section(one) for one in track.sections],
        **({} if utterances is None else {"utterances": utterances}),
        "timeline": b2a_base64(getattr(track, "timeline", b""), newline=False).decode("ascii"),
    }


def words_exact(track: Track) -> bool:
    """Whether every word time comes from an engine's marks."""
    return all(u.exact for u in track.utterances if u.words)


def words_json(ledger: Ledger) -> dict[str, int]:
    """The ledger's balance."""
    return {"source": ledger.source_words, "spoken": ledger.spoken_words, "skipped": ledger.skipped_words}


def skipped_json(ledger: Ledger) -> list[dict[str, Any]]:
    """The ledger's skips."""
    return [{"kind": s.kind, "text": s.text, "reason": s.reason, "line": s.line} for s in ledger.skipped]


def as_bytes(held: Mapping[str, Any]) -> bytes:
    """A record as its file holds it."""
    return (json.dumps(held, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def place(sound: Path) -> Path:
    """Where the record of the track at `sound` lies."""
    return sound.with_suffix(SUFFIX)


def write_record(track: Track) -> Path:
    """Write the record of `track` beside it. Raises UsageError where a file that is no record lies in the way."""
    target = place(track.path)
    if target.exists() and not is_record(target):
        raise UsageError(f"{target} was not made by rhapsode", "move it away, or choose another folder or name")
    write_atomically(target, as_bytes(record(track)))
    return target


def is_record(path: Path) -> bool:
    """Whether the file at `path` is a record, or empty."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(HEAD)) in (HEAD, b"")


def load_record(path: Path) -> dict[str, Any]:
    """What the record at `path` holds. Raises ValueError where it is none."""
    return read_record(path.read_bytes())


def read_record(data: bytes) -> dict[str, Any]:
    """What a record's file with this content holds. Raises ValueError where it is none."""
    try:
        held = json.loads(data)
    except (UnicodeDecodeError, RecursionError) as fault:
        raise ValueError("no JSON") from fault
    if not isinstance(held, dict) or held.get("generator") != "rhapsode" or "sha256" not in held:
        raise ValueError("it says nothing of a track")
    if held.get("schema") != SCHEMA:
        raise ValueError(f"a record of schema {held.get('schema')}, where {SCHEMA} is known")
    return held
