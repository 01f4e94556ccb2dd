"""What a worker does: speaks a few sentences into the store, so that one that cannot be spoken costs no other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rhapsode import speaking
from rhapsode.errors import SpeechFailed
from rhapsode.executors import InlineExecutor
from rhapsode.speaking import SpeechPlan
from rhapsode.store import Store


class PartOutcome(NamedTuple):
    """What became of them."""

    keys: Mapping[str, str]
    """Utterance id to the store key of its clip, where it has one."""
    faults: Mapping[str, str]
    """Utterance id to why it has none."""
    warnings: tuple[str, ...] = ()
    """What another voice had to say."""


def speak_part(plan: SpeechPlan, store: Store) -> PartOutcome:
    """Speak what `plan` misses into `store`, in this process. Top-level and picklable, for any executor."""
    try:
        speech = speaking.speak(plan, store, InlineExecutor())
        return PartOutcome(speech.keys, {}, speech.warnings)
    except SpeechFailed:  # what was spoken is kept, so going through them one by one takes no longer
        pass
    keys: dict[str, str] = {}
    faults: dict[str, str] = {}
    warnings: dict[str, None] = {}
    for said, key in plan.keys.items():
        try:
            speech = speaking.speak(_alone(plan, said, key), store, InlineExecutor())
            keys |= speech.keys
            warnings |= dict.fromkeys(speech.warnings)
        except SpeechFailed as fault:
            faults[said] = fault.what
    return PartOutcome(keys, faults, tuple(warnings))


def _alone(plan: SpeechPlan, said: str, key: str) -> SpeechPlan:
    """The plan of one utterance: what is spoken before it in the same process is spoken still, and may fail."""
    medleys = tuple(one for one in plan.medleys if one.key == key)
    needed = {part for one in medleys for part in one.parts} | {key}
    missing = tuple(task for task in plan.missing if task.key in needed)
    runs = []
    for run in plan.runs:
        end = max((at for at, task in enumerate(run, 1) if task.key in needed), default=0)
        runs += [run[:end]] if end else []
    return plan._replace(keys={said: key}, missing=missing, medleys=medleys, runs=tuple(runs))
