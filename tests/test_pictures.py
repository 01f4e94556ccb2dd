"""Telling and writing pictures, read back by the rules of the standard."""

import struct
import zlib

import pytest

from rhapsode import ffmpeg
from rhapsode.pictures import SUFFIXES, media_type, picture_size, png, still_kind


def chunks(data):
    """Kind and body of each chunk, its checksum proved."""
    at = 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", data, at + 8 + length) == (zlib.crc32(kind + body),)
        yield kind, body
        at += 12 + length


def test_true_colour_lines_come_back():
    lines = [bytes([255, 0, 0, 0, 255, 0]), bytes([0, 0, 255, 9, 8, 7])]
    found = dict(chunks(png(lines, (2, 2))))
    assert list(found) == [b"IHDR", b"IDAT", b"IEND"]
    assert struct.unpack(">IIBBBBB", found[b"IHDR"]) == (2, 2, 8, 2, 0, 0, 0)
    assert zlib.decompress(found[b"IDAT"]) == b"\0" + lines[0] + b"\0" + lines[1]


def test_a_palette_comes_before_the_image_that_uses_it():
    found = dict(chunks(png([b"\x1b"], (4, 1), bits=2, palette=bytes(range(12)))))
    assert list(found) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    assert struct.unpack(">IIBBBBB", found[b"IHDR"]) == (4, 1, 2, 3, 0, 0, 0)
    assert found[b"PLTE"] == bytes(range(12))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (png([b"\0\0\0"], (1, 1)), "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", ""),
        (b"\x89PNG", ""),
        (b"", ""),
    ],
)
def test_what_a_picture_is_stands_at_its_beginning(data, kind):
    assert media_type(data) == kind
    assert (kind in SUFFIXES) == bool(kind)


@pytest.mark.parametrize(
    ("coder", "form"), [("mjpeg", "image2pipe"), ("png", "image2pipe"), ("gif", "gif"), ("libwebp", "webp")]
)
def test_a_picture_says_its_kind_and_size(coder: str, form: str) -> None:
    picture = ["-f", "lavfi", "-i", "color=red:size=120x48", "-frames:v", "1", "-c:v", coder, "-f", form]
    data = ffmpeg.run([*picture, "pipe:1"])
    assert picture_size(data) == (120, 48)
    assert still_kind(data) == f"image/{ {'mjpeg': 'jpeg', 'libwebp': 'webp'}.get(coder, coder) }"
    assert [picture_size(data[:most]) for most in range(8)] == [(0, 0)] * 8
