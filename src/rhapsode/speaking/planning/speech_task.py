"""A clip to make."""

from __future__ import annotations

from typing import NamedTuple

from rhapsode.model import Mark, Voice
from rhapsode.plugins import EngineChoice


class Task(NamedTuple):
    """A clip to make."""

    key: str
    """Where it goes in the store."""
    text: str
    marks: tuple[Mark, ...]
    """`phonemes`, and `language` with the id of a voice as its value."""
    voice: Voice
    """`family` is one of the engine's own ids."""
    section: str
    """Title of the section it first stands in, for messages."""
    engine: EngineChoice
    language: str = ""
    """BCP 47 of the text; no part of the key."""
    take: int = 0
    """How many times it was spoken before and found faulty."""
