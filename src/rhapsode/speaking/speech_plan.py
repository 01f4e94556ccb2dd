"""What is to be spoken: one task for each distinct sentence and voice, in chunks that depend on the text alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from typing import NamedTuple

from rhapsode.errors import VoiceNotFound
from rhapsode.model import Mark, Script, Utterance, Voice
from rhapsode.plugins import Engine, VoiceInfo
from rhapsode.speaking.voices import of_language, resolve
from rhapsode.store import Store, key_of

LEAST_CHUNK, MOST_CHUNK = 1_500, 12_000
"""Characters that one process speaks: from about 90 s of speech, which makes it worth starting, to twelve minutes."""
CHUNKS = 48
"""How many there should be between the two: enough to share a long text out evenly."""


Wish = tuple[str, str]
"""A voice's family and language, as the script has them."""

Voices = Callable[[], Sequence[VoiceInfo]]
"""Gives an engine's voices; asked only where the script wants one by name or language, since the engine must start."""


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
    script: Script, engine: str, fingerprint: Mapping[str, str], cast: Mapping[Wish, str]
) -> Iterator[tuple[Utterance, Task]]:
    """Each utterance with its task; equal sentences in equal voices have equal keys.

    `cast` gives the id of a voice for every wish of the script. The key holds what decides the sound, and nothing else:
    pauses and volume are the mixing's.
    """
    titles = {section.id: section.title for section in script.sections}
    voices: dict[Voice, Voice] = {}
    for utterance in script.utterances:
        wish = utterance.voice
        voice = Voice(cast[wish.family, wish.language], "", wish.rate_wpm, wish.pitch_st)
        voice = voices.setdefault(voice, voice)
        marks = tuple(
            mark._replace(value=cast["", mark.value]) if mark.kind == "language" else mark for mark in utterance.marks
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


def chunks(wanted: Sequence[Task]) -> Iterator[Sequence[Task]]:
    """`wanted` in runs of about equal length, about LEAST_CHUNK to MOST_CHUNK, each at least one task.

    Of more than one there is an even number (where no task is longer than that), so that two processors have as much
    to do.
    """
    total = sum(len(task.text) for task in wanted) or 1
    size = min(max(total // CHUNKS, LEAST_CHUNK), MOST_CHUNK)
    count = -(-total // size)
    count += count % 2 if count > 1 else 0
    ends = accumulate(len(task.text) for task in wanted)
    for _, run in groupby(zip(wanted, ends, strict=True), key=lambda pair: (pair[1] - 1) * count // total):
        yield [task for task, _ in run]


class Plan(NamedTuple):
    """What a script needs of an engine."""

    engine: str
    rate_hz: int
    keys: Mapping[str, str]
    """Utterance id to the store key of its clip."""
    missing: tuple[Task, ...]
    """Distinct tasks whose clips are not in the store, in speaking order."""
    hits: int
    """Distinct clips that are."""
    warnings: tuple[str, ...] = ()
    """Languages in passing that have no voice."""

    def stored(self, utterance_id: str) -> bool:
        """Whether this utterance's clip is in the store already."""
        return self.keys[utterance_id] not in {task.key for task in self.missing}


def make_plan(script: Script, engine: Engine, store: Store, voices: Voices) -> Plan:
    """Look each utterance's clip up in `store`. Raises VoiceNotFound."""
    cast, warnings = casting(script, engine, voices)
    keys: dict[str, str] = {}
    distinct: dict[str, Task] = {}
    for utterance, task in tasks(script, engine.name, engine.fingerprint(), cast):
        keys[utterance.id] = task.key
        distinct.setdefault(task.key, task)
    missing = tuple(task for key, task in distinct.items() if key not in store)
    hits = len(distinct) - len(missing)
    return Plan(engine.name, engine.rate_hz(engine.default_voice), keys, missing, hits, warnings)


def casting(script: Script, engine: Engine, voices: Voices) -> tuple[dict[Wish, str], tuple[str, ...]]:
    """The id of a voice for each wish (family, language) of `script`, and warnings.

    A language in passing that has no voice is left to the voice of the script's first sentence, with a warning; the
    first sentence's own, and a voice asked for by name, must be there. Raises VoiceNotFound.
    """
    wishes = dict.fromkeys((u.voice.family, u.voice.language) for u in script.utterances)
    passing = dict.fromkeys(("", mark.value) for u in script.utterances for mark in u.marks if mark.kind == "language")
    cast: dict[Wish, str] = {}
    warnings = []
    for family, language in {**wishes, **passing}:
        try:
            cast[family, language] = _voice_id(family, language, engine, voices)
        except VoiceNotFound as missing:
            if family or not cast:
                raise
            cast[family, language] = next(iter(cast.values()))
            warnings.append(f"{missing.what}: what is in it is said by {cast[family, language]}")
    return cast, tuple(warnings)


def _voice_id(family: str, language: str, engine: Engine, voices: Voices) -> str:
    if family:
        return resolve(family, voices(), engine.name)
    if not language or not voices():  # an engine that lists none has one, and a language cannot choose it
        return engine.default_voice
    return of_language(language, voices(), engine.name)
