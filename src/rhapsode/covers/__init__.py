"""Covers set in real type: a title in any script that an installed font has, over the track's waveform.

type_faces        which font file has a letter: pip's first, in a fixed order, then the system's
writing_order     which way each letter of a line runs (UAX #9)
line_breaking     where a line may end (UAX #14 in small), and lines of like length
typesetting       a line of text as glyphs in their places, and as pixels
cover_drawing     the picture, or the title below a photograph
photograph        the latter, with the photograph
illustration      a picture of an article, made fit for its page
"""

from __future__ import annotations

from urllib.parse import urlsplit

DRAWING = 2
"""Raised when the same title comes to be drawn otherwise: with `PACKAGES` it decides the picture."""
PACKAGES = ("uharfbuzz", "fontpkg-literata", "manimgx-fonts", "manimgx-fonts-cjk")
"""What draws the letters, and the fonts: their versions decide the pixels."""


def site_of(source: str) -> str:
    """The name of the site that `source` (`Document.source`) is an address of; empty for what is no address."""
    if not source.startswith(("http://", "https://")):
        return ""
    try:
        return (urlsplit(source).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
