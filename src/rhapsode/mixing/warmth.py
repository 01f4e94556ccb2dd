"""What a worker can load before there is anything to join."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module

from rhapsode.mixing import encoding, survey
from rhapsode.mixing.formats import LAMEENC
from rhapsode.mixing.joining import audio

JOBS = (survey.survey, encoding.encode)
"""The jobs whose modules are wanted."""


def warm() -> None:
    """Import pydub and the encoder; what is missing is found out where it is needed."""
    audio(bytes(2), 22_050)
    with suppress(ImportError):
        import_module(LAMEENC)
