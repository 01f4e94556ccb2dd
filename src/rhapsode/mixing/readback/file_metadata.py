"""Tags and chapters of a file as ffmpeg understands them: the same for every container."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rhapsode import ffmpeg
from rhapsode.errors import EncoderError, SourceUnreadable
from rhapsode.mixing.embedded_timeline import NAME

ALIASES = {
    "tlan": "language",
    "composer": "narrator",
    "wrt": "narrator",
    "year": "date",
    "track": "number",
    "tracknumber": "number",
    "lyrics": "transcript",
    "unsynced lyrics": "transcript",
}
"""Names that containers give to one thing."""
HIDDEN = frozenset(
    ("encoder", "major_brand", "minor_version", "compatible_brands", "itunsmpb", "media_type", "gapless_playback", NAME,
     "handler_name", "vendor_id", "metadata_block_picture", "creation_time", "id3v2_priv", "aart")
)  # fmt: skip
"""What is the container's own affair."""


@dataclass(frozen=True, slots=True)
class FileChapter:
    """A chapter of a file; times in seconds."""

    title: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class FileMetadata:
    """Tags by name, and chapters in order."""

    tags: Mapping[str, str]
    chapters: tuple[FileChapter, ...]


def metadata(path: Path) -> FileMetadata:
    """What the tags of the file at `path` say.

    Raises SourceUnreadable where it is no sound file, EncoderError where ffmpeg gives nothing of the kind.
    """
    try:
        none_read = ("-map", "0:a:0", "-c", "copy", "-frames:a", "0")  # a book's gigabytes tell no tag
        text = ffmpeg.run(["-copyts", "-i", path.absolute(), *none_read, "-f", "ffmetadata", "pipe:1"])
    except EncoderError as fault:
        raise SourceUnreadable(f"{path} is no sound file that can be read", "give a track") from fault
    if not text.startswith(b";FFMETADATA"):
        raise ffmpeg.lacking(f"no metadata of {path}")
    return parse(text.decode("utf-8", "replace"))


def parse(text: str) -> FileMetadata:
    """Read ffmpeg's metadata format (FFmpeg formats documentation, "Metadata")."""
    tags: dict[str, str] = {}
    chapters: list[dict[str, str]] = []
    into = tags
    for name, value in _fields(text):
        if name == "[CHAPTER]":
            chapters.append({})
            into = chapters[-1]
        elif name == "[STREAM]":
            into = tags
        elif into is tags:
            known = _name(name)
            if known not in HIDDEN:
                tags.setdefault(known, value)
        else:
            into[name.lower()] = value
    return FileMetadata(tags, tuple(map(_chapter, chapters)))


def _name(name: str) -> str:
    """The one name of a tag: `lyrics-eng` is the transcript."""
    plain = name.lower()
    return "transcript" if plain.startswith("lyrics-") else ALIASES.get(plain, plain)


def _fields(text: str) -> Iterator[tuple[str, str]]:
    for match in re.finditer(r"((?:\\(?:.|\n)|[^\\\n])*)\n", text if text.endswith("\n") else text + "\n"):
        line = match.group(1)
        if line in ("[CHAPTER]", "[STREAM]"):
            yield line, ""
        elif line and line[0] not in ";#":
            name, _, value = _split(line)
            yield _plain(name), _plain(value)


def _split(line: str) -> tuple[str, str, str]:
    """At the first `=` that is not escaped."""
    match = re.match(r"((?:\\(?:.|\n)|[^\\=])*)=", line)
    return (match.group(1), "=", line[match.end() :]) if match else (line, "", "")


def _plain(text: str) -> str:
    return re.sub(r"\\(.|\n)", r"\1", text)


def _chapter(fields: Mapping[str, str]) -> FileChapter:
    by, _, over = fields.get("timebase", "1/1000000000").partition("/")
    unit = int(by) / int(over or 1)
    start, end = (round(int(fields.get(name, "0")) * unit, 3) for name in ("start", "end"))
    return FileChapter(fields.get("title", ""), start, end)
