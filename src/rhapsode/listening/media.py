"""What a track and its sound file are on the web: identity, media type, digest, and which of them a book may hold."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path

from rhapsode.errors import UsageError
from rhapsode.listening.addresses import shown
from rhapsode.model import Track

NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The UUID namespace of podcast GUIDs (Podcasting 2.0, `podcast:guid`); ours are made in it as well."""

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


def identity(track: Track) -> str:
    """A UUID of what is narrated (source name and title), the same however often it is rendered again."""
    return str(uuid.uuid5(NAMESPACE, shown(f"{track.path.stem}\n{track.document.title}")))


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
