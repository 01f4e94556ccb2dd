"""What is to be spoken: one task for each distinct stretch of text and voice, and what is put together of several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rhapsode.errors import VoiceNotFound
from rhapsode.model import Document, Ledger, Script, Section, Utterance, Voice
from rhapsode.speaking.planning.casting import Casting, CastVoice
from rhapsode.speaking.planning.other_letters import in_other_letters
from rhapsode.speaking.planning.refused_phonemes import refused_phonemes
from rhapsode.speaking.planning.speech_task import Task
from rhapsode.speaking.planning.spoken_runs import SpokenRuns
from rhapsode.speaking.planning.stretches import Stretch, stretches
from rhapsode.speaking.planning.unreadable import without_unreadable
from rhapsode.store import Store, key_of

GAP_MS = 60
"""Silence between two voices in one sentence."""
OWN_TAKES = 2
"""How often the voice that is meant to say a sentence may try."""


class Medley(NamedTuple):
    """A sentence of several voices: a clip put together of others."""

    key: str
    parts: tuple[str, ...]
    """Store keys of clips."""
    starts: tuple[int, ...]
    """The first character of the sentence that each says."""
    gains_db: tuple[float, ...]
    """How much louder each is made, so that all are as loud as the first."""
    rate_hz: int


class SpeechPlan(NamedTuple):
    """What a script needs of the engines."""

    script: Script
    """The script, without what nobody can read."""
    rate_hz: int
    """Of the voice that says most; the track's."""
    keys: Mapping[str, str]
    """Utterance id to the store key of its clip."""
    gains_db: Mapping[str, float]
    """Utterance id to what its voice is made louder by, so that all are as loud as the one that says most."""
    missing: tuple[Task, ...]
    """Distinct tasks whose clips are not in the store, in speaking order."""
    medleys: tuple[Medley, ...]
    """Those that are not in the store."""
    hits: int
    """Distinct clips of utterances that are."""
    misses: int
    voices: tuple[CastVoice, ...]
    """Who speaks, the one that says most first."""
    warnings: tuple[str, ...] = ()
    """What nobody can read, languages in passing that have no voice, voices of another language."""
    runs: tuple[tuple[Task, ...], ...] = ()
    """Those of `missing` whose sound hangs on what is spoken before them, after that: each for one fresh process."""

    def absent(self) -> frozenset[str]:
        """Keys of the clips that are not in the store."""
        return frozenset(task.key for task in self.missing) | {medley.key for medley in self.medleys}


def make_plan(script: Script, casting: Casting, store: Store, takes: Mapping[str, int] | None = None) -> SpeechPlan:
    """Cast each utterance, and look its clips up in `store`. Raises VoiceNotFound.

    `takes` counts by id how many times an utterance was spoken before and found faulty; from OWN_TAKES on another
    engine says it, where there is one.
    """
    cast, warnings = cast_all(script.utterances, casting)
    takes = takes or {}
    for said in script.utterances:
        if takes.get(said.id, 0) >= OWN_TAKES:
            cast[said.id] = casting.stand_in(cast[said.id], said.voice.language) or cast[said.id]
    cut = {said.id: stretches(said, cast[said.id], casting) for said in script.utterances}
    warnings = [
        *warnings,
        *casting.unmet,
        *in_other_letters(script, cast, cut, casting),
        *refused_phonemes(script, cut, casting),
    ]
    script, unread = without_unreadable(script, cut)
    planned = PlanInTheMaking(script.sections, casting, store, takes)
    for said in script.utterances:
        planned.add(said, cast[said.id], [one for one in cut[said.id] if one.cast])
    return planned.plan(script, [*warnings, *unread])


def cast_all(
    utterances: Sequence[Utterance], casting: Casting, first: CastVoice | None = None
) -> tuple[dict[str, CastVoice], list[str]]:
    """Utterance id to who says it; a wish that nobody can meet is met by the first voice, unless it is the first.

    `first` is the script's first voice, where these are not its first utterances. Raises VoiceNotFound.
    """
    cast: dict[str, CastVoice] = {}
    warnings: dict[str, None] = {}
    for said in utterances:
        try:
            cast[said.id] = casting.voice(said.voice)
            if warning := casting.warning(said.voice, cast[said.id]):
                warnings[warning] = None
        except VoiceNotFound as missing:
            first = first or next(iter(cast.values()), None)
            if said.voice.family or first is None:
                raise
            cast[said.id] = first
            warnings[f"{missing.what}: what is in it is said by {cast[said.id]}"] = None
    return cast, list(warnings)


class PlanInTheMaking:
    """A plan to which utterances are added in their order."""

    def __init__(
        self, sections: Sequence[Section], casting: Casting, store: Store, takes: Mapping[str, int] | None = None
    ) -> None:
        self._casting, self._store, self._takes = casting, store, takes or {}
        self._titles = {section.id: section.title for section in sections}
        self._fingerprints: dict[CastVoice, Mapping[str, str]] = {}
        self._voices: dict[Voice, Voice] = {}
        self._said: Counter[CastVoice] = Counter()
        self._mains: dict[str, CastVoice] = {}
        self._keys: dict[str, str] = {}
        self._tasks: dict[str, Task] = {}
        """Distinct ones that are wanted, by key; those of a medley in the store are not."""
        self._medleys: dict[str, Medley] = {}
        self._runs = SpokenRuns()

    def add(self, said: Utterance, main: CastVoice, cut: Sequence[Stretch]) -> None:
        """Plan one utterance."""
        if len(cut) == 1 and cut[0].cast:
            main = cut[0].cast
        tasks = [self._task(said, one.cast, one) for one in cut if one.cast]
        for task, one in zip(tasks, cut, strict=True):
            self._said[one.cast or main] += len(task.text)
        self._mains[said.id] = main
        if len(tasks) == 1:
            self._keys[said.id] = tasks[0].key
        else:
            self._keys[said.id] = self._medley(main, tasks, cut)
        if len(tasks) == 1 or self._keys[said.id] not in self._store:
            for task in tasks:
                self._tasks.setdefault(task.key, task)

    def key(self, said_id: str) -> str:
        """The store key of an utterance's clip."""
        return self._keys[said_id]

    def run(self, said_id: str) -> int:
        """Which of the runs that begin in a fresh process the utterance's first voice speaks in; -1 for none."""
        return self._runs.number(self._first_parts(self._keys[said_id])[0])

    def gain_db(self, said_id: str, leading: CastVoice) -> float:
        """What the utterance's voice is made louder by to be as loud as `leading`."""
        return gain_db(self._casting, self._mains[said_id], leading)

    def part(self, said_ids: Sequence[str]) -> SpeechPlan:
        """What is to be spoken of these utterances alone, what must be spoken before them included."""
        keys = {said_id: self._keys[said_id] for said_id in said_ids}
        medleys = {key: self._medleys[key] for key in keys.values() if key in self._medleys and key not in self._store}
        wanted = [key for key in keys.values() if key not in self._medleys]
        wanted += [part for medley in medleys.values() for part in medley.parts]
        absent = self._store.absent(wanted)
        return SpeechPlan(
            Script(Document("", ()), (), (), Ledger()),
            22_050,
            keys,
            {},
            tuple(self._tasks[key] for key in dict.fromkeys(wanted) if key in absent and key in self._tasks),
            tuple(medleys.values()),
            0,
            len(absent),
            (),
            (),
            tuple(self._runs.needed(absent)),
        )

    def _first_parts(self, key: str) -> Sequence[str]:
        return self._medleys[key].parts if key in self._medleys else (key,)

    def plan(self, script: Script, warnings: Sequence[str]) -> SpeechPlan:
        """What it came to for `script`, all of whose utterances were added."""
        absent = self._store.absent([*self._tasks, *self._medleys])
        missing = tuple(task for key, task in self._tasks.items() if key in absent)
        distinct = set(self._keys.values())
        ranked = [voice for voice, _ in self._said.most_common()]
        leading = ranked[0] if ranked else None
        louder = {main: gain_db(self._casting, main, leading) for main in set(self._mains.values()) if leading}
        return SpeechPlan(
            script,
            self._rate_hz(leading) if leading else 22_050,
            self._keys,
            {said: louder[main] for said, main in self._mains.items() if louder[main]},
            missing,
            tuple(medley for key, medley in self._medleys.items() if key in absent),
            len(distinct - absent),
            len(distinct & absent),
            tuple(ranked),
            tuple(warnings),
            tuple(self._runs.needed({task.key for task in missing})),
        )

    def _rate_hz(self, cast: CastVoice) -> int:
        return self._casting.engine(cast.choice).rate_hz(cast.voice)

    def _task(self, said: Utterance, cast: CastVoice, stretch: Stretch) -> Task:
        voice = Voice(cast.voice, "", said.voice.rate_wpm, said.voice.pitch_st)
        voice = self._voices.setdefault(voice, voice)
        text = said.text[stretch.start : stretch.end] if stretch.end - stretch.start < len(said.text) else said.text
        section, take = self._titles[said.section_id], self._takes.get(said.id, 0)
        task = Task("", text, stretch.marks, voice, section, cast.choice, said.voice.language, take)
        task = task._replace(key=task_key(task, self._fingerprint(cast)))
        return self._runs.add(task) if self._casting.engine(cast.choice).isolation == "piece" else task

    def _fingerprint(self, cast: CastVoice) -> Mapping[str, str]:
        if cast not in self._fingerprints:
            self._fingerprints[cast] = fingerprint(self._casting, cast)
        return self._fingerprints[cast]

    def _medley(self, main: CastVoice, tasks: Sequence[Task], cut: Sequence[Stretch]) -> str:
        gains = tuple(gain_db(self._casting, one.cast, main) for one in cut if one.cast)
        starts = tuple(one.start for one in cut)
        made = medley([task.key for task in tasks], starts, gains, self._rate_hz(main))
        self._medleys.setdefault(made.key, made)
        return made.key


def gain_db(casting: Casting, cast: CastVoice, leading: CastVoice) -> float:
    """What `cast` is made louder by to be as loud as `leading`, in tenths; 0 where it is not known."""
    own = casting.engine(cast.choice).loudness_lufs(cast.voice)
    wanted = casting.engine(leading.choice).loudness_lufs(leading.voice)
    return 0.0 if cast == leading or own is None or wanted is None else round(wanted - own, 1)


def fingerprint(casting: Casting, cast: CastVoice) -> Mapping[str, str]:
    """What besides a task's own values decides its sound."""
    engine = casting.engine(cast.choice)
    data = engine.voice_data(cast.voice)
    return {**engine.fingerprint(), **({"data of the voice": data} if data else {})}


def task_key(task: Task, fingerprint: Mapping[str, str]) -> str:
    """The key of a clip spoken alone, or first: all that decides its sound; pauses and volume are the mixing's."""
    parts: dict[str, object] = {
        "kind": "clip",
        "engine": task.engine.name,
        "settings": task.engine.settings,
        "fingerprint": fingerprint,
        "voice": [task.voice.family, task.voice.rate_wpm, task.voice.pitch_st],
        "text": task.text,
        "marks": [[mark.start, mark.end, mark.kind, mark.value] for mark in task.marks],
    }
    return key_of(parts | {"take": task.take} if task.take else parts)


def medley(parts: Sequence[str], starts: Sequence[int], gains_db: Sequence[float], rate_hz: int) -> Medley:
    """A medley under the key of all that decides its sound."""
    key = key_of(
        {"kind": "medley", "parts": parts, "starts": starts, "gains": gains_db, "rate": rate_hz, "gap": GAP_MS}
    )
    return Medley(key, tuple(parts), tuple(starts), tuple(gains_db), rate_hz)
