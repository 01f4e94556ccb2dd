"""What is chosen on the page for one track, and for all that follow."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from rhapsode.errors import UsageError
from rhapsode.files import write_atomically
from rhapsode.model import FASTEST_RATE_WPM, SLOWEST_RATE_WPM
from rhapsode.request import Request


class RenderChoices(NamedTuple):
    """How one source is to be narrated."""

    voice: str = ""
    """An id; empty: the best for the text's language."""
    rate_wpm: int = 0
    """0: the usual one."""
    m4b: bool = False
    """Whether an M4B is made beside the MP3."""
    left_out: tuple[str, ...] = ()
    """Titles of the sections that are not said."""
    restored: tuple[str, ...] = ()
    """Texts that are said where they would be passed over."""

    @property
    def kept(self) -> RenderChoices:
        """Those that hold for the next source too."""
        return self._replace(left_out=(), restored=())

    def request(self, engine: str) -> Request:
        """The same as a request for a document that is read already."""
        silent = {rf"\A{re.escape(title)}\Z": {"speak": "never"} for title in self.left_out}
        return Request(
            "-",
            engine=engine,
            voice=self.voice,
            rate_wpm=self.rate_wpm or None,
            style={"sections": silent} if silent else None,
            keep=self.restored,
        )


def read_choices(told: object) -> RenderChoices:
    """What the page told, or a file. Raises UsageError for what cannot be a choice."""
    if not isinstance(told, Mapping):
        raise UsageError("the choices are no table", "load the page again")
    usual = RenderChoices()
    voice, rate, m4b = (told.get(name, default) for name, default in usual._asdict().items() if name in _SIMPLE)
    texts = [told.get(name, ()) for name in ("left_out", "restored")]
    right = isinstance(voice, str) and type(rate) is int and isinstance(m4b, bool) and all(map(_are_texts, texts))
    if not right or (rate and not SLOWEST_RATE_WPM <= rate <= FASTEST_RATE_WPM):
        raise UsageError("a choice is not of its kind", "load the page again")
    return RenderChoices(str(voice), rate, bool(m4b), *map(tuple, texts))


_SIMPLE = ("voice", "rate_wpm", "m4b")


def _are_texts(told: Any) -> bool:
    return isinstance(told, list | tuple) and all(isinstance(one, str) for one in told)


def load_choices(file: Path) -> RenderChoices:
    """The choices kept in `file`; the usual ones where it holds none."""
    try:
        return read_choices(json.loads(file.read_bytes())).kept
    except (OSError, ValueError, UsageError):
        return RenderChoices()


def keep_choices(file: Path, choices: RenderChoices) -> None:
    """Keep them in `file`."""
    write_atomically(file, json.dumps(choices.kept._asdict()).encode())
