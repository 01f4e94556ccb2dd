"""How loud each voice is, so that a passage in another one is neither louder nor softer."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from functools import partial

from rhapsode import ffmpeg
from rhapsode.mixing.batches import shared_out
from rhapsode.mixing.joining.joined_pieces import stored_clip
from rhapsode.mixing.levels.loudness import integrated
from rhapsode.mixing.levels.measuring import meter
from rhapsode.model import Script, Speech, Utterance
from rhapsode.resampling import at_rate
from rhapsode.store import Store, key_of

HEARD = 12
"""How many utterances of each voice are listened to, its first: what is changed further down changes no gain."""
STEP_DB = 0.5
"""Gains are multiples of this, so that a change in those first ones mostly changes none either."""
MOST_DB = 12.0
"""A voice further off than this is meant to be."""


def voice_gains(script: Script, speech: Speech, store: Store, executor: Executor) -> dict[str, float]:
    """By utterance id what it is made louder by, in dB, so that every voice is as loud as the one that says most.

    Each voice is heard where it speaks in this script, so its level is its own whatever engine it comes from. What was
    stated of it (`speech.gains_db`) counts where nothing can be heard.
    """
    voices: dict[object, list[Utterance]] = {}
    for said in script.utterances:
        voice = (said.voice.family, said.voice.language, speech.gains_db.get(said.id, 0.0))
        voices.setdefault(voice, []).append(said)
    if len(voices) == 1:
        return dict(speech.gains_db)
    groups = sorted(voices.values(), key=lambda group: -sum(len(said.text) for said in group))
    leading, *others = _levels([[speech.keys[said.id] for said in group[:HEARD]] for group in groups], store, executor)
    gains = dict(speech.gains_db)
    for group, level in zip(groups[1:], others, strict=True):
        if leading is not None and level is not None and abs(leading - level) <= MOST_DB:
            gains |= dict.fromkeys((said.id for said in group), round((leading - level) / STEP_DB) * STEP_DB)
    return gains


def _levels(groups: Sequence[Sequence[str]], store: Store, executor: Executor) -> list[float | None]:
    """The loudness in LUFS of the clips of each group; what is not in `store` is metered into it."""
    keys = [_key(clips) for clips in groups]
    absent = store.absent(keys)
    missing = [clips for clips, key in zip(groups, keys, strict=True) if key in absent]
    for _ in shared_out(executor, [partial(_meter, store, clips) for clips in missing]):
        pass
    store.bring(keys)
    return [store.read(key, _level) for key in keys]


def _level(stored: bytes) -> float | None:
    return float(stored) if stored else None


def _key(clips: Sequence[str]) -> str:
    return key_of({"kind": "voice level", "clips": clips, "meter": ffmpeg.identity()})


def _meter(store: Store, clips: Sequence[str]) -> int:
    """Meter one voice's `clips` into the store; a job for a worker process. Returns how many they are."""
    spoken = [stored_clip(store, key) for key in clips]
    heard = at_rate(spoken, spoken[0].rate_hz)
    level = integrated(meter((bytes(clip.samples) for clip in heard), heard[0].rate_hz))
    store.put(_key(clips), b"" if level is None else f"{level:.2f}".encode())
    return len(clips)
