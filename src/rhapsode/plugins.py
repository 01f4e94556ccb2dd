"""The two kinds of plug-in, and finding both by entry point.

A reader turns a `Source` into a `Document` (group `rhapsode.readers`); an engine turns text into a `Clip`
(group `rhapsode.engines`). The program's own are registered the same way as anybody else's, in `pyproject.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple, Protocol, runtime_checkable

from rhapsode.errors import EngineError, ReaderMissing, RhapsodeError
from rhapsode.installed import entry_points
from rhapsode.model import Clip, Document, Mark, Source, Voice


class Reader(Protocol):
    """Reads one kind of source. Made without arguments; imports its library in `read`, never at the top."""

    name: str
    """As in the entry point."""
    suffixes: tuple[str, ...]
    """Of the files that are its own, small, with the dot: a folder of sources is searched for them."""

    def score(self, source: Source) -> float:
        """How sure the reader is that it can read `source`, from 0 (cannot) to 1, by name, media type and first bytes.

        Cheap: no parsing, no optional import.
        """
        ...

    def read(self, source: Source) -> Document:
        """Read it all. Never opens a file or a connection.

        Raises SourceUnreadable, SourceRefused or ReaderMissing.
        """
        ...


class VoiceInfo(NamedTuple):
    """A voice that an engine has."""

    id: str
    """What `--voice` takes."""
    name: str
    """For people."""
    languages: tuple[str, ...] = ()
    """BCP 47, best first."""
    gender: str = ""
    """`male`, `female` or empty."""


class Engine(Protocol):
    """Speaks. Made without arguments, cheaply; loads its library at the first call that needs it.

    `voices` and `synthesize` are only ever called inside a child process, so a crash takes nothing with it. An engine
    may also have `load()`, which imports what it needs, and `warm()`, which starts it ahead of the first sentence.
    """

    name: str
    """As in the entry point."""
    driver: str
    """The pyttsx3 driver behind it, for people; empty where there is none."""
    rate_hz: int
    """Of every clip it gives."""
    word_marks: bool
    """Whether its clips carry word marks."""
    default_voice: str
    """The id of the voice for a text whose language nobody knows; empty: whatever the platform has set."""
    handles: frozenset[str]
    """Classes of normalising rules that it does itself, so that the script leaves them alone."""

    def fingerprint(self) -> Mapping[str, str]:
        """What decides the sound besides text and voice: library, version, data. Part of every clip's key."""
        ...

    def voices(self) -> Sequence[VoiceInfo]:
        """Every voice there is."""
        ...

    def synthesize(self, text: str, marks: Sequence[Mark], voice: Voice) -> Clip:
        """Speak `text`; `voice.family` is one of this engine's own ids; `marks` are `phonemes` (IPA) and `language`.

        Raises SpeechFailed. Silence for a text with a word in it is a failure, which the caller checks.
        """
        ...


@runtime_checkable
class Pronouncer(Protocol):
    """An engine that can also say how it would pronounce a text."""

    def phonemes(self, text: str, marks: Sequence[Mark], voice: Voice) -> str:
        """IPA of `text` as this voice would say it."""
        ...


def engine_names() -> list[str]:
    """The names of the engines installed."""
    return sorted(entry_points("rhapsode.engines"))


def engine(name: str) -> Engine:
    """The engine of that name, or of an entry point's form `package.module:Class`.

    Raises EngineError where there is none, or it cannot be loaded.
    """
    value = entry_points("rhapsode.engines").get(name, name)
    if ":" not in value:
        raise EngineError(f"no engine named {name!r}", f"choose one of {', '.join(engine_names())}")
    try:
        made: Engine = _load(name, value, EngineError)()
        made.fingerprint  # noqa: B018  # whatever has none of an engine's methods is none
    except (TypeError, AttributeError) as fault:
        raise EngineError(f"{name} is no engine ({fault})", f"choose one of {', '.join(engine_names())}") from fault
    return made


def readers() -> list[Reader]:
    """Every reader installed, in the order of their names."""
    return [_load(name, value, ReaderMissing)() for name, value in sorted(entry_points("rhapsode.readers").items())]


def reader_suffixes() -> frozenset[str]:
    """The suffixes of the files that the readers installed call their own."""
    return frozenset(suffix for reader in readers() for suffix in reader.suffixes)


def _load(name: str, value: str, kind: type[RhapsodeError]) -> Any:
    module, _, attribute = value.partition(":")
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as fault:
        raise kind(f"the plug-in {name} ({value}) cannot be loaded: {fault}", "install it again") from fault
