"""The track's own timeline inside its file, so that the file alone is enough to publish from."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

from rhapsode.metadata_text import metadata_line
from rhapsode.mixing.mixed_track import MixedTrack
from rhapsode.model import Track
from rhapsode.tuple_json import SCHEMA, from_plain, to_json

LEVEL = 3
"""Of zlib: a third of the time of the default, a tenth larger."""
AT_ONCE = 200
"""Utterances."""
ALWAYS_BYTES = 20_000_000
MOST_TIMES = 100
"""How large a timeline may unpack: to ALWAYS_BYTES, or to so many times its size; true ones need some twenty."""
NAME = "rhapsode"
"""What holds it is called so where it has a name: ID3's GEOB frame, and the tags that it was in before.

It lies where players do not look for text to show: in ID3 a GEOB frame, in MP4 a `uuid` box, in FLAC an APPLICATION
block, in Opus the data that may follow the comments.
"""
MP4_NAMESPACE = "com.apple.iTunes"
"""Whose free-form tags it was one of before, in MP4."""
MP4_UUID = bytes.fromhex("d0be2eef97c653c69f0a9e00a6d271f6")
"""The version 5 UUID of the URL `rhapsode:timeline`."""
FLAC_APPLICATION = b"rhps"
"""What tells the block from other programs'."""
OPUS_LEAD = b"\x01rhapsode"
"""The lowest bit says that whoever edits the comments keeps what follows (RFC 7845, section 5.2)."""


def to_bytes(track: Track) -> bytes:
    """`track` as compressed JSON; its path, size and digest are left out (they are the file's own).

    Of a source on this machine only the name is kept: the file may travel, and folders are nobody else's business.
    """
    source = track.document.source
    document = track.document._replace(source=metadata_line(source if "://" in source else Path(source).name))
    bare = track._replace(document=document, path=Path(NAME), files=(), bytes=0, sha256="", hits=0, misses=0)
    squeezer = zlib.compressobj(LEVEL)
    squeezed: list[Future[bytes]] = []
    with ThreadPoolExecutor(1) as beside:  # squeezing takes as long as writing the JSON
        for text in _json(bare):
            squeezed.append(beside.submit(squeezer.compress, text.encode("utf-8", "surrogatepass")))
            wait(squeezed[-3:-2])  # so that no more than two wait in memory
    return b"".join([*(one.result() for one in squeezed), squeezer.flush()])


def _json(track: Track) -> Iterator[str]:
    """The JSON of schema and track, some utterances at a time: a long track's would take much memory as a whole."""
    yield f"[{SCHEMA},["
    for at, (name, value) in enumerate(track._asdict().items()):
        yield "," if at else ""
        if name == "utterances":
            yield "["
            for first in range(0, len(value), AT_ONCE):
                yield ("," if first else "") + to_json(value[first : first + AT_ONCE])[1:-1]
            yield "]"
        else:
            yield to_json(value)
    yield "]]"


def _unsqueezed(data: bytes) -> bytes:
    opener = zlib.decompressobj()
    text = opener.decompress(data, max(ALWAYS_BYTES, MOST_TIMES * len(data)))
    if not opener.eof:
        raise ValueError("a timeline that is cut short, or unpacks to more than one can be")
    return text


def from_bytes(data: bytes, path: Path) -> MixedTrack:
    """The track that `to_bytes` made `data` of, now at `path` (if there). Raises ValueError for anything else."""
    try:
        schema, plain = json.loads(_unsqueezed(data).decode("utf-8", "surrogatepass"))
    except (zlib.error, UnicodeDecodeError, TypeError, RecursionError) as fault:
        raise ValueError("not a timeline") from fault
    if schema != SCHEMA:
        raise ValueError(f"a timeline of schema {schema}, where {SCHEMA} is known")
    track = from_plain(MixedTrack, plain)
    size = path.stat().st_size if path.is_file() else 0
    return track._replace(path=path, files=(path,), bytes=size).described(timeline=data)
