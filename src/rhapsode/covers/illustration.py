"""A picture of an article made fit for its page: still, no larger than a page shows it, and encoded by us.

Nothing of the bytes that somebody else made goes on: no metadata, no script, no second picture behind the first. What
is transparent lies on white, for which most of it was drawn, also where the page is dark.
"""

from __future__ import annotations

from rhapsode import ffmpeg
from rhapsode.covers.photograph import still
from rhapsode.pictures import picture_size, still_kind

ILLUSTRATING = 1
"""Raised when the same picture comes to be made otherwise."""
LEAST_SIDE = 48
"""Pixels: smaller pictures are icons, rules, and what counts who reads."""
WIDTH, HEIGHT = 1_280, 1_600
"""At most: twice what a page of ordinary width shows, for screens of twice the pixels."""
MOST_DRAWN_BYTES = 120_000
"""Of a PNG: a drawing has fewer, and is not blurred; what has more is a photograph, and becomes a JPEG."""
LIKELY_DRAWN_BYTES = 1_000_000
"""As it comes: what has more is not tried as a PNG, which takes some three times as long."""
QUALITIES = ((WIDTH, HEIGHT, 4), (WIDTH, HEIGHT, 8), (800, 1_000, 10))
"""Size and quality (ffmpeg's of JPEG, 2 the best) tried in turn."""
MOST_BYTES = 250_000
"""Of an illustration; the last of `QUALITIES` may have more."""


class TooSmall(ValueError):
    """An icon rather than a picture."""


def illustration(data: bytes) -> bytes:
    """`data` (JPEG, PNG, GIF or WebP) as a JPEG or PNG. Raises ValueError, of these TooSmall; EncoderError."""
    given = still(data)
    if min(picture_size(data)) < LEAST_SIDE:
        raise TooSmall("no larger than an icon")
    if still_kind(data) != "image/jpeg" and len(data) <= LIKELY_DRAWN_BYTES:
        drawn = _made(given, data, WIDTH, HEIGHT, ["-c:v", "png", "-pix_fmt", "rgb24", "-compression_level", "6"])
        if len(drawn) <= MOST_DRAWN_BYTES:
            return drawn
    for width, height, quality in QUALITIES:
        coded = ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", str(quality), "-huffman", "optimal"]
        made = _made(given, data, width, height, coded)
        if len(made) <= MOST_BYTES:
            break
    return made


def _made(given: list[str], data: bytes, width: int, height: int, coded: list[str]) -> bytes:
    fits = f"scale=w='min({width},iw)':h='min({height},ih)':force_original_aspect_ratio=decrease:flags=lanczos"
    laid = f"[0:v]{fits},setsar=1,format=rgba,split[over][size];[size]drawbox=c=white@1:t=fill:replace=1[ground]"
    filters = f"{laid};[ground][over]overlay=format=rgb:eof_action=endall,format=rgb24[out]"
    bare = ["-frames:v", "1", *coded, "-map_metadata", "-1", "-bitexact", "-f", "image2pipe", "pipe:1"]
    made = ffmpeg.run([*given, "-filter_complex", filters, "-map", "[out]", *bare], data)
    if not made:
        raise ValueError("a picture that cannot be read")
    return made
