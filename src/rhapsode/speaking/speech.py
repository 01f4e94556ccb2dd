"""What the room does: plan, list voices, speak, pronounce."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Executor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import cache

from rhapsode import plugins
from rhapsode.errors import EngineError
from rhapsode.model import Progress, Script, Speech
from rhapsode.plugins import EngineChoice, VoiceInfo
from rhapsode.speaking import speech_jobs
from rhapsode.speaking.children import run_child
from rhapsode.speaking.speech_plan import Plan, chunks, make_plan
from rhapsode.store import Store

PATIENCE_S = 30.0


def load(engine: str) -> None:
    """Load what speaking in `engine` needs before worker processes are forked off; it starts nothing.

    An engine that cannot be loaded is found out where it is needed.
    """
    with suppress(EngineError):
        plugins.engine(EngineChoice(engine)).load()


def speak(plan: Plan, store: Store, executor: Executor, progress: Callable[[Progress], None] | None = None) -> Speech:
    """Speak what `plan` misses into `store`, and say where every clip is.

    `executor` runs top-level functions with picklable arguments; sound never travels through it. Raises SpeechFailed
    for a sentence that cannot be spoken; what was spoken before stays in the store.
    """
    total = sum(len(task.text) for task in plan.missing)
    jobs = {executor.submit(speech_jobs.speak_chunk, plan.engine, store, run): run for run in chunks(plan.missing)}
    done = 0
    try:
        for job in as_completed(jobs):
            done += job.result()
            if progress:
                progress(Progress("speak", jobs[job][-1].section, done, total))
    except (BrokenProcessPool, CancelledError) as fault:
        raise EngineError("a worker process ended without a word", "run it again: what was spoken is kept") from fault
    finally:
        for job in jobs:
            job.cancel()
    return Speech(plan.keys, plan.rate_hz, plan.hits, len(plan.missing), plan.engine)


def plan(script: Script, engine: str, store: Store, executor: Executor | None = None) -> Plan:
    """Which clips `script` needs and which of them are not in `store` yet. Speaks nothing.

    Where it needs the engine's voices they are looked up by `executor`, if there is one: a process with threads, such
    as an executor's, starts a child slowly.
    Raises EngineError for an unknown engine, VoiceNotFound for a voice or language that it does not have.
    """
    made = plugins.engine(EngineChoice(engine))

    @cache
    def voices() -> list[VoiceInfo]:
        return executor.submit(list_voices, engine, store).result() if executor else list_voices(engine, store)

    return make_plan(script, made, store, voices)


def list_voices(engine: str, store: Store | None = None) -> list[VoiceInfo]:
    """The voices of `engine`, asked for in a child process, or as `store` remembers them for the same engine."""
    if store is None:
        return list(run_child(speech_jobs.list_voices, engine, patience_s=PATIENCE_S))
    return speech_jobs.remembered_voices(engine, store)


def pronounce(engine: str, texts: Sequence[str], voice: str, store: Store) -> list[str]:
    """IPA of each of `texts` as `engine` would say it in `voice` (an id, name or language tag).

    Raises EngineError where the engine cannot tell.
    """
    return list(run_child(speech_jobs.pronounce, engine, tuple(texts), voice, store, patience_s=PATIENCE_S))
