"""MP3 files: a tag, an Info frame that says where the sound begins and ends, then the pieces' frames."""

from __future__ import annotations

import struct
from pathlib import Path

from rhapsode.mixing.containers.assembly import Assembly
from rhapsode.mixing.containers.hashed_file import hashed
from rhapsode.mixing.containers.id3_tags import id3_tag
from rhapsode.mixing.encoding.packets import mp3_header

ENCODER_DELAY = 576
"""Samples that LAME puts before the sound; a decoder adds `DECODER_DELAY` of its own."""
DECODER_DELAY = 529
ENCODER = b"LAME3.100"
"""Players take the two lengths only from an encoder they know; this is the one that ffmpeg runs."""
XING_FLAGS = 0x0F
"""Frames, bytes, table of contents and quality are given."""


def info_frame(first: bytes, frames: int, size: int, samples: int) -> bytes:
    """The frame that goes before constant bit rate frames.

    `first` is the header of the stream's first frame, `frames` and `size` what follows in frames and bytes, `samples`
    the length of the sound. Layout: Xing's (FhG), with LAME's extension (LAME tag revision 1): there a player finds how
    much to leave out at both ends.
    """
    header = mp3_header(first)
    side = (17 if header.mono else 32) if header.mpeg1 else (9 if header.mono else 17)
    padding = frames * header.samples - ENCODER_DELAY - samples
    table = bytes(at * 255 // 100 for at in range(100))
    xing = struct.pack(">4sIII", b"Info", XING_FLAGS, frames, size) + table + struct.pack(">I", 50)
    lame = ENCODER + bytes([0x01, 0]) + bytes(10) + (ENCODER_DELAY << 12 | padding).to_bytes(3, "big")
    lame += struct.pack(">BBHI", 0, 0, 0, size)
    body = bytes(side) + xing + lame + bytes(4)
    four = _roomy(first, 4 + len(body))
    frame = four + body
    return frame + bytes(mp3_header(four).size - len(frame))


def _roomy(four: bytes, wanted: int) -> bytes:
    """The frame header `four` without padding, without checksum and at a bit rate with room for `wanted` bytes."""
    (word,) = struct.unpack(">I", four)
    word = (word | 1 << 16) & ~(1 << 9)
    for index in range(word >> 12 & 15, 15):
        larger = struct.pack(">I", word & ~(15 << 12) | index << 12)
        if mp3_header(larger).size >= wanted:
            return larger
    raise ValueError("no bit rate has room for an Info frame")


def write(half: Path, assembly: Assembly) -> str:
    """Write the MP3 file `half`. Returns its sha256."""
    placement = assembly.placement
    size = sum(map(sum, assembly.sizes()))
    tag = id3_tag(assembly.track, assembly.tags)
    with hashed(half, len(tag) + size) as (file, sha256):
        file.write(tag)
        for at, piece in enumerate(assembly.pieces()):
            if at == 0:
                file.write(info_frame(bytes(piece.data[:4]), sum(placement.counts), size, placement.samples))
            file.write(piece.data)
    return sha256()
