"""What the room does: plan, list voices, speak, pronounce."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from functools import cache, partial

from rhapsode import plugins
from rhapsode.errors import EngineError, RhapsodeError, SpeechFailed, quoted
from rhapsode.executors import Jobs
from rhapsode.model import Mark, Progress, Script, Speech, Voice
from rhapsode.plugins import Engine, EngineChoice, VoiceInfo
from rhapsode.speaking.planning.casting import AUTO, Casting, ListVoices, engines
from rhapsode.speaking.planning.chunks import chunks, patience_s, speaking_s
from rhapsode.speaking.planning.speech_plan import Medley, SpeechPlan, fingerprint, make_plan, medley, task_key
from rhapsode.speaking.planning.speech_task import Task
from rhapsode.speaking.processes import speech_jobs
from rhapsode.speaking.processes.medleys import put_together
from rhapsode.speaking.processes.speech_jobs import Refusal
from rhapsode.store import Store

PRONOUNCING_S = 30.0

Watcher = Callable[[Progress], None]


def get_ready(choice: EngineChoice) -> None:
    """Load and start in this worker what its first sentences would have to wait for; what fails is found out there."""
    with suppress(EngineError):
        first = engines(choice)[0]
        first.load()
        if first.isolation == "piece":
            speech_jobs.warm(EngineChoice(first.name, choice.settings), [first.default_voice])


def list_first(choice: EngineChoice, store: Store) -> None:
    """Have `store` know the voices of the engine that most likely speaks; what fails is found out there."""
    with suppress(RhapsodeError):
        first = engines(choice)[0]
        speech_jobs.voices(EngineChoice(first.name, choice.settings), store)


def get_ready_to_speak(choice: EngineChoice) -> None:
    """`get_ready`, and what an engine keeps beside its worker is started too: for whoever waits for the first word."""
    get_ready(choice)
    with suppress(EngineError):
        first = engines(choice)[0]
        if first.isolation == "worker":
            speech_jobs.warm_kept(EngineChoice(first.name, choice.settings), first.cost.start_s)


def plan(
    script: Script,
    choice: EngineChoice,
    store: Store,
    executor: Executor | None = None,
    takes: Mapping[str, int] | None = None,
) -> SpeechPlan:
    """Who says what of `script`, and which clips of it are not in `store` yet. Speaks nothing.

    Where it needs an engine's voices they are looked up by `executor`, if there is one: a process with threads, such
    as an executor's, starts a child slowly. `takes` counts by id how many times an utterance was spoken before and
    found faulty: it is spoken anew, at last by another engine.
    Raises EngineError for an unknown engine, VoiceNotFound for a voice or language that it does not have.
    """

    return make_plan(script, Casting(choice, voices_from(store, executor)), store, takes)


def voices_from(store: Store, executor: Executor | None = None) -> ListVoices:
    """What lists an engine's voices, each only once: as `store` remembers them, or else by `executor`, if there is one.

    Of one whose voices are not needed none are listed.
    """

    @cache
    def voices(one: EngineChoice) -> list[VoiceInfo]:
        if executor and plugins.engine(one).isolation != "caller":
            for _, found in Jobs(executor, [partial(speech_jobs.voices, one, store)], _lost()):
                return found
        return speech_jobs.voices(one, store)

    return voices


def estimated_s(plan: SpeechPlan, processors: int) -> float:
    """About how long so many processors take to speak what `plan` misses."""
    made = {choice: plugins.engine(choice) for choice in dict.fromkeys(task.engine for task in plan.missing)}
    return speaking_s(plan.missing, made, processors)


def speak(
    plan: SpeechPlan,
    store: Store,
    executor: Executor,
    progress: Watcher | None = None,
    *,
    meanwhile: Callable[[], None] | None = None,
) -> Speech:
    """Speak what `plan` misses into `store`, and say where every clip is.

    `executor` runs top-level functions with picklable arguments; sound never travels through it; `meanwhile` is called
    here while it is at work. What an engine cannot say is said by its stand-in, with a warning. Raises SpeechFailed for
    a sentence that nobody can say; what was spoken before stays in the store.
    """
    for choice in dict.fromkeys(task.engine for task in plan.missing):
        plugins.engine(choice).allow(sum(task.engine == choice for task in plan.missing))
    refused, moved = _spoken(plan.missing, plan.runs, store, executor, progress, meanwhile=meanwhile)
    instead = {task.key: _stood_in(task, refused[task.key], store) for task in plan.missing if task.key in refused}
    others = [task for task in instead.values() if task.key not in store]
    _spoken(others, [[task] for task in others], store, executor, None, last=True)
    keys = moved | {key: task.key for key, task in instead.items()}
    medleys = [
        medley([keys.get(part, part) for part in made.parts], made.starts, made.gains_db, made.rate_hz)
        for made in plan.medleys
    ]
    keys |= {made.key: now.key for made, now in zip(plan.medleys, medleys, strict=True)}
    for _ in Jobs(executor, [partial(put_together, store, run) for run in _batches(medleys)], _lost()):
        pass
    return Speech(
        {said: keys.get(key, key) for said, key in plan.keys.items()},
        plan.rate_hz,
        plan.hits,
        plan.misses,
        ", ".join(dict.fromkeys(cast.choice.name for cast in plan.voices)),
        plan.gains_db,
        tuple(str(cast) for cast in plan.voices),
        tuple(_warning(task, refused[task.key], instead[task.key]) for task in plan.missing if task.key in refused),
    )


def every_voice(choice: EngineChoice, store: Store | None = None) -> list[tuple[str, VoiceInfo]]:
    """The voices of the engine, or for `auto` of all of them, each with the engine's name.

    Asked for in a child process where an engine wants one, or as `store` remembers them.
    """
    own = [EngineChoice(engine.name) for engine in engines(choice)] if choice.name == AUTO else [choice]
    return [(one.name, voice) for one in own for voice in speech_jobs.voices(one, store)]


def pronouncers(choice: EngineChoice) -> list[EngineChoice]:
    """Those of the engines that can tell how they would say a word."""
    able = [engine for engine in engines(choice) if type(engine).phonemes is not Engine.phonemes]
    return [EngineChoice(engine.name) if choice.name == AUTO else choice for engine in able]


def pronounce(
    choice: EngineChoice, texts: Sequence[str], voice: str, marks: Sequence[Sequence[Mark]] | None = None
) -> list[str]:
    """IPA of each of `texts` as the engine would say it in `voice` (an id, name or language tag).

    `marks` gives for each text the `phonemes` and `language` marks on it; without, it is said as it stands.
    Raises EngineError where no engine can tell.
    """
    from rhapsode.speaking.processes.children import run_child  # for the reason that `speech_jobs` gives

    able = pronouncers(choice)
    if not able:
        raise EngineError(f"the engine {choice.name} cannot tell how it would say a word", "use --engine espeak")
    cast = Casting(choice, speech_jobs.voices).voice(Voice(voice))
    asked = cast.choice if cast.choice in able else able[0]
    family = cast.voice if cast.choice in able else voice
    each = tuple(marks) if marks is not None else ((),) * len(texts)
    return list(run_child(speech_jobs.pronounce, asked, tuple(texts), family, each, patience_s=PRONOUNCING_S))


def _lost() -> EngineError:
    return EngineError("a worker process ended without a word", "run it again: what was spoken is kept")


def _spoken(
    wanted: Sequence[Task],
    in_order: Sequence[Sequence[Task]],
    store: Store,
    executor: Executor,
    progress: Watcher | None,
    *,
    last: bool = False,
    meanwhile: Callable[[], None] | None = None,
) -> tuple[dict[str, Refusal], dict[str, str]]:
    """Speak `wanted`, those of an engine that needs fresh processes as the runs `in_order` say; others in any order.

    Gives by key those that could not be, and by their keys the others of those that were spoken without one of them.
    Raises SpeechFailed for one that nobody else can try either.
    """
    choices = dict.fromkeys(task.engine for task in wanted)
    made = {choice: plugins.engine(choice) for choice in choices}
    runs = [
        run
        for choice, one in made.items()
        for run in (
            [run for run in in_order if run[0].engine == choice]
            if one.isolation == "piece"
            else chunks([task for task in wanted if task.engine == choice], one.cost)
        )
    ]
    runs.sort(key=_letters, reverse=True)  # the longest first, so that the workers end together: 20 ms of an article's
    calls = [
        partial(speech_jobs.speak_chunk, run[0].engine, store, run, patience_s(made[run[0].engine].cost, run))
        for run in runs
    ]
    lanes, most = [run[0].engine.name for run in runs], {choice.name: one.most_workers for choice, one in made.items()}
    total, done = sum(map(_letters, runs)), 0
    refused: dict[str, Refusal] = {}
    moved: dict[str, str] = {}
    jobs = Jobs(executor, calls, _lost(), lanes=lanes, most=most)
    if meanwhile:
        meanwhile()
    for number, spoken in jobs:
        done += spoken.characters
        refused |= {one.key: one for one in spoken.refused}
        moved |= dict(spoken.moved)
        if progress:
            progress(Progress("speak", runs[number][-1].section, done, total))
    for task in wanted:
        if task.key in refused and (last or not made[task.engine].stand_in):
            raise _failed(task, refused[task.key])
    return refused, moved


def _stood_in(task: Task, refusal: Refusal, store: Store) -> Task:
    """The same task for the engine's stand-in. Raises SpeechFailed where there is none that could."""
    casting = Casting(task.engine, lambda choice: speech_jobs.voices(choice, store))
    cast = casting.stand_in(casting.default(task.engine), task.language)
    if cast is None:
        raise _failed(task, refusal)
    marks = tuple(mark for mark in task.marks if mark.kind != "language")
    instead = task._replace(engine=cast.choice, voice=task.voice._replace(family=cast.voice), marks=marks)
    return instead._replace(key=task_key(instead, fingerprint(casting, cast)))


def _letters(run: Sequence[Task]) -> int:
    return sum(len(task.text) for task in run)


def _failed(task: Task, refusal: Refusal) -> SpeechFailed:
    what = f"section {task.section!r}: could not speak {quoted(task.text)}, twice ({refusal.what})"
    return SpeechFailed(what, refusal.cure or "try another --voice or --engine, or reword the sentence")


def _warning(task: Task, refusal: Refusal, instead: Task) -> str:
    voice = f"{instead.engine.name} {instead.voice.family}"
    return (
        f"section {task.section!r}: {quoted(task.text)} is said by {voice}: {task.engine.name} cannot ({refusal.what})"
    )


MEDLEYS_AT_ONCE = 16


def _batches(items: Sequence[Medley]) -> list[Sequence[Medley]]:
    return [items[at : at + MEDLEYS_AT_ONCE] for at in range(0, len(items), MEDLEYS_AT_ONCE)]
