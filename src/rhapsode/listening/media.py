"""Sound files by suffix: what they are called on the web, and which of them an EPUB reader must play."""

from __future__ import annotations

import hashlib
from pathlib import Path

from rhapsode.errors import UsageError

MEDIA_TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".m4b": "audio/mp4",
    ".opus": "audio/ogg",
    ".ogg": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
}
"""IANA names where there is one; `audio/wav` is what browsers agree on."""

EPUB_TYPES = {".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".m4b": "audio/mp4", ".opus": "audio/ogg; codecs=opus"}
"""EPUB 3.3, section 3.2: the core media types of audio."""


def unfit(path: Path) -> tuple[str, str]:
    """Why an EPUB cannot hold `path`, and the cure."""
    return f"an EPUB cannot hold {path.name}", f"render it as one of {', '.join(EPUB_TYPES)}"


def digest(path: Path, name: str) -> bytes:
    """The digest of a file by the algorithm of that name, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, name).digest()


def media_type(path: Path) -> str:
    """The media type of a sound file by its suffix. Raises UsageError for one that no render writes."""
    suffix = path.suffix.lower()
    if suffix not in MEDIA_TYPES:
        raise UsageError(f"{path.name} is not a kind of track", f"use one of {', '.join(MEDIA_TYPES)}")
    return MEDIA_TYPES[suffix]
