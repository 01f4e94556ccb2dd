"""Loading what mixing needs before worker processes are forked off, so that none has to do it again."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module

from rhapsode.mixing.formats import LAMEENC
from rhapsode.mixing.joining import audio


def load() -> None:
    """Import the room, pydub and the encoder; what is missing is found out where it is needed."""
    audio(bytes(2), 22_050)
    for name in ("rhapsode.mixing.mixdown", LAMEENC):
        with suppress(ImportError):
            import_module(name)
