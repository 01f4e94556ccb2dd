"""What worker processes do: speak a chunk of tasks into the store, each chunk in a fresh child."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence

from rhapsode import plugins
from rhapsode.clips import pack
from rhapsode.errors import EngineError, SpeechFailed
from rhapsode.model import NORMAL_RATE_WPM, Clip, Voice
from rhapsode.pool import start_method
from rhapsode.speaking.children import run_child
from rhapsode.speaking.speech_plan import Task
from rhapsode.speaking.voices import resolve
from rhapsode.store import Store, key_of
from rhapsode.tuple_json import from_plain, to_json

PATIENCE_S = 60.0
"""How long a sentence may take before its process counts as hung; espeak-ng needs milliseconds, others seconds."""

SIGN_OF_LIFE_S = 0.2
"""How often a child says that it is at work: each word from it wakes its parent."""

SHORTEST_LETTER_MS = 5
"""At the normal rate a letter takes about 60 ms; a clip that gives it less than this cannot have said it."""

_engines: dict[str, plugins.Engine] = {}


def warm(engine: str) -> None:
    """Load `engine` in this worker, so that its children start with it loaded (where processes fork)."""
    if not _forks():
        return
    _engine(engine).warm()


def speak_chunk(engine: str, store: Store, wanted: Sequence[Task], patience_s: float = PATIENCE_S) -> int:
    """Speak `wanted` into `store`; returns the characters spoken. Top-level and picklable, for any executor.

    A child that dies, hangs or gives silence is tried once more, from the sentence that failed. Raises SpeechFailed,
    naming section and sentence, when it fails twice.
    """
    warm(engine)
    left, failed = wanted, None
    while left:
        try:
            for _ in run_child(speak_all, engine, store, left, patience_s=patience_s):
                pass
            break
        except EngineError as fault:
            left = [task for task in left if task.key not in store]
            if left and left[0] == failed:
                raise _named(fault, left[0]) from fault
            failed = left[0] if left else None
    return sum(len(task.text) for task in wanted)


def speak_all(engine: str, store: Store, wanted: Sequence[Task]) -> Iterator[None]:
    """Speak each task and store its clip, yielding now and then as a sign of life. Runs in a child."""
    made = _engine(engine)
    signed = time.monotonic()
    for task in wanted:
        clip = made.synthesize(task.text, task.marks, task.voice)
        if too_short(task.text, clip, task.voice.rate_wpm):
            raise SpeechFailed("the engine returned silence")
        store.put(task.key, pack(clip))
        if (now := time.monotonic()) - signed > SIGN_OF_LIFE_S:
            yield
            signed = now


def too_short(text: str, clip: Clip, rate_wpm: int) -> bool:
    """Whether `clip` is too short to hold the letters and digits of `text`."""
    letters = sum(c.isalnum() for c in text)
    return clip.frames * 1000 < letters * SHORTEST_LETTER_MS * clip.rate_hz * NORMAL_RATE_WPM / max(
        rate_wpm, NORMAL_RATE_WPM
    )


def list_voices(engine: str) -> Iterator[plugins.VoiceInfo]:
    """The engine's voices. Runs in a child."""
    yield from _engine(engine).voices()


def remembered_voices(engine: str, store: Store) -> list[plugins.VoiceInfo]:
    """The engine's voices from `store`, or from a child and then kept there."""
    key = key_of({"kind": "voices", "engine": engine, "fingerprint": dict(_engine(engine).fingerprint())})
    if (kept := store.get(key)) is not None:
        return [from_plain(plugins.VoiceInfo, fields) for fields in json.loads(kept)]
    found = list(run_child(list_voices, engine, patience_s=PATIENCE_S))
    store.put(key, to_json(found).encode())
    return found


def pronounce(engine: str, texts: Sequence[str], voice: str, store: Store) -> Iterator[str]:
    """IPA of each text. Runs in a child."""
    made = _engine(engine)
    family = resolve(voice, made.voices(), engine) if voice else made.default_voice
    for text in texts:
        yield made.phonemes(text, (), Voice(family))


def _engine(name: str) -> plugins.Engine:
    if name not in _engines:
        _engines[name] = plugins.engine(plugins.EngineChoice(name))
    return _engines[name]


def _forks() -> bool:
    return start_method() == "fork"


def _named(fault: EngineError, task: Task) -> SpeechFailed:
    sentence = task.text if len(task.text) <= 60 else f"{task.text[:57]}..."
    what = f"section {task.section!r}: could not speak {sentence!r}, twice ({fault.what})"
    return SpeechFailed(what, fault.cure or "try another --voice or --engine, or reword the sentence")
