"""What is to be spoken: one task for each distinct sentence and voice, in chunks that depend on the text alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from rhapsode.model import Mark, Script, Utterance, Voice
from rhapsode.plugins import Engine, VoiceInfo
from rhapsode.speaking.voices import resolve
from rhapsode.store import Store, key_of

CHUNK_CHARACTERS = 1_500
"""About 90 s of speech: long enough to make a process worth starting, short enough to share out evenly."""


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


def tasks(
    script: Script, engine: str, fingerprint: Mapping[str, str], resolve: Callable[[str, str], str]
) -> Iterator[tuple[Utterance, Task]]:
    """Each utterance with its task; equal sentences in equal voices have equal keys.

    `resolve(family, language)` gives the id of a voice. The key holds what decides the sound, and nothing else:
    pauses and volume are the mixing's.
    """
    titles = {section.id: section.title for section in script.sections}
    for utterance in script.utterances:
        wish = utterance.voice
        voice = Voice(resolve(wish.family, wish.language), "", wish.rate_wpm, wish.pitch_st)
        marks = tuple(
            replace(mark, value=resolve("", mark.value)) if mark.kind == "language" else mark
            for mark in utterance.marks
        )
        key = key_of(
            {
                "kind": "clip",
                "engine": engine,
                "fingerprint": dict(fingerprint),
                "voice": [voice.family, voice.rate_wpm, voice.pitch_st],
                "text": utterance.text,
                "marks": [[mark.start, mark.end, mark.kind, mark.value] for mark in marks],
            }
        )
        yield utterance, Task(key, utterance.text, marks, voice, titles[utterance.section_id])


def chunks(wanted: Iterable[Task]) -> Iterator[Sequence[Task]]:
    """`wanted` in runs of at most about CHUNK_CHARACTERS, each at least one task."""
    run: list[Task] = []
    size = 0
    for task in wanted:
        if run and size + len(task.text) > CHUNK_CHARACTERS:
            yield run
            run, size = [], 0
        run.append(task)
        size += len(task.text)
    if run:
        yield run


@dataclass(frozen=True, slots=True)
class Plan:
    """What a script needs of an engine."""

    engine: str
    rate_hz: int
    word_marks: bool
    keys: Mapping[str, str]
    """Utterance id to the store key of its clip."""
    missing: tuple[Task, ...]
    """Distinct tasks whose clips are not in the store, in speaking order."""
    hits: int
    """Distinct clips that are."""

    def stored(self, utterance_id: str) -> bool:
        """Whether this utterance's clip is in the store already."""
        return self.keys[utterance_id] not in {task.key for task in self.missing}


def make_plan(script: Script, engine: Engine, store: Store, voices: Sequence[VoiceInfo]) -> Plan:
    """Look each utterance's clip up in `store`. Raises VoiceNotFound."""

    @cache
    def voice_id(family: str, language: str) -> str:
        wish = family or language
        if not voices and not family:
            return engine.default_voice  # an engine that lists none has one, and a language cannot choose it
        return resolve(wish, voices, engine.name) if wish else engine.default_voice

    keys: dict[str, str] = {}
    distinct: dict[str, Task] = {}
    for utterance, task in tasks(script, engine.name, engine.fingerprint(), voice_id):
        keys[utterance.id] = task.key
        distinct.setdefault(task.key, task)
    missing = tuple(task for key, task in distinct.items() if key not in store)
    return Plan(engine.name, engine.rate_hz, engine.word_marks, keys, missing, len(distinct) - len(missing))
