"""A cover with a photograph: square, the title below; hostile and unfit pictures end in an error."""

from __future__ import annotations

import struct
import time
import zlib
from contextlib import suppress

import pytest

from made_pictures import picture as made
from rhapsode import ffmpeg
from rhapsode.covers.cover_drawing import SIDE, palette_of
from rhapsode.covers.photograph import PHOTO_HEIGHT, with_photograph
from rhapsode.errors import EncoderError
from rhapsode.mixing.containers.cover import cover_of
from rhapsode.pictures import png

TITLE = "The Fractal Coast: How Long Is It, Really"


def pixels(jpeg: bytes) -> bytes:
    raw = ffmpeg.run(["-f", "jpeg_pipe", "-i", "pipe:0", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"], jpeg)
    assert len(raw) == 3 * SIDE * SIDE
    return raw


def near(one: bytes, other: tuple[int, ...]) -> bool:
    return all(abs(a - b) <= 6 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("kind", "size"), [("jpeg", "1200x630"), ("png", "300x900"), ("gif", "640x640"), ("jpeg", "2000x210")]
)
def test_the_picture_stands_above_the_title(kind: str, size: str) -> None:
    found = with_photograph(made(kind, size), TITLE, ["Ann Author"], site="example.org")
    cover = cover_of(found)
    assert (cover.media_type, cover.size) == ("image/jpeg", (SIDE, SIDE))
    raw = pixels(found)
    for x, y in ((3, 3), (SIDE - 4, 3), (3, PHOTO_HEIGHT - 4), (SIDE - 4, PHOTO_HEIGHT - 4)):
        at = 3 * (y * SIDE + x)
        assert near(raw[at : at + 3], (254, 0, 0))
    below = raw[3 * SIDE * (PHOTO_HEIGHT + 8) :]
    paper, ink = palette_of(TITLE).paper, palette_of(TITLE).ink
    assert near(below[:3], paper)
    assert any(near(below[at : at + 3], ink) for at in range(0, len(below), 3))


def test_what_is_transparent_shows_the_ground() -> None:
    nothing = ["-f", "lavfi", "-i", "color=black@0:s=400x400,format=rgba"]
    clear = ffmpeg.run([*nothing, "-frames:v", "1", "-c:v", "png", "-f", "image2pipe", "pipe:1"])
    assert near(pixels(with_photograph(clear, TITLE, []))[:3], palette_of(TITLE).paper)


def test_the_same_picture_gives_the_same_bytes() -> None:
    picture = made("jpeg", "800x400")
    assert with_photograph(picture, TITLE, ["A"]) == with_photograph(picture, TITLE, ["A"])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"%PDF-1.7",
        made("png", "64x64"),
    ],
    ids=["empty", "svg", "playlist", "concat", "pdf", "icon"],
)
def test_what_is_no_photograph_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"neither JPEG|no larger than an icon|does not say"):
        with_photograph(data, TITLE, [])


def bomb(side: int) -> bytes:
    """A PNG that says it is `side` pixels square, its rows all there, in a few hundred KB at most."""
    packer, line = zlib.compressobj(9), bytes(1 + side // 8)
    body = b"".join(packer.compress(line) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part)) for kind, part in chunks
    )


@pytest.mark.parametrize(
    "data",
    [
        made("jpeg", "800x400")[:300],
        b"\xff\xd8\xff" + bytes(1_000),
        b"GIF89a" + b"\xff" * 500,
        b"RIFF\x10\0\0\0WEBPVP8 " + bytes(30),
        png([bytes(3 * 400)] * 3, (400, 400)),
        bomb(30_000),
    ],
    ids=["cut", "nothing in it", "gif", "webp", "rows missing", "bomb"],
)
def test_a_hostile_picture_ends_soon_in_an_error_of_ours_or_a_cover(data: bytes) -> None:
    began = time.monotonic()
    with suppress(ValueError, EncoderError):
        assert cover_of(with_photograph(data, TITLE, [])).size == (SIDE, SIDE)
    assert time.monotonic() - began < 20


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises((ValueError, EncoderError)):
        with_photograph(bomb(30_000), TITLE, [])
