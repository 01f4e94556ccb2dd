"""A reading that goes on while it is listened to: written, planned and spoken just ahead of the listener.

Two threads work for it: one reads the source and writes and plans its script, one hands parts out to worker processes.
Sound is held by the store alone, so that what takes room here is the script.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import ExitStack, suppress
from functools import partial
from itertools import accumulate, groupby
from types import TracebackType
from typing import NamedTuple

from rhapsode import plugins, reading, speaking
from rhapsode.clips import HEAD_BYTES, clip_ms
from rhapsode.default_store import default_store
from rhapsode.errors import DamagedValue, EngineError, RhapsodeError, SourceUnreadable, UsageError
from rhapsode.live.live_utterance import LiveUtterance, sounding, timed
from rhapsode.live.speaking_order import length_s, next_part
from rhapsode.live.spoken_part import PartOutcome, speak_part
from rhapsode.model import Block, Document, Ledger, Section, TimedWord
from rhapsode.plugins import EngineChoice, VoiceInfo
from rhapsode.pool import Workers, usable_processors
from rhapsode.request import Request, growing_script
from rhapsode.speaking import GrowingPlan, PlannedUtterance
from rhapsode.store import Store

LOOK_AHEAD_S = 120.0
"""Speech that is made before it is wanted."""
MOST_LOSSES = 1
"""How often a part may lose its worker before that is an error."""
LEAVING_S = 0.5
"""What an ended reading waits for its threads; one that reads a long source, or waits for a network, is left to itself
and ends after that."""


def reading_aloud(
    request: Request,
    document: Document | None = None,
    store: Store | None = None,
    jobs: int | None = None,
    *,
    executor: Executor | None = None,
    look_ahead_s: float = LOOK_AHEAD_S,
) -> LiveReading:
    """Read `request` aloud, from its beginning, while its script is still written; `document` is it read already.

    Begins at once, in threads of its own. `executor` may be any `concurrent.futures.Executor`; without one `jobs`
    worker processes (default: one for each processor) are started and ended: quickest where the caller has no threads.
    `look_ahead_s` is how much speech is made before it is wanted, in seconds. Raises UsageError or RhapsodeError where
    nothing can begin; all else is raised to whoever iterates, after what could be heard before it.
    """
    return LiveReading(request, document, store, jobs, executor, look_ahead_s)


class LiveReading:
    """What is being read aloud: an iterator over `LiveUtterance`s, each waited for until it can be heard.

    Iterated over by one thread; `seek` and `cancel` may be called by any. What is handed on is held nowhere: how fast
    it is taken says how fast it is made. After the last, or a `cancel`, the iteration ends; a `seek` lets it go on.
    """

    def __init__(
        self,
        request: Request,
        document: Document | None,
        store: Store | None,
        jobs: int | None,
        executor: Executor | None,
        look_ahead_s: float,
    ) -> None:
        self._request, self._store = request, store or default_store()
        self._look_ahead_s = look_ahead_s
        self._changed = threading.Condition()
        self._planned: list[PlannedUtterance] = []
        self._lengths_s: list[float] = []
        """Estimated, then as spoken, with the silence after."""
        self._numbers: dict[str, int] = {}
        """By utterance id."""
        self._keys: dict[int, str] = {}
        """Of the clips that are spoken."""
        self._faults: dict[int, str] = {}
        self._settled: set[int] = set()
        """Numbers of those spoken, being spoken, or that nobody can speak."""
        self._at_work: set[Future[PartOutcome]] = set()
        self._parts_at_work = 0
        self._losses: dict[int, int] = {}
        self._dropped: set[str] = set()
        """Keys of values that were damaged."""
        self._next: int | None = 0
        """What is handed on next; None while that is not written yet."""
        self._place: Callable[[], int | None] | None = None
        """Finds it."""
        self._seeks = 0
        self._ledger: Ledger | None = None
        self._whole = False
        self._over = False
        self._fault: Exception | None = None
        """Of the speaking, which ends with it."""
        self._written_fault: Exception | None = None
        """Of the reading and writing; what was written before it is heard."""
        self._warnings: dict[str, None] = {}
        self._document = document
        self._sections: tuple[Section, ...] | None = None
        self._blocks: dict[str, Block] = {}
        self._plan: GrowingPlan | None = None
        self._planning = threading.Lock()
        """Of the plan. Never is the other one held where an executor is asked, which may ask back from its thread."""
        self._asked: dict[str, int] = {}
        """How many clips each engine was asked for."""
        self._frames = 0
        self._last: _HandedOn | None = None
        self._open = ExitStack()
        self._open.enter_context(self._store.in_use())
        self._own = None if executor else Workers(jobs or usable_processors())
        self._executor: Executor = executor or self._own or Workers(1)
        self._lanes = jobs or usable_processors()
        if self._own:  # before there are threads, beside which processes start more slowly
            self._start(self._own)
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._write, self._speak)]
        for thread in self._threads:
            thread.start()

    def _start(self, workers: Workers) -> None:
        try:
            workers.submit(speaking.list_first, self._request.choice, self._store)
            for _ in range(self._lanes):
                workers.submit(speaking.get_ready_to_speak, self._request.choice)
        except BaseException:
            self._open.close()
            raise

    def __enter__(self) -> LiveReading:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cancel()

    def __iter__(self) -> Iterator[LiveUtterance]:
        return self

    def __next__(self) -> LiveUtterance:
        """The next to be heard. Raises what reading, scripting, planning and speaking raise."""
        while True:
            number, seeks = self._awaited()
            try:
                return self._handed_on(number)._replace(seeks=seeks)
            except DamagedValue as fault:
                self._spoken_anew(number, fault)

    @property
    def rate_hz(self) -> int:
        """Frames per second of all sound; 0 until the first utterance is planned."""
        return self._plan.rate_hz if self._plan else 0

    @property
    def seeks(self) -> int:
        """How often it was sent to another place."""
        return self._seeks

    @property
    def _grown(self) -> GrowingPlan:
        if self._plan is None:
            raise RuntimeError("nothing is planned yet")
        return self._plan

    @property
    def document(self) -> Document | None:
        """What is read; None until it is."""
        return self._document

    @property
    def sections(self) -> tuple[Section, ...]:
        """All of its sections; none until it is read."""
        return self._sections or ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What has come up so far."""
        with self._changed:
            own = self._document.warnings if self._document else ()
            return (*own, *(self._plan.warnings if self._plan else ()), *self._warnings)

    @property
    def ledger(self) -> Ledger | None:
        """What is spoken and what skipped; None until the whole script is written."""
        return self._ledger

    @property
    def is_written(self) -> bool:
        """Whether the whole script is there, so that nothing of the length is guessed from letters."""
        return self._whole

    @property
    def length_s(self) -> float:
        """About how long all of it is, in seconds; 0 until it is read."""
        with self._changed:
            known_s = sum(self._lengths_s)
            if self._whole or not self._document or not known_s:
                return known_s
            written = sum(len(one.utterance.text) for one in self._planned)
            total = sum(len(block.text) for section in self.sections for block in section.blocks)
            return known_s * max(1.0, total / written)

    def wait_until_read(self) -> tuple[Section, ...]:
        """The sections, as soon as they are known. Raises what reading and scripting raise."""
        with self._changed:
            self._changed.wait_for(lambda: self._sections is not None or self._written_fault or self._over)
            if self._sections is None and self._written_fault:
                raise self._written_fault
            return self._sections or ()

    def position_s(self, number: int) -> float:
        """About where utterance `number` begins in the whole, in seconds."""
        with self._changed:
            return sum(self._lengths_s[:number])

    def seek(
        self, *, utterance: int | str | None = None, section: int | str | None = None, seconds: float | None = None
    ) -> None:
        """Hand on next what is at one of these; it is spoken before all else. Past the end nothing is.

        `utterance` is a number from 0 or an id, `section` a number from 0, an id or a title, `seconds` a place in the
        whole as `position_s` tells it. Raises UsageError where there is no such utterance or section, once that is
        known: for one not written yet the next `LiveUtterance` is waited for.
        """
        if sum(one is not None for one in (utterance, section, seconds)) != 1:
            raise UsageError("one place is needed to go to", "give an utterance, a section or seconds")
        with self._changed:
            before = self._place, self._next
            if isinstance(utterance, str):
                self._place = partial(self._of_id, utterance)
            elif utterance is not None:
                self._place = partial(self._of_number, max(0, utterance))
            elif section is not None:
                self._place = partial(self._of_section, section)
            else:
                self._place = partial(self._of_time, max(0.0, seconds or 0.0))
            self._next = None
            try:
                self._resolve()
            except UsageError:
                self._place, self._next = before
                raise
            self._seeks += 1
            self._changed.notify_all()

    def cancel(self) -> None:
        """End it: processes and all. What was spoken is kept."""
        with self._changed:
            if self._over:
                return
            self._over = True
            self._changed.notify_all()
            for future in list(self._at_work):
                future.cancel()
        if self._own:
            self._own.end()
        latest_s = time.monotonic() + LEAVING_S
        for thread in self._threads:
            thread.join(max(0.0, latest_s - time.monotonic()))
        if self._own:
            self._own.end()  # what a thread began while it was told
        self._open.close()

    def _awaited(self) -> tuple[int, int]:
        """The number of what is handed on now, when it can be, and how many seeks it comes after."""
        with self._changed:
            while not self._over:
                at, end = self._next, len(self._planned)
                if at is not None and (at in self._keys or at in self._faults) and (at + 1 < end or self._is_ended()):
                    self._next = at + 1
                    self._changed.notify_all()
                    return at, self._seeks
                if self._fault:
                    raise self._fault
                if self._is_ended() and (at is None or at >= end):
                    if self._written_fault:
                        raise self._written_fault
                    break
                self._changed.wait()
            raise StopIteration

    def _is_ended(self) -> bool:
        """Whether no more will be planned."""
        return self._whole or self._written_fault is not None

    def _handed_on(self, number: int) -> LiveUtterance:
        planned, last = self._planned[number], self._last
        said, rate_hz = planned.utterance, self.rate_hz
        section = next(one for one in self.sections if one.id == said.section_id)
        follows = last is not None and last.number + 1 == number
        pause_ms = max(last.after_ms, said.before_ms) if last and follows else said.before_ms if last is None else 0
        pause = max(0, pause_ms) * rate_hz // 1000
        start = self._frames + pause
        samples, exact = b"", True
        words: Sequence[TimedWord] = ()
        heard = last.heard if last and follows and last.block_id == said.block_id else 0
        if number not in self._faults:
            clip = sounding(planned, self._keys[number], self._store, rate_hz, section.title)
            samples = bytes(clip.samples)
            words, exact = timed(said, clip, self._blocks.get(said.block_id), start, heard)
        ends = self._whole and number + 1 == len(self._planned)
        tail = max(0, said.after_ms) * rate_hz // 1000 if ends else 0
        self._frames = start + len(samples) // 2 + tail
        self._last = _HandedOn(number, said.block_id, words[-1].end if words else heard, said.after_ms)
        return LiveUtterance(
            number=number,
            utterance=said,
            section=section,
            start_frame=start,
            pause_frames=pause,
            samples=samples,
            rate_hz=rate_hz,
            words=words,
            exact=exact,
            tail_frames=tail,
            position_s=self.position_s(number),
            fault=self._faults.get(number, ""),
        )

    def _spoken_anew(self, number: int, fault: DamagedValue) -> None:
        with self._changed:
            self._drop(fault)
            self._settled -= self._keys.keys()  # others may be gone too; what is there is found at once
            self._keys.clear()
            if self._next == number + 1:
                self._next = number
            self._changed.notify_all()

    def _drop(self, fault: DamagedValue) -> None:
        """Have what is damaged made anew, this one value: the whole store is not read while somebody listens.

        Raises `fault` where that was of no use.
        """
        if fault.key in self._dropped or not fault.key:
            raise fault
        self._dropped.add(fault.key)
        with suppress(OSError):
            self._store.drop(fault.key)
        self._warnings[f"a value of the store was damaged or lost, and made anew: {fault.key[:12]}"] = None

    def _of_number(self, number: int) -> int | None:
        return number if number < len(self._planned) else None

    def _of_id(self, wanted: str) -> int | None:
        number = self._numbers.get(wanted)
        if number is None and self._whole:
            raise UsageError("there is no such utterance", "take the id of one of the script's")
        return number

    def _of_section(self, wanted: int | str) -> int | None:
        if self._sections is None:
            return None
        names = {one.title: at for at, one in reversed(list(enumerate(self._sections)))}
        names |= {one.id: at for at, one in enumerate(self._sections)}
        place = wanted if isinstance(wanted, int) else names.get(wanted)
        if place is None or not 0 <= place < len(self._sections):
            raise UsageError(f"there is no section {wanted!r}", "see `rhapsode sections` for those there are")
        later = {one.id for one in self._sections[place:]}
        return next((at for at, one in enumerate(self._planned) if one.utterance.section_id in later), None)

    def _of_time(self, seconds: float) -> int | None:
        ends = accumulate(self._lengths_s)
        return next((at for at, end_s in enumerate(ends) if seconds < end_s), None)

    def _resolve(self) -> None:
        """Find what is to be handed on next, as far as it is known."""
        if self._place is None:
            return
        found = self._place()
        if found is None and not self._whole:
            return
        self._next = len(self._planned) if found is None else found
        self._place = None

    def _write(self) -> None:
        """Read, write and plan, to the end; a thread's work."""
        try:
            document = self._document or reading.read(
                self._request.source,
                stdin=self._request.stdin,
                reader=self._request.reader,
                allow_private=self._request.allow_private,
            )
            script = growing_script(document, self._request, self._store)
            voices = partial(self._voices, speaking.voices_from(self._store, self._executor))
            plan = GrowingPlan(script.sections, self._request.choice, self._store, voices)
            with self._changed:
                if self._over:
                    return
                self._document, self._plan, self._sections = script.document, plan, script.sections
                self._blocks = {block.id: block for section in script.sections for block in section.blocks}
                self._changed.notify_all()
            for written in script:
                with self._planning:
                    planned = plan.add(written)
                with self._changed:
                    if self._over:
                        return
                    for one in planned:
                        self._numbers[one.utterance.id] = len(self._planned)
                        self._planned.append(one)
                        self._lengths_s.append(length_s(one.utterance))
                    self._resolve()
                    self._changed.notify_all()
            plan.end()
            whole = script.whole()  # which is written: it tells what came up
            if not self._planned:
                raise SourceUnreadable(
                    f"{self._request.source} has no word to speak", "see `rhapsode sections` for what it skips"
                )
            with self._changed:
                self._warnings.update(dict.fromkeys(whole.warnings))
                self._ledger = whole.ledger
                self._whole = True
                self._resolve()
                self._changed.notify_all()
        except Exception as fault:
            with self._changed:
                self._written_fault = fault
                self._changed.notify_all()

    def _voices(
        self, listed: Callable[[EngineChoice], Sequence[VoiceInfo]], choice: EngineChoice
    ) -> Sequence[VoiceInfo]:
        """Those of an engine; a list that the store holds damaged is made anew."""
        try:
            return listed(choice)
        except DamagedValue as fault:
            with self._changed:
                self._drop(fault)
        return listed(choice)

    def _speak(self) -> None:
        """Hand parts out to the workers, as long as anything is wanted; a thread's work."""
        try:
            while True:
                with self._changed:
                    while not (part := self._wanted()) and not self._over:
                        self._changed.wait()
                    if self._over:
                        return
                    self._settled.update(part)
                    self._parts_at_work += 1
                self._hand_out(part)
        except Exception as fault:
            self._fail(fault)

    def _wanted(self) -> range:
        if self._next is None or self._parts_at_work >= self._lanes or self._fault:
            return range(0)
        return next_part(
            self._planned,
            self._lengths_s,
            self._next,
            self._settled,
            whole=self._is_ended(),
            look_ahead_s=self._look_ahead_s,
        )

    def _hand_out(self, part: range) -> None:
        with self._planning:
            plan = self._grown.part([self._planned[number] for number in part])
        if not plan.missing and not plan.medleys:
            done: Future[PartOutcome] = Future()
            done.set_result(PartOutcome(plan.keys, {}))
            self._ended(part, done)
            return
        for choice, tasks in groupby(plan.missing, key=lambda task: task.engine):
            self._asked[choice.name] = self._asked.get(choice.name, 0) + len(list(tasks))
            plugins.engine(choice).allow(self._asked[choice.name])
        future = self._executor.submit(speak_part, plan, self._store)
        with self._changed:
            self._at_work.add(future)
        future.add_done_callback(partial(self._ended, part))

    def _ended(self, part: range, future: Future[PartOutcome]) -> None:
        with self._changed:
            self._at_work.discard(future)
            self._parts_at_work -= 1
            if self._over:
                return
            try:
                self._settle(part, future.result())
            except DamagedValue as fault:  # of what a sentence is put together of
                try:
                    self._drop(fault)
                    self._settled.difference_update(part)
                except DamagedValue:
                    self._fail(fault)
            except RhapsodeError as fault:
                self._fail(fault)
            except BaseException as fault:  # the worker is lost, in whatever way the executor tells it
                self._settled.difference_update(part)
                self._losses[part.start] = self._losses.get(part.start, 0) + 1
                if self._losses[part.start] > MOST_LOSSES:
                    lost = EngineError("a worker process ended without a word", "run it again: what was spoken is kept")
                    lost.__cause__ = fault
                    self._fail(lost)
            self._changed.notify_all()

    def _settle(self, part: range, spoken: PartOutcome) -> None:
        self._warnings.update(dict.fromkeys(spoken.warnings))
        for number in part:
            said = self._planned[number].utterance
            if said.id in spoken.keys:
                self._keys[number] = spoken.keys[said.id]
                with suppress(ValueError, DamagedValue):  # an estimate will do until it is met
                    spoken_s = clip_ms(*self._store.glimpse(spoken.keys[said.id], HEAD_BYTES)) / 1000
                    self._lengths_s[number] = spoken_s + max(said.before_ms, said.after_ms) / 1000
            else:
                self._faults[number] = spoken.faults.get(said.id, "it was not spoken")
                self._warnings[f"not spoken: {self._faults[number]}"] = None
        self._changed.notify_all()

    def _fail(self, fault: Exception) -> None:
        with self._changed:
            self._fault = self._fault or fault
            self._changed.notify_all()


class _HandedOn(NamedTuple):
    """What the next one follows on."""

    number: int
    block_id: str
    heard: int
    """Where in the block what was said ends."""
    after_ms: int
