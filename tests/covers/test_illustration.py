"""A picture of an article for its page: still, of a sensible size, encoded anew; hostile ones end in an error."""

from __future__ import annotations

import pytest

from made_pictures import picture
from rhapsode import ffmpeg
from rhapsode.covers.illustration import HEIGHT, MOST_BYTES, WIDTH, TooSmall, illustration
from rhapsode.errors import EncoderError
from rhapsode.pictures import media_type, picture_size


@pytest.mark.parametrize(
    ("kind", "size", "shown"),
    [
        ("jpeg", "640x480", (640, 480)),
        ("jpeg", "4000x2000", (WIDTH, WIDTH // 2)),
        ("png", "1000x8000", (HEIGHT // 8, HEIGHT)),
        ("gif", "300x200", (300, 200)),
        ("webp", "300x200", (300, 200)),
    ],
)
def test_a_picture_keeps_its_form_and_no_more_pixels_than_a_page_shows(
    kind: str, size: str, shown: tuple[int, int]
) -> None:
    made = illustration(picture(kind, size))
    assert media_type(made) == ("image/jpeg" if kind == "jpeg" else "image/png")
    assert picture_size(made) == shown


def test_a_photograph_becomes_a_jpeg_of_few_bytes_whatever_it_was() -> None:
    noise = ["-f", "lavfi", "-i", "color=gray:s=900x700,noise=alls=90:allf=t", "-frames:v", "1"]
    made = illustration(ffmpeg.run([*noise, "-c:v", "png", "-f", "image2pipe", "pipe:1"]))
    assert media_type(made) == "image/jpeg"
    assert len(made) <= MOST_BYTES


def test_what_is_transparent_is_white() -> None:
    made = illustration(picture("png", "64x64", "black@0"))
    raw = ffmpeg.run(["-f", "png_pipe", "-i", "pipe:0", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"], made)
    assert raw == b"\xff" * (3 * 64 * 64)


def test_nothing_of_the_stranger_s_bytes_goes_on() -> None:
    given = picture("jpeg", "200x200")
    comment = b"\xff\xfe" + (2 + 26).to_bytes(2, "big") + b"<script>alert(1)</script> "
    made = illustration(given[:2] + comment + given[2:] + b"<?php hello ?>")
    assert b"script" not in made
    assert b"php" not in made


def test_of_one_that_moves_the_first_moment_is_shown() -> None:
    made = illustration(picture("gif", "120x90", source="testsrc", frames=20))
    raw = ffmpeg.run(["-f", "png_pipe", "-i", "pipe:0", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"], made)
    assert len(raw) == 3 * 120 * 90


@pytest.mark.parametrize("size", ["1x1", "400x20"])
def test_specks_and_rules_are_too_small(size: str) -> None:
    with pytest.raises(TooSmall):
        illustration(picture("gif", size))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"#EXTM3U\nfile:///etc/passwd\n",
        picture("png", "100x100")[:60],
        b"\xff\xd8\xff" + bytes(1_000),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0",
    ],
    ids=["empty", "svg", "playlist", "cut", "nothing in it", "bomb"],
)
def test_what_is_no_picture_ends_in_an_error_of_ours(data: bytes) -> None:
    with pytest.raises((ValueError, EncoderError)):
        illustration(data)
