"""The two kinds of plug-in, and finding both by entry point.

A reader turns a `Source` into a `Document` (group `rhapsode.readers`); an engine turns text into a `Clip`
(group `rhapsode.engines`). The program's own are registered the same way as anybody else's, in `pyproject.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Literal, NamedTuple, Protocol

from rhapsode.errors import EngineError, ReaderMissing, RhapsodeError, UsageError
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
    licence: str = ""
    """SPDX identifier of the voice's own licence, where it is known."""


class OfferedVoice(NamedTuple):
    """A voice that an engine could have, and has not until the user asks for it by name."""

    id: str
    """What `--voice` takes once it is here."""
    languages: tuple[str, ...]
    """BCP 47, best first."""
    bytes: int
    """What is fetched."""
    licence: str
    """SPDX identifier of the voice's own licence."""
    address: str
    """Where it is fetched from."""
    place: str
    """Where it is put."""


class Cost(NamedTuple):
    """What speaking costs one processor; planning takes from it how work is shared out, and when it counts as hung."""

    start_s: float = 0.1
    """Until a process can speak its first sentence."""
    s_per_s: float = 1 / 900
    """Seconds of work for a second of speech."""


Isolation = Literal[
    "piece",  # a fresh process for every piece of work: for a library that carries state from sentence to sentence
    "worker",  # one process for each worker, kept: for an engine that is slow to start and speaks alike ever after
    "caller",  # the worker itself: for an engine that can neither crash nor hang
]


class EngineChoice(NamedTuple):
    """Which engine, and how it is set: what travels to the processes that speak."""

    name: str
    """As in the entry point, or `package.module:Class`."""
    settings: tuple[tuple[str, str], ...] = ()
    """The keyword arguments it is made with, sorted by name."""


class Engine(Protocol):
    """Speaks. To be subclassed: whatever is not needed has a default.

    Made in each process that uses it with its settings as keyword arguments (strings), cheaply; it loads its library at
    the first call that needs it. `warm`, `voices`, `synthesize` and `phonemes` are called where `isolation` says, the
    others anywhere.
    """

    name: str
    """As in the entry point."""
    driver: str = ""
    """The pyttsx3 driver behind it, for people; empty where there is none."""
    default_voice: str = ""
    """The id of the voice for a text whose language nobody knows; empty: whatever the platform has set."""
    handles: frozenset[str] = frozenset()
    """Classes of normalising rules that it does itself, so that the script leaves them alone."""
    isolation: Isolation = "piece"
    """Where it speaks."""
    most_workers: int = 0
    """How many processes may speak at once, where memory, a device or a service sets a limit; 0: no limit."""
    cost: Cost = Cost()
    """What speaking costs."""
    variants: bool = False
    """Whether its voices have variants, asked for as `voice+variant`."""
    deterministic: bool = True
    """Whether the same texts in the same order give the same clips in any fresh process."""
    takes_phonemes: bool = False
    """Whether it says what a `phonemes` mark has instead of the text."""
    stand_in: str = ""
    """The engine that says what this one cannot; empty: that is an error."""

    def missing(self) -> str:
        """What must be installed before it can speak, as the cure of an error; empty where nothing is. Cheap."""
        return ""

    def load(self) -> None:
        """Import what speaking needs, in the process that others are forked from; start nothing."""

    def warm(self) -> None:
        """Start what the first sentence would have to wait for."""

    def study(self, voice: str) -> object:
        """What it must find out of the voice of that id to say `phonemes` marks in it; None: nothing.

        Called in a process that then speaks nothing; what it returns is picklable, and others `remember` it.
        """
        return None

    def remember(self, voice: str, found: object) -> None:
        """Take what `study` found of that voice; called before it is needed, in a process that speaks."""

    def fingerprint(self) -> Mapping[str, str]:
        """What decides the sound besides text, voice and settings: library, version, data. Part of every clip's key."""
        return {}

    def rate_hz(self, voice: str) -> int:
        """Frames per second of the clips in the voice of that id. Cheap."""
        return 22_050

    def loudness_lufs(self, voice: str) -> float | None:
        """Mean loudness of speech in the voice of that id (ITU-R BS.1770-4); None where nobody has measured. Cheap."""
        return None

    def reads(self, voice: str) -> frozenset[str] | None:
        """The writing systems that the voice of that id reads (names of `writing_systems`); None: unknown. Cheap."""
        return None

    def refuses(self, ipa: str, voice: str) -> bool:
        """Whether a `phonemes` mark has a sign without a sound, so that its words are said as written. Cheap."""
        return False

    def voices(self) -> Sequence[VoiceInfo]:
        """Every voice there is."""
        return ()

    def offers(self) -> Sequence[OfferedVoice]:
        """Voices that are not here, and that `fetch` would bring. Cheap, and without the network."""
        return ()

    def fetch(self, offered: OfferedVoice) -> None:
        """Bring one of `offers`: the only call that may fetch a voice, made when the user asks. Raises EngineError."""
        raise EngineError(f"the engine {self.name} fetches no voices", "see `rhapsode voices` for those that are here")

    def find_voice(self, wanted: str) -> VoiceInfo | None:
        """A voice that is asked for otherwise than by what `voices` lists, such as a file; mostly None. Cheap."""
        return None

    def voice_data(self, voice: str) -> str:
        """What tells the data of the voice of that id from other data under the same id. Part of its clips' keys."""
        return ""

    def allow(self, clips: int) -> None:
        """Raise UsageError where so many clips must not be asked of it at once, because they cost."""

    def synthesize(self, text: str, marks: Sequence[Mark], voice: Voice, take: int = 0) -> Clip:
        """Speak `text`; `voice.family` is one of this engine's own ids; `marks` are `phonemes` (IPA) and `language`.

        A `language` mark has the id of another voice of this engine as its value. `take` counts the times that the text
        was spoken before and found faulty: where chance has a part, each gives another. Equal arguments give equal
        clips. The clip is trimmed to the speech; its word marks may be missing. Raises SpeechFailed. Silence for a text
        with a word in it is a failure, which the caller checks.
        """
        ...

    def phonemes(self, text: str, marks: Sequence[Mark], voice: Voice) -> str:
        """IPA of `text` as this voice would say it. Raises EngineError where the engine cannot tell."""
        raise EngineError(f"the engine {self.name} cannot tell how it would say a word", "use --engine espeak")


def engine_names() -> list[str]:
    """The names of the engines installed."""
    return sorted(entry_points("rhapsode.engines"))


def engine(choice: EngineChoice) -> Engine:
    """The engine of that name, or of an entry point's form `package.module:Class`, made with its settings.

    Raises EngineError where there is none or it cannot be loaded, UsageError where it has no such setting.
    """
    value = entry_points("rhapsode.engines").get(choice.name, choice.name)
    if ":" not in value:
        raise EngineError(f"no engine named {choice.name!r}", f"choose one of {', '.join(engine_names())}")
    kind = _load(choice.name, value, EngineError)
    if Engine not in getattr(kind, "__mro__", ()):
        raise EngineError(f"{choice.name} is no engine", f"choose one of {', '.join(engine_names())}")
    try:
        made: Engine = kind(**dict(choice.settings))
    except TypeError as fault:
        raise UsageError(f"the engine {choice.name} cannot be made so", str(fault)) from fault
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
