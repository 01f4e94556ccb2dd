"""Ogg Opus files (RFC 7845)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from rhapsode.mixing.containers.assembly import Assembly
from rhapsode.mixing.containers.hashed_file import hashed
from rhapsode.mixing.containers.ogg_pages import OggPacket, pages
from rhapsode.mixing.containers.vorbis_comments import comment_block
from rhapsode.mixing.embedded_timeline import OPUS_LEAD

PACKETS_A_PAGE = 50
"""A second of sound, as RFC 7845, section 3, recommends."""


def write(half: Path, assembly: Assembly) -> str:
    """Write the Opus file `half`. Returns its sha256."""
    coding, track = assembly.coding, assembly.track
    head = struct.pack("<8sBBHIhB", b"OpusHead", 1, 1, coding.delay, track.rate_hz, 0, 0)
    comments = comment_block(track, assembly.tags, picture=True)
    tags = b"".join((b"OpusTags", comments, OPUS_LEAD, assembly.tags.timeline))
    with hashed(half) as (file, sha256):
        file.writelines(pages([head, tags], _runs(assembly)))
    return sha256()


def _runs(assembly: Assembly) -> Iterator[list[OggPacket]]:
    """The packets a page at a time; the last granule says where the sound ends (RFC 7845, section 4.4)."""
    frame, end = assembly.coding.frame, assembly.placement.samples + assembly.coding.delay
    granule = 0
    run: list[OggPacket] = []
    for piece in assembly.pieces():
        for packet in piece:
            if len(run) == PACKETS_A_PAGE:
                yield run
                run = []
            granule = min(granule + frame, end)
            run.append(OggPacket(packet, granule))
    yield run
