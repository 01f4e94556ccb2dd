"""A cover with a photograph: the picture above, the title set in type below.

The picture is a stranger's. ffmpeg decodes it in a process of its own, as one still of the kind that its first bytes
say (never as a playlist or whatever else could name further files), and of a limited size.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rhapsode import ffmpeg
from rhapsode.covers.cover_drawing import SIDE, caption, palette_of
from rhapsode.pictures import picture_size, still_kind

PHOTO_HEIGHT = 840
"""Of the picture in pixels: five to three, so that little is cut from what sites show beside a link (1.91 to 1)."""
LEAST_SIDE = 200
"""Smaller pictures are icons."""
DECODERS = {"image/jpeg": "jpeg_pipe", "image/png": "png_pipe", "image/gif": "gif_pipe", "image/webp": "webp_pipe"}
"""ffmpeg's reader of each kind."""
MOST_PIXELS = 40_000_000
"""Before anything is scaled. What says that it has fewer, and unpacks to more, is refused by the decoder."""
HIGH_QUALITY = "3"
"""Of ffmpeg's JPEG encoder, 2 (best) to 31."""


def still(data: bytes) -> list[str]:
    """What ffmpeg is told to read `data` from its standard input as one still. Raises ValueError for another kind."""
    if not (reader := DECODERS.get(still_kind(data), "")):
        raise ValueError("neither JPEG, PNG, GIF nor WebP")
    width, height = picture_size(data)
    if not width * height:
        raise ValueError("a picture that does not say its size")
    if width * height > MOST_PIXELS:
        raise ValueError(f"larger than {MOST_PIXELS // 1_000_000} million pixels")
    return [
        "-threads",
        "1",
        "-max_pixels",
        str(MOST_PIXELS),
        "-protocol_whitelist",
        "pipe",
        "-f",
        reader,
        "-i",
        "pipe:0",
    ]


def with_photograph(
    photograph: bytes, title: str, authors: Sequence[str], *, site: str = "", language: str = ""
) -> bytes:
    """A square JPEG of `SIDE` pixels: `photograph` cropped above, title, authors and site below.

    Raises ValueError where `photograph` is not a picture that can be read, or no larger than an icon; EncoderError.
    """
    given = still(photograph)
    if min(picture_size(photograph)) < LEAST_SIDE:
        raise ValueError("no larger than an icon")
    ground = "0x{:02x}{:02x}{:02x}".format(*palette_of(title).paper)
    # What is cut off goes from below rather than from above, where faces are; what is transparent shows the ground.
    fits = f"scale={SIDE}:{PHOTO_HEIGHT}:force_original_aspect_ratio=increase:flags=lanczos"
    cut = f"crop={SIDE}:{PHOTO_HEIGHT}:(iw-ow)/2:(ih-oh)/3,setsar=1,format=rgba"
    # The ground ends after a moment, so that ffmpeg does too where no picture comes to lie on it.
    ground = f"color={ground}:s={SIDE}x{PHOTO_HEIGHT}:d=0.1,format=rgba[ground]"
    laid = f"[0:v]{fits},{cut}[picture];{ground};[ground][picture]overlay=eof_action=endall,format=rgb24[above]"
    with TemporaryDirectory(prefix="rhapsode-") as folder:
        below = Path(folder, "caption.png")
        below.write_bytes(caption(title, authors, SIDE - PHOTO_HEIGHT, site=site, language=language))
        stacked = f"{laid};[1:v]format=rgb24[below];[above][below]vstack=shortest=1[cover]"
        encoded = ["-map", "[cover]", "-frames:v", "1", "-c:v", "mjpeg", "-pix_fmt", "yuvj444p", "-q:v", HIGH_QUALITY]
        made = ffmpeg.run(
            [*given, "-i", below, "-filter_complex", stacked, *encoded, "-bitexact", "-f", "image2pipe", "pipe:1"],
            photograph,
        )
    if not made:
        raise ValueError("a picture that cannot be read")
    return made
