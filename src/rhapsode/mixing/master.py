"""What the finished track should be: format, loudness, tags, music."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rhapsode.errors import UsageError

LOUDNESS = {"podcast": -19.0, "acx": -20.0}
"""Integrated loudness in LUFS by name. `podcast` is the mono figure for −16 LUFS stereo (a mono file played on two
loudspeakers gains 3 dB); `acx` lies inside that house's −23 to −18 dB RMS."""

CEILING_DBTP = {"acx": -3.5}
"""True peak allowed by name, in dB relative to full scale; `DEFAULT_CEILING_DBTP` for every other target."""

DEFAULT_CEILING_DBTP = -1.0
"""EBU R 128, section on maximum true peak level."""


class RoomTone(NamedTuple):
    """Silence at the ends of a file, in milliseconds."""

    least_head: int
    most_head: int
    least_tail: int
    most_tail: int


ACX_ROOM_TONE_MS = RoomTone(500, 1_000, 1_000, 5_000)
"""ACX audio submission requirements: room tone at head and tail."""


@dataclass(frozen=True, slots=True)
class Master:
    """How the track is to be finished. Everything has a default; None and empty mean "as it comes"."""

    format: str = ""
    """`mp3`, `m4b`, `m4a`, `opus`, `flac` or `wav`; empty: by the target's suffix."""
    bitrate_kbps: int | None = None
    """Of the encoded sound; None: the format's own default. Ignored by WAV and FLAC."""
    sample_rate_hz: int | None = None
    """Of the file; None: the voice's own, or the next that format and bit rate can have (Opus decodes at 48,000)."""
    loudness: str = "podcast"
    """`podcast`, `acx`, `none` or a number in LUFS."""
    preset: str = ""
    """`acx`: 44.1 kHz, 192 kbit/s constant, its loudness, head and tail room; empty for none."""
    split: bool = False
    """One file per section, with an M3U8 and a CUE sheet, instead of one track."""
    cover: Path | None = None
    """JPEG or PNG; None: the document's own, else a generated one."""
    generate_cover: bool = True
    """Whether to draw a cover where there is none."""
    drawn_cover: bool = False
    """Whether the cover is drawn also where the document has one, or names a picture for itself."""
    intro: Path | None = None
    """Sound played before the first words, running on softly under them."""
    outro: Path | None = None
    """Sound that rises under the last words and ends the track."""
    section_cue: Path | None = None
    """Short sound played before each section but the first."""
    title: str = ""
    authors: tuple[str, ...] = ()
    album: str = ""
    narrator: str = ""
    genre: str = "Speech"
    published: str = ""
    """ISO 8601 date; empty: the document's."""
    transcript: bool = False
    """Whether the words go into the file's lyrics tag, which some players show, and others print whole at the start."""
    measure: bool = False
    """Whether the finished file is decoded and measured: a second for every seven minutes. Without it the loudness
    reported is what gain and blocks come to, and the true peak that of the loudest moments. Not with `split`."""

    @property
    def effective_loudness(self) -> str:
        """The preset's loudness where none was asked for."""
        return self.preset if self.preset and self.loudness == "podcast" else self.loudness

    @property
    def room_tone_ms(self) -> RoomTone | None:
        """Least and most silence at both ends of a file; None where the style alone decides."""
        return ACX_ROOM_TONE_MS if self.preset == "acx" else None

    def __post_init__(self) -> None:
        if self.preset not in ("", "acx"):
            raise UsageError(f"no preset {self.preset!r}", "the preset there is: acx")
        target_lufs(self.loudness)


def target_lufs(loudness: str) -> float | None:
    """The integrated loudness asked for, in LUFS; None for `none`. Raises UsageError for anything else."""
    if loudness == "none":
        return None
    if loudness in LOUDNESS:
        return LOUDNESS[loudness]
    if re.fullmatch(r"-\d+(\.\d+)?", loudness) and -60.0 <= float(loudness) <= -5.0:
        return float(loudness)
    raise UsageError(f"no loudness {loudness!r}", "podcast, acx, none, or LUFS from -60 to -5")


def ceiling_dbtp(master: Master) -> float:
    """The highest true peak allowed, in dB relative to full scale."""
    return CEILING_DBTP.get(master.effective_loudness, DEFAULT_CEILING_DBTP)
