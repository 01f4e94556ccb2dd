"""Who says what: from the voices that a script wants to those that the engines have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from rhapsode import plugins
from rhapsode.errors import EngineError, VoiceNotFound
from rhapsode.model import Voice
from rhapsode.plugins import Engine, EngineChoice, VoiceInfo
from rhapsode.speaking.planning.voices import not_found, of_language, resolve, speaks

AUTO = "auto"
BEST = ("natural", "espeak", "system")
"""What `auto` chooses from, best first: the first that is installed and has a voice for the language."""

ListVoices = Callable[[EngineChoice], Sequence[VoiceInfo]]
"""Gives an engine's voices; asked only where the script wants one by name or language, since an engine must start."""


class CastVoice(NamedTuple):
    """A voice of an engine."""

    choice: EngineChoice
    voice: str
    """The engine's own id."""

    def __str__(self) -> str:
        return f"{self.choice.name} {self.voice}".strip()


def engines(choice: EngineChoice) -> list[Engine]:
    """The engine chosen; for `auto` every one that could speak, best first.

    Raises EngineError where there is none, or the one chosen is not complete.
    """
    if choice.name != AUTO:
        chosen = plugins.engine(choice)
        if cure := chosen.missing():
            raise EngineError(f"the engine {choice.name} is not complete", cure)
        return [chosen]
    found = [plugins.engine(EngineChoice(name)) for name in BEST if name in plugins.engine_names()]
    able = [engine for engine in found if not engine.missing()]
    if any(engine.name == "espeak" for engine in able):
        able = [engine for engine in able if engine.name != "system"]  # which has the same voices, or worse ones
    if not able:
        raise EngineError(
            "no engine here can speak", found[0].missing() if found else "install rhapsode again with pip"
        )
    return able


def telling_of_the_best(choice: EngineChoice, lacking: VoiceNotFound) -> VoiceNotFound:
    """`lacking`, its cure also how to get the engine that `auto` takes first, where that is not installed."""
    cure = plugins.engine(EngineChoice(BEST[0])).missing() if choice.name == AUTO else ""
    return VoiceNotFound(lacking.what, f"{lacking.cure}; for a {BEST[0]} one, {cure}") if cure else lacking


class Casting:
    """Finds a voice for each wish, asking engines in their order and each only once."""

    def __init__(self, choice: EngineChoice, list_voices: ListVoices) -> None:
        """Raises EngineError for an engine that is not there or not complete."""
        self._list_voices = list_voices
        self._asked = choice
        made = engines(choice)
        settings = choice.settings
        self._engines = {EngineChoice(engine.name, settings): engine for engine in made}
        if choice.name != AUTO:
            self._engines = {choice: made[0]}
        self._leading = list(self._engines)
        for engine in made:
            if engine.stand_in and (other := EngineChoice(engine.stand_in)) not in self._engines:
                self._engines[other] = plugins.engine(other)
        self.unmet: dict[str, None] = {}
        """Warnings: languages in passing that have no voice."""
        self._known: dict[tuple[str, str, bool], CastVoice | VoiceNotFound] = {}

    def default(self, choice: EngineChoice) -> CastVoice:
        """The voice that an engine has for a text whose language nobody knows."""
        return CastVoice(choice, self.engine(choice).default_voice)

    def engine(self, choice: EngineChoice) -> Engine:
        """The engine of a cast voice."""
        return self._engines[choice]

    def voice(self, wish: Voice) -> CastVoice:
        """Who says a sentence that wants `wish`. Raises VoiceNotFound."""
        return self._remembered(wish.family, wish.language, stand_ins=False)

    def of_language(self, language: str) -> CastVoice:
        """Who says a passage in `language`, stand-ins included. Raises VoiceNotFound."""
        return self._remembered("", language, stand_ins=True)

    def stand_in(self, cast: CastVoice, language: str) -> CastVoice | None:
        """Who says in `language` what `cast` cannot; None where nobody does."""
        name = self.engine(cast.choice).stand_in
        if not name or self.engine(EngineChoice(name)).missing():
            return None
        try:
            return CastVoice(EngineChoice(name), self._in_language(EngineChoice(name), language))
        except VoiceNotFound:
            return None

    def warning(self, wish: Voice, cast: CastVoice) -> str:
        """What to say of a voice asked for by name that is of another language than the text; mostly empty."""
        if not wish.family or not wish.language:
            return ""
        known = next((voice for voice in self._list_voices(cast.choice) if voice.id == cast.voice), None)
        if known is None or not known.languages or speaks(known, wish.language):
            return ""
        return f"the voice {wish.family!r} speaks {known.languages[0]!r}, and the text is in {wish.language!r}"

    def _remembered(self, family: str, language: str, *, stand_ins: bool) -> CastVoice:
        key = (family, language, stand_ins)
        if key not in self._known:
            try:
                self._known[key] = self._found(family, language, self._engines if stand_ins else self._leading)
            except VoiceNotFound as missing:
                self._known[key] = missing
        found = self._known[key]
        if isinstance(found, VoiceNotFound):
            raise found
        return found

    def _found(
        self, family: str, language: str, choices: Sequence[EngineChoice] | dict[EngineChoice, Engine]
    ) -> CastVoice:
        if family:
            return next(self._named(family, list(choices)))
        missing: VoiceNotFound | None = None
        for choice in choices:
            try:
                return CastVoice(choice, self._in_language(choice, language))
            except VoiceNotFound as fault:
                missing = missing or fault
        raise missing or VoiceNotFound(f"no engine has a voice for {language!r}")

    def _named(self, family: str, choices: Sequence[EngineChoice]) -> Iterator[CastVoice]:
        """Those that `family` could mean: first what says so exactly, in the order of the engines."""
        for exactly in (True, False):
            for choice in choices:
                if found := self.engine(choice).find_voice(family):
                    yield CastVoice(choice, found.id)
                variants, voices = self.engine(choice).variants, self._list_voices(choice)
                with suppress(VoiceNotFound):
                    yield CastVoice(choice, resolve(family, voices, choice.name, exactly=exactly, variants=variants))
        for offered in (offered for choice in choices for offered in self.engine(choice).offers()):
            if offered.id.casefold() == family.casefold():
                raise VoiceNotFound(
                    f"the voice {offered.id!r} is not here yet", f"fetch it with: rhapsode voices --get {offered.id}"
                )
        every = [voice for choice in choices for voice in self._list_voices(choice)]
        raise telling_of_the_best(self._asked, not_found(family, every, self._asked.name))

    def _in_language(self, choice: EngineChoice, language: str) -> str:
        engine = self.engine(choice)
        if not language or not self._list_voices(choice):  # it lists none: it has one, and cannot choose by language
            return engine.default_voice
        return of_language(language, self._list_voices(choice), engine.name)
