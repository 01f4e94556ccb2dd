"""The cover: the user's, the document's, or one drawn here from title, author and waveform."""

from __future__ import annotations

import struct
import textwrap
import unicodedata
import zlib
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from rhapsode.errors import UsageError
from rhapsode.metadata_text import metadata_line
from rhapsode.mixing.master import Master
from rhapsode.model import Document
from rhapsode.pictures import media_type, png
from rhapsode.store import Store, key_of

SIDE = 1_400
"""Width and height in pixels: the least that podcast folders take."""
MARGIN = 100
PAPER, INK, WAVE = 0, 1, 2
PALETTES = (
    ((24, 40, 72), (255, 255, 255), (255, 184, 77)),
    ((60, 21, 37), (255, 255, 255), (255, 159, 128)),
    ((16, 58, 52), (255, 255, 255), (150, 220, 160)),
    ((55, 44, 88), (255, 255, 255), (190, 170, 255)),
    ((64, 48, 16), (255, 255, 255), (255, 214, 102)),
)
"""Paper, ink and wave in red, green, blue; each pair of paper and another has a contrast of more than 7 to 1."""
GLYPHS = dict(
    pair.split(" ")
    for pair in (
        "A EHHVHHH|B UHHUHHU|C EHGGGHE|D UHHHHHU|E VGGUGGV|F VGGUGGG|G EHGNHHF|H HHHVHHH|I E44444E|J 72222IC|K HIKOKIH|"
        "L GGGGGGV|M HRLLHHH|N HHPLJHH|O EHHHHHE|P UHHUGGG|Q EHHHLID|R UHHUKIH|S FGGE11U|T V444444|U HHHHHHE|V HHHHHA4|"
        "W HHHLLLA|X HHA4AHH|Y HHHA444|Z V1248GV|0 EHJLPHE|1 4C4444E|2 EH1248V|3 V2421HE|4 26AIV22|5 VGU11HE|6 68GUHHE|"
        "7 V124888|8 EHHEHHE|9 EHHF12C|. 00000CC|, 0000C48|: 0CC0CC0|; 0CC0C48|- 000V000|' 4480000|! 4444404|? EH12404|"
        "( 2488842|) 8422248|& CIK8LID|/ 01248G0|+ 044V440|% OP248JJ"
    ).split("|")
)
"""Capitals, figures and marks: seven rows of five dots, each row one digit of base 32."""
ACROSS, DOWN = 5, 7
PLAINER = str.maketrans("\u2018\u2019\u2013\u2014\u2010\u2011", "''----")


class Cover(NamedTuple):
    """An image and what it is."""

    data: bytes
    media_type: str
    size: tuple[int, int]
    """Width and height in pixels; 0 where they could not be read."""


def cover_for(document: Document, master: Master, peaks: Sequence[int], store: Store) -> Cover | None:
    """The cover of a track: the master's, the document's, or one drawn, which `store` keeps.

    Raises UsageError where the master's cannot be one, DamagedValue.
    """
    if master.cover:
        return cover_from(master.cover)
    if document.cover:
        with suppress(ValueError):
            return cover_of(document.cover)
    if not master.generate_cover:
        return None
    title = metadata_line(master.title or document.title)
    authors = tuple(metadata_line(name) for name in master.authors or document.authors)
    key = key_of({"kind": "cover", "title": title, "authors": authors, "peaks": peaks})
    if key in store:
        return store.read(key, cover_of)
    cover = drawn(title, authors, peaks)
    store.put(key, cover.data)
    return cover


def cover_of(data: bytes) -> Cover:
    """`data` with its type and size. Raises ValueError where it is neither PNG nor JPEG."""
    kind = media_type(data)
    if kind == "image/png" and len(data) >= 24:
        width, height = struct.unpack_from(">II", data, 16)
        return Cover(data, kind, (width, height))
    if kind == "image/jpeg":
        return Cover(data, kind, _jpeg_size(data))
    raise ValueError("neither PNG nor JPEG")


def cover_from(path: Path) -> Cover:
    """The image at `path`. Raises UsageError where it cannot be a cover."""
    try:
        return cover_of(path.read_bytes())
    except (OSError, ValueError) as fault:
        raise UsageError(f"{path} cannot be the cover: {fault}", "give a JPEG or PNG") from fault


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """From the first frame header (ISO/IEC 10918-1, B.2.2)."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return 0, 0


def drawn(title: str, authors: Sequence[str], peaks: Sequence[int]) -> Cover:
    """A cover with title and authors (where they can be written in Latin letters) over the track's waveform."""
    rows = [bytes(SIDE)] * SIDE
    below = _write(rows, title, MARGIN, 14, 5)
    _write(rows, ", ".join(authors), below + 40, 8, 2)
    _wave(rows, peaks)
    palette = PALETTES[zlib.crc32(title.encode("utf-8", "replace")) % len(PALETTES)]
    lines = (_quartered(row) for row in rows)
    colours = b"".join(map(bytes, palette))
    return Cover(png(lines, (SIDE, SIDE), bits=2, palette=colours, compression=6), "image/png", (SIDE, SIDE))


def _write(rows: list[bytes], text: str, top: int, dot: int, most: int) -> int:
    """Write `text` with dots of `dot` pixels in at most `most` lines from `top`. Returns where it ends."""
    plain = (
        unicodedata.normalize("NFKD", text).upper().replace("\u2019", "'").replace("\u2013", "-").replace("\u2014", "-")
    )
    known = [c for c in plain if c in GLYPHS or c == " "]
    if 2 * len(known) < len([c for c in plain if not unicodedata.combining(c)]):
        return top
    columns = (SIDE - 2 * MARGIN) // (dot * (ACROSS + 1))
    for line in textwrap.wrap("".join(known), columns, max_lines=most, placeholder="..."):
        for row in range(DOWN):
            digits = (int(GLYPHS.get(letter, "0" * DOWN)[row], 32) for letter in line)
            dots = "".join(f"{digit:0{ACROSS}b}0" for digit in digits)
            pixels = b"".join(bytes([INK if lit == "1" else PAPER]) * dot for lit in dots)
            rows[top : top + dot] = [_row(pixels)] * dot
            top += dot
        top += dot * 3
    return top


def _wave(rows: list[bytes], peaks: Sequence[int]) -> None:
    """Bars from the pairs of lowest and highest sample, in the lower third."""
    middle, half, step = SIDE - 260, 150, 16
    bars = (SIDE - 2 * MARGIN) // step
    pairs = len(peaks) // 2
    loudest = max((abs(peak) for peak in peaks), default=0) or 1
    runs = (peaks[2 * (bar * pairs // bars) : 2 * ((bar + 1) * pairs // bars)] for bar in range(bars))
    heights = [4 + half * max((abs(peak) for peak in run), default=0) // loudest for run in runs]
    bar, none = bytes([WAVE]) * (step // 2) + bytes(step // 2), bytes(step)
    for away in range(max(heights)):
        row = _row(b"".join([bar if height > away else none for height in heights]))
        rows[middle + away] = rows[middle - 1 - away] = row


def _row(pixels: bytes) -> bytes:
    return (bytes(MARGIN) + pixels).ljust(SIDE, b"\0")


@lru_cache(64)
def _quartered(row: bytes) -> bytes:
    """Four palette indices (0 to 3) in a byte, the leftmost highest (ISO/IEC 15948, 7.2)."""
    packed = 0
    for first in range(4):
        packed = packed << 2 | int.from_bytes(row[first::4])
    return packed.to_bytes(len(row) // 4)
