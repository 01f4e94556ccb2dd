"""The track as it leaves this room: the model's, and a way to go on with it in pydub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhapsode.model import Track

if TYPE_CHECKING:
    from pydub import AudioSegment


LISTS = (".m3u8", ".cue")
"""Files of a track that hold no sound."""


class MixedTrack(Track):
    """A `Track` whose sound can be had."""

    __slots__ = ()

    def segment(self) -> AudioSegment:
        """The whole track as one pydub segment at the timeline's rate: 2 bytes of memory a frame, decoded at once.

        Raises EncoderError where there is no ffmpeg to decode the file with.
        """
        from rhapsode import ffmpeg
        from rhapsode.mixing.pydub_segments import audio

        sounds = [path for path in self.files or (self.path,) if path.suffix not in LISTS]
        pcm = ("-f", "s16le", "-ar", str(self.rate_hz), "-ac", "1", "pipe:1")
        return audio(b"".join(ffmpeg.run(["-i", path, *pcm]) for path in sounds), self.rate_hz)
