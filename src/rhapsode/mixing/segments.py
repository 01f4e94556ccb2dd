"""The one place where pydub is imported."""

from __future__ import annotations

import warnings
from contextlib import suppress
from functools import cache
from typing import Any

from rhapsode import ffmpeg
from rhapsode.errors import EncoderError


@cache
def segment_class() -> Any:
    """pydub's AudioSegment, with its converter set to the ffmpeg in use, by an absolute path.

    Where no ffmpeg is on PATH pydub warns at import, to the user's terminal, of a program that it is not asked to run.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    with suppress(EncoderError):
        AudioSegment.converter = ffmpeg.find()
    return AudioSegment
