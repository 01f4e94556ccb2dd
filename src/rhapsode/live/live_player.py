"""A reading that is being heard: what is heard now, and going on from elsewhere."""

from __future__ import annotations

import threading
from collections import deque
from contextlib import suppress
from typing import NamedTuple

from rhapsode.errors import UsageError
from rhapsode.live.live_reading import LiveReading
from rhapsode.live.live_utterance import LiveUtterance
from rhapsode.model import TimedWord
from rhapsode.sound_output import SoundOutput

READY_S = 10.0
"""Sound that is held ready to be heard."""
BEGINNING_S = 2.0
"""Who goes back so soon in a sentence means the one before it."""
LEAVING_S = 2.0


class HeardNow(NamedTuple):
    """What is heard at one moment."""

    said: LiveUtterance | None = None
    """The sentence; None before the first, and while one is waited for."""
    word: TimedWord | None = None
    """The word of it; None in a silence."""
    is_paused: bool = False


class LivePlayer:
    """Plays `reading` by `output`, in threads of their own, from when it is made until `close`.

    Its methods may be called by any thread; the reading is iterated over by the player alone.
    """

    def __init__(self, reading: LiveReading, output: SoundOutput) -> None:
        self._reading, self._output = reading, output
        self._changed = threading.Condition()
        self._ready: deque[tuple[LiveUtterance, memoryview]] = deque()
        """What is heard now and what follows."""
        self._first_frame = 0
        """Of `_ready`; frames are counted from the beginning of the listening."""
        self._taken = self._counted_from = 0
        """What the output has pulled; from where it counts what was heard."""
        self._seeks = reading.seeks
        self._sought_number: int | None = None
        self._sought_section: int | None = None
        """Where it was sent, for who goes on from there before it is heard."""
        self._is_started = self._is_paused = self._is_whole = self._over = False
        self._fault: Exception | None = None
        self._thread = threading.Thread(target=self._fetch, daemon=True)
        self._thread.start()

    @property
    def fault(self) -> Exception | None:
        """Why no more is heard than what is ready: of the reading or of the output."""
        return self._output.fault or self._fault

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will be heard."""
        with self._changed:
            nothing = not self._is_started and (self._is_whole or self._fault is not None)
        return nothing or self._output.has_ended or self._output.fault is not None

    @property
    def heard_s(self) -> float:
        """How long was listened, in seconds, without the pauses that the listener made."""
        with self._changed:
            return self._heard() / self._reading.rate_hz if self._reading.rate_hz else 0.0

    def now(self) -> HeardNow:
        """What is heard now."""
        with self._changed:
            at = self._left_behind()
            if not self._taken or not self._ready or at < self._first_frame:
                return HeardNow(is_paused=self._is_paused)
            said = self._ready[0][0]
            frame = said.start_frame - said.pause_frames + at - self._first_frame
            word = next((one for one in said.words if one.start_frame <= frame < one.end_frame), None)
            return HeardNow(said, word, self._is_paused)

    def pause_or_resume(self) -> None:
        """Fall silent at once, or go on from there."""
        with self._changed:
            self._is_paused = not self._is_paused
            if self._is_paused:
                self._taken = self._heard()
                self._forget()

    def skip_sentences(self, count: int) -> None:
        """Go on so many sentences from here, back where negative: first to the beginning of this one."""
        with self._changed:
            number = self._sought_number
            if self._ready:
                said = self._ready[0][0]
                into_s = (self._heard() - self._first_frame - said.pause_frames) / said.rate_hz
                number = said.number + (1 if count < 0 and into_s > BEGINNING_S else 0)
            if number is not None:
                self._go_to(utterance=max(0, number + count))

    def skip_sections(self, count: int) -> None:
        """Go on so many sections from here, back where negative: first to the beginning of this one.

        Past the last one nothing happens.
        """
        with self._changed:
            place, ids = self._sought_section, [one.id for one in self._reading.sections]
            if self._ready:
                said = self._ready[0][0]
                begun = count < 0 and not said.is_heading
                place = ids.index(said.section.id) + (1 if begun else 0)
            if place is not None and place + count < len(ids):
                self._go_to(section=max(0, place + count))

    def close(self) -> None:
        """Fall silent, and end output and reading."""
        with self._changed:
            self._over = True
            self._changed.notify_all()
        self._output.close()
        self._reading.cancel()
        self._thread.join(LEAVING_S)

    def _go_to(self, *, utterance: int | None = None, section: int | None = None) -> None:
        with suppress(UsageError):  # of a place that is not there: what is heard goes on
            self._reading.seek(utterance=utterance, section=section)
            self._seeks = self._reading.seeks
            self._sought_number, self._sought_section = utterance, section
            self._taken = self._first_frame = self._heard()
            self._forget()
            self._ready.clear()
            self._is_paused = self._is_whole = False
            self._changed.notify_all()

    def _heard(self) -> int:
        return min(self._taken, self._counted_from + self._output.heard_frames())

    def _left_behind(self) -> int:
        """What is heard now; sentences before it need not be held."""
        at = self._heard()
        while len(self._ready) > 1 and at >= self._first_frame + len(self._ready[0][1]) // 2:
            self._first_frame += len(self._ready.popleft()[1]) // 2
            self._changed.notify_all()
        return at

    def _forget(self) -> None:
        """Have the output leave what it has and did not play; `_taken` is where it goes on."""
        self._output.forget()
        self._counted_from = self._taken

    def _fetch(self) -> None:
        """Have sound ready, to the end; a thread's work."""
        try:
            self._output.get_ready()  # while the first sentence is made
            while True:
                with self._changed:
                    self._changed.wait_for(lambda: self._over or self._has_room())
                    seeks = self._seeks
                    if self._over:
                        return
                said = next(self._reading, None)
                with self._changed:
                    if said is None:
                        self._is_whole = seeks == self._seeks
                    elif said.seeks == self._seeks:
                        self._ready.append((said, memoryview(said.sound)))
                if said and not self._is_started:
                    self._output.start(said.rate_hz, self._pulled)
                    self._is_started = True
        except Exception as fault:
            with self._changed:
                self._fault = fault

    def _has_room(self) -> bool:
        rate_hz = self._reading.rate_hz
        held = sum(len(sound) for _, sound in self._ready) // 2
        return not self._is_whole and (not rate_hz or held < READY_S * rate_hz)

    def _pulled(self, frames: int) -> bytes | None:
        """The next `frames`, or as many of them as there are."""
        with self._changed:
            if self._is_paused:
                return b""
            self._left_behind()
            at, wanted = 2 * (self._taken - self._first_frame), 2 * frames
            found: list[memoryview] = []
            for _, sound in self._ready:
                if at < len(sound):
                    found.append(sound[at : at + wanted])
                    wanted -= len(found[-1])
                at = max(0, at - len(sound))
                if not wanted:
                    break
            sound_now = b"".join(found)
            self._taken += len(sound_now) // 2
            if not sound_now and (self._is_whole or self._fault):
                return None
            return sound_now
