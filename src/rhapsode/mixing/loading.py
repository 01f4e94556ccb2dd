"""Loading what mixing needs before worker processes are forked off, so that none has to do it again."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module

from rhapsode.mixing import mixdown
from rhapsode.mixing.formats import LAMEENC
from rhapsode.mixing.joining import audio

FRONT = mixdown.mix
"""It imports the rest of the room."""


def load() -> None:
    """Import pydub and the encoder; what is missing is found out where it is needed."""
    audio(bytes(2), 22_050)
    with suppress(ImportError):
        import_module(LAMEENC)
