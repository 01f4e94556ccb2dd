"""The track as it leaves this room: the model's, and a way to go on with it in pydub."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from rhapsode.model import Track

if TYPE_CHECKING:
    from pydub import AudioSegment


LISTS = (".m3u8", ".cue")
"""Files of a track that hold no sound."""


ASIDE_MS = 200
"""What a decoder may leave out of a file at its end."""


class MixedTrack(Track):
    """A `Track` whose sound can be had, and what its record needs besides what a track is."""

    timeline: bytes = b""
    """As the file holds it (see `embedded_timeline`); empty for a track of several files, each of which has its own."""
    versions: Mapping[str, str] = MappingProxyType({})
    """Of what it was made with; empty where that is not known."""
    made_of: str = ""
    """The digest of what it was made of (see `current_tracks`); empty where that is not known."""

    def _replace(self, **fields: Any) -> Self:
        made = super()._replace(**fields)
        made.__dict__.update(self.__dict__)
        return made

    def described(self, **more: Any) -> Self:
        """The same with `timeline`, `versions` or `made_of`."""
        made = self._replace()
        made.__dict__.update(more)
        return made

    def segment(self) -> AudioSegment:
        """The whole track as one pydub segment at the timeline's rate: 2 bytes of memory a frame, decoded at once.

        Raises EncoderError where there is no ffmpeg to decode the file with.
        """
        from rhapsode import ffmpeg
        from rhapsode.mixing.pydub_segments import audio

        sounds = [path for path in self.files or (self.path,) if path.suffix not in LISTS]
        pcm = ("-f", "s16le", "-ar", str(self.rate_hz), "-ac", "1", "pipe:1")
        sound = b"".join(ffmpeg.run(["-i", path, *pcm]) for path in sounds)
        if len(sound) < 2 * (self.frames - self.rate_hz * ASIDE_MS // 1000):
            raise ffmpeg.lacking(f"{len(sound):,} bytes of sound instead of {2 * self.frames:,} of {self.path}")
        return audio(sound, self.rate_hz)


class UnfiledTrack(MixedTrack):
    """A track whose sound is in memory; its `path` is empty, and it has no files."""

    samples: bytes
    """16-bit mono PCM."""
    sample_rate_hz: int
    """Of `samples`."""

    @classmethod
    def of(cls, track: MixedTrack) -> UnfiledTrack:
        """`track`, which lies in one WAV file of ours, with its sound taken out of it."""
        made = cls(*track._replace(path=Path(), files=(), bytes=0, sha256=""))
        with track.path.open("rb") as file:
            file.seek(12)
            while (chunk := file.read(8)) and chunk[:4] != b"data":  # the last, in RIFF and beyond 4 GiB in RF64
                size = int.from_bytes(chunk[4:], "little")
                inside = file.read(size + size % 2)
                if chunk[:4] == b"fmt ":
                    made.sample_rate_hz = int.from_bytes(inside[4:8], "little")
            made.samples = file.read()
        return made

    def segment(self) -> AudioSegment:
        """The whole track as one pydub segment, at the rate that was asked for or else the voice's own."""
        from rhapsode.mixing.pydub_segments import audio

        return audio(self.samples, self.sample_rate_hz)
