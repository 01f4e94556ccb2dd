"""Reading a finished track back: what is in the file, and how it sounds."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import IO, Any

from rhapsode import ffmpeg
from rhapsode.errors import EncoderError, SourceMissing, SourceUnreadable
from rhapsode.mixing.levels.waveform_peaks import waveform
from rhapsode.mixing.readback.file_metadata import FileChapter, metadata
from rhapsode.pictures import media_type
from rhapsode.sound_tags import embedded_pictures, tagged

RATE_HZ = 48_000
"""Everything is measured at this rate, the one that BS.1770 is written for."""
SLICE_MS = 10
SILENCE = 33
"""Largest sample that counts as silence: −60 dB relative to full scale."""
SUMMARY = {
    "loudness_lufs": r"I:\s+(-?[\d.]+) LUFS",
    "range_lu": r"LRA:\s+([\d.]+) LU",
    "peak": r"Peak:\s+(-?[\d.]+) dBFS",
}
"""What ffmpeg's meter reports at the end."""


@dataclass(frozen=True, slots=True)
class Silence:
    """The longest stretch without sound, in seconds."""

    start: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file holds."""

    path: Path
    bytes: int
    format: str
    seconds: float
    sample_rate_hz: int
    channels: int
    bitrate_kbps: int
    tags: Mapping[str, str]
    chapters: tuple[FileChapter, ...]
    cover: str
    """Media type of the cover; empty for none, or for one that is neither JPEG nor PNG."""
    timeline: bool
    """Whether it carries the timeline that `publish` needs."""
    loudness_lufs: float | None = None
    """Integrated, of the decoded sound (ITU-R BS.1770-4, ffmpeg's meter); None for silence."""
    range_lu: float | None = None
    """Loudness range (EBU Tech 3342)."""
    true_peak_dbtp: float | None = None
    clipped: int = 0
    """Samples at full scale."""
    longest_silence: Silence = Silence()
    peaks: tuple[int, ...] = field(default=(), repr=False)
    """Waveform: lowest and highest sample in turn, at most 1,600 pairs."""


def inspect(path: Path) -> Inspection:
    """Read the track at `path` and listen to it all, once; memory stays small however long it is.

    Raises SourceMissing, SourceUnreadable, and EncoderError where there is no ffmpeg.
    """
    if not path.is_file():
        raise SourceMissing(f"there is no file {path}", "check the path")
    if path.suffix.lower() in (".m3u8", ".cue"):
        raise SourceUnreadable(f"{path.name} is a list of files", "inspect one of the files it names")
    described = metadata(path)
    heard = _listen(path)
    return Inspection(
        path=path,
        bytes=path.stat().st_size,
        format=path.suffix.lstrip(".").lower(),
        tags=described.tags,
        chapters=described.chapters,
        timeline=_has_timeline(path),
        **_container(path),
        **heard,
    )


def _has_timeline(path: Path) -> bool:
    from rhapsode.mixing.readback.read_track import read_track

    try:
        read_track(path)
    except SourceUnreadable:
        return False
    return True


def _container(path: Path) -> dict[str, Any]:
    file = None
    with suppress(ValueError):
        file = tagged(path)
    if file is None:
        raise SourceUnreadable(f"{path} is no sound file that can be read", "give a track")
    info = file.info
    return {
        "sample_rate_hz": getattr(info, "sample_rate", RATE_HZ),
        "channels": info.channels,
        "bitrate_kbps": round((getattr(info, "bitrate", 0) or 8 * path.stat().st_size / (info.length or 1)) / 1000),
        "cover": media_type(next(embedded_pictures(path), b"")),
    }


def _listen(path: Path) -> dict[str, Any]:
    graph = "[0:a:0]asplit[heard][metered];[metered]ebur128=framelog=verbose:peak=true[done]"
    samples = ("-map", "[heard]", "-ac", "1", "-ar", str(RATE_HZ), "-f", "s16le", "pipe:1")
    heard = ("-i", path.absolute(), "-filter_complex", graph, *samples, "-map", "[done]", "-f", "null", "-")
    try:
        with ffmpeg.running(heard, verbosity="info") as program:
            found = _scan(program.output)
    except EncoderError as fault:
        raise SourceUnreadable(f"{path} cannot be decoded", "render it again") from fault
    if "Summary:" not in program.said:
        raise ffmpeg.lacking(f"no measures of {path}")
    report = program.said.rpartition("Summary:")[2]
    numbers = {name: _number(pattern, report) for name, pattern in SUMMARY.items()}
    silent = numbers["loudness_lufs"] is None or numbers["loudness_lufs"] <= -70
    return {
        **found,
        "loudness_lufs": None if silent else numbers["loudness_lufs"],
        "range_lu": None if silent else numbers["range_lu"],
        "true_peak_dbtp": None if silent else numbers["peak"],
    }


def _number(pattern: str, report: str) -> float | None:
    match = re.search(pattern, report)
    return float(match.group(1)) if match else None


def _scan(stream: IO[bytes]) -> dict[str, Any]:
    """Length, clipping, longest silence and waveform of 16-bit mono samples at `RATE_HZ`, a slice at a time."""
    import audioop

    step = 2 * RATE_HZ * SLICE_MS // 1000
    slices = array("h")
    size = clipped = silent = longest = longest_end = 0
    for at in count(1):
        block = stream.read(step)
        if not block:
            break
        size += len(block)
        low, high = audioop.minmax(block, 2) if len(block) > 1 else (0, 0)
        slices.extend((low, high))
        if low == -32_768 or high == 32_767:
            clipped += _extremes(block)
        silent = silent + 1 if max(-low, high) <= SILENCE else 0
        if silent > longest:
            longest, longest_end = silent, at
    second = 1000 / SLICE_MS
    silence = Silence(round((longest_end - longest) / second, 2), round(longest / second, 2))
    return {"seconds": size / 2 / RATE_HZ, "clipped": clipped, "longest_silence": silence, "peaks": waveform(slices)}


def _extremes(block: bytes) -> int:
    return sum(block[at : at + 2] in (b"\xff\x7f", b"\x00\x80") for at in range(0, len(block), 2))
