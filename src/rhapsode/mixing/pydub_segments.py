"""The one place where pydub is imported."""

from __future__ import annotations

import os
import warnings
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

from rhapsode import ffmpeg
from rhapsode.errors import EncoderError

if TYPE_CHECKING:
    from pydub import AudioSegment


@cache
def _segment_class() -> Any:
    """pydub's AudioSegment, with its converter set to the ffmpeg in use, by an absolute path.

    Where no ffmpeg is on PATH pydub warns at import, to the user's terminal, of a program that it is not asked to run.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        os.environ.setdefault("PATH", "")  # it looks there without asking whether there is one
        from pydub import AudioSegment
    with suppress(EncoderError):
        AudioSegment.converter = ffmpeg.find()
    return AudioSegment


def audio(samples: bytes, rate_hz: int) -> AudioSegment:
    """16-bit mono PCM as a pydub segment."""
    made: AudioSegment = _segment_class()(samples, sample_width=2, frame_rate=rate_hz, channels=1)
    return made
