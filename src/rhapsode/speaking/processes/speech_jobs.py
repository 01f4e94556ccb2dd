"""What worker processes do: speak a chunk of tasks into the store, where the engine wants it done."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from rhapsode import plugins
from rhapsode.clips import pack
from rhapsode.errors import CannotSay, EngineError, SpeechFailed, StoreError
from rhapsode.model import Clip, Mark, Voice
from rhapsode.plugins import EngineChoice
from rhapsode.speaking.planning.chunks import PATIENCE_S
from rhapsode.speaking.planning.speech_task import Task
from rhapsode.speaking.planning.spoken_runs import following
from rhapsode.speaking.planning.voices import resolve
from rhapsode.speaking.processes.child_server import ChildFailed
from rhapsode.store import Store, key_of
from rhapsode.tuple_json import from_plain, to_json

SIGN_OF_LIFE_S = 0.2
"""How often a child says that it is at work: each word from it wakes its parent."""

SHORTEST_LETTER_MS = 5
"""At 175 words per minute a letter takes about 60 ms; a clip that gives it less than this cannot have said it."""

CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), " ")
"""Said as spaces: a NUL ends a text for C libraries, and others change the voice of espeak-ng."""

_engines: dict[EngineChoice, plugins.Engine] = {}
_known: set[tuple[EngineChoice, str]] = set()
"""The voices that an engine here knows what it must of."""


class Refusal(NamedTuple):
    """A task that could not be done, twice."""

    key: str
    what: str
    cure: str


class Spoken(NamedTuple):
    """What became of a chunk."""

    characters: int
    """Of all its tasks."""
    refused: tuple[Refusal, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    """Keys of clips, and under which they were stored instead: a sentence before them was left out."""


def warm(choice: EngineChoice, voices: Iterable[str] = ()) -> None:
    """Load the engine in this process, so that its forks start with it loaded, and with what it knows of `voices`."""
    _engine(choice).warm()
    _learn(choice, voices)


def warm_kept(choice: EngineChoice, start_s: float) -> None:
    """Start the process that this worker keeps for the engine, and load the engine there."""
    from rhapsode.speaking.processes.children import run_kept

    for _ in run_kept(choice, _warmed, choice, patience_s=PATIENCE_S + start_s):
        pass


def _warmed(choice: EngineChoice) -> Iterator[None]:
    warm(choice)
    yield


def study(choice: EngineChoice, voice: str) -> Iterator[object]:
    """What the engine finds out of the voice. Runs in a child that does nothing else."""
    yield _engine(choice).study(voice)


def _learn(choice: EngineChoice, voices: Iterable[str]) -> None:
    """Have the engine know what it must of `voices`, found out once in a process and the forks of it.

    In the child that speaks, asking would take 12 ms of each and change how its first sentence sounds.
    """
    made = _engine(choice)
    if type(made).study is plugins.Engine.study:
        return
    from rhapsode.speaking.processes.children import run_child

    for voice in set(voices):
        if (choice, voice) not in _known:
            (found,) = run_child(study, choice, voice, patience_s=PATIENCE_S, before=partial(warm, choice))
            _known.add((choice, voice))
            made.remember(voice, found)


def _studied(wanted: Sequence[Task]) -> set[str]:
    """The voices of `wanted` that say something given in phonemes."""
    return {
        voice
        for task in wanted
        if any(mark.kind == "phonemes" for mark in task.marks)
        for voice in (task.voice.family, *(mark.value for mark in task.marks if mark.kind == "language"))
    }


def speak_chunk(choice: EngineChoice, store: Store, wanted: Sequence[Task], patience_s: float = PATIENCE_S) -> Spoken:
    """Speak `wanted` into `store`. Top-level and picklable, for any executor.

    A process that dies, hangs or gives silence is tried once more, from the sentence that failed, or from the first
    where it needs a fresh process; what fails twice, or can never be said, is refused, and the rest spoken without it.
    Where a process carries state from one to the next, those behind it then sound otherwise, and get keys that say so.
    """
    left, failed = list(wanted), None
    own: dict[str, str] = {}
    """By the key that a task has been given, the one that it came with."""
    from_the_first = _engine(choice).isolation == "piece"
    refused: list[Refusal] = []
    while left:
        try:
            for _ in _wherever(choice, store, left, patience_s):
                pass
            break
        except EngineError as fault:
            missing = [task for task in left if task.key not in store]
            at_fault = missing[0] if missing else None
            if at_fault and (at_fault == failed or isinstance(fault, CannotSay)):
                refused.append(Refusal(own.pop(at_fault.key, at_fault.key), fault.what, fault.cure))
                if from_the_first:
                    left = [_without(at_fault, task, own) if task in missing else task for task in left]
                left, at_fault = [task for task in left if task.key != at_fault.key], None
                missing = [task for task in left if task.key not in store]
            left, failed = left if from_the_first and missing else missing, at_fault
    return Spoken(sum(len(task.text) for task in wanted), tuple(refused), tuple((was, key) for key, was in own.items()))


def _without(refused: Task, task: Task, own: dict[str, str]) -> Task:
    """`task` as it is spoken by a process that was to speak `refused` before it, and did not."""
    if task.key == refused.key:
        return task
    moved = task._replace(key=following(f"without {refused.key}", task.key))
    own[moved.key] = own.pop(task.key, task.key)
    return moved


def _wherever(choice: EngineChoice, store: Store, wanted: Sequence[Task], patience_s: float) -> Iterator[None]:
    from rhapsode.speaking.processes.children import run_child, run_kept  # 11 ms, where nothing is spoken for nothing

    isolation = _engine(choice).isolation
    if isolation == "caller":
        return speak_all(choice, store, wanted)
    if isolation == "worker":
        return run_kept(choice, speak_all, choice, store, wanted, patience_s=patience_s)
    before = partial(warm, choice, tuple(sorted(_studied(wanted))))
    return run_child(speak_all, choice, store, wanted, patience_s=patience_s, before=before)


def speak_all(choice: EngineChoice, store: Store, wanted: Sequence[Task]) -> Iterator[None]:
    """Speak each task and store its clip, yielding now and then as a sign of life.

    A clip that is in the store already is left: it was spoken for those after it.
    """
    with store.sending():
        yield from _speak_all(choice, store, wanted)


def _speak_all(choice: EngineChoice, store: Store, wanted: Sequence[Task]) -> Iterator[None]:
    made = _engine(choice)
    _learn(choice, _studied(wanted))
    absent = store.absent(task.key for task in wanted)
    signed = time.monotonic()
    for task in wanted:
        again = {"take": task.take} if task.take else {}
        clip = made.synthesize(task.text.translate(CONTROLS), task.marks, task.voice, **again)
        if len(clip.samples) % 2 or clip.rate_hz <= 0:
            raise SpeechFailed("the engine returned what is no sound")
        if too_short(task.text, clip, task.voice.rate_wpm):
            raise SpeechFailed("the engine returned silence")
        if task.key in absent:
            store.put(task.key, pack(clip))
        if (now := time.monotonic()) - signed > SIGN_OF_LIFE_S:
            yield
            signed = now


def too_short(text: str, clip: Clip, rate_wpm: int) -> bool:
    """Whether `clip` is too short to hold the letters and digits of `text`."""
    letters = sum(c.isalnum() for c in text)
    return clip.frames * 1000 < letters * SHORTEST_LETTER_MS * clip.rate_hz * 175 / max(rate_wpm, 175)


def list_voices(choice: EngineChoice) -> Iterator[plugins.VoiceInfo]:
    """The engine's voices. Runs where the engine wants."""
    yield from _engine(choice).voices()


def voices(choice: EngineChoice, store: Store | None = None) -> list[plugins.VoiceInfo]:
    """The engine's voices; those of a process that must be started first are kept in `store`. Raises DamagedValue."""
    made = _engine(choice)
    if made.isolation == "caller":
        return list(made.voices())
    from rhapsode.speaking.processes.children import run_child

    ask = partial(run_child, list_voices, choice, patience_s=PATIENCE_S + made.cost.start_s)
    if store is None:
        return list(ask())
    key = key_of({"kind": "voices", "engine": choice, "fingerprint": dict(made.fingerprint())})
    if key in store:
        return store.read(key, _listed)
    found = list(ask())
    with suppress(StoreError):  # a store that cannot be written is met, and named, where it is needed
        store.put(key, to_json(found).encode())
    return found


def _listed(stored: bytes) -> list[plugins.VoiceInfo]:
    return [from_plain(plugins.VoiceInfo, fields) for fields in json.loads(stored)]


def pronounce(choice: EngineChoice, texts: Sequence[str], voice: str, marks: Sequence[Sequence[Mark]]) -> Iterator[str]:
    """IPA of each text with its marks. Runs where the engine wants."""
    made = _engine(choice)
    family = resolve(voice, made.voices(), choice.name) if voice else made.default_voice
    for text, own in zip(texts, marks, strict=True):
        yield made.phonemes(text, own, Voice(family))


def _engine(choice: EngineChoice) -> plugins.Engine:
    if choice not in _engines:
        _engines[choice] = plugins.engine(choice)
    return _engines[choice]


__all__ = ["ChildFailed", "Refusal", "Spoken", "pronounce", "speak_chunk", "voices"]
