"""What is listened to on the page while it is made: an MP3 stream without an end, and what is said in it when."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any

from rhapsode.errors import RhapsodeError, SourceMissing, UsageError
from rhapsode.live import LiveReading, LiveUtterance, reading_aloud
from rhapsode.mixing.encoding.formats import LAME_QUALITY, LAMEENC
from rhapsode.model import Document
from rhapsode.request import Request

MOST_AT_ONCE = 2
"""Listenings; with one more the oldest ends. A tab of the browser has one."""
IDLE_S = 60.0
"""After which one ends that no page asks after: its tab was closed without a word."""
LOOK_S = 5.0
WAIT_S = 10.0
"""How long an answer waits for something new."""
KBPS = 96
DELAY_FRAMES = 1_105
"""LAME's delay (576) and a decoder's (529), which a browser leaves at the beginning of a stream without a header."""


class LiveListening:
    """One source that one page listens to: a stream for each place that it was sent to, the last alone going on.

    Its methods are called by the threads of a server, at the same time.
    """

    def __init__(self, reading: LiveReading) -> None:
        self.id = secrets.token_hex(8)
        self._reading = reading
        self._changed = threading.Condition()
        self._iterating = threading.Lock()
        self._turn = 0
        self._cues: list[dict[str, Any]] = []
        self._has_ended = False
        self._error = ""
        self.asked_s = time.monotonic()

    def sound(self, turn: int, place: Mapping[str, int]) -> Iterator[bytes]:
        """An MP3 of all that follows from `place` (`utterance` or `section`, by number), as soon as it is spoken.

        `turn` counts the streams of this listening, from 1: with a later one the earlier end. Raises UsageError where
        it is no later one.
        """
        with self._changed:
            if turn <= self._turn:
                raise UsageError("that is over", "load the page again")
            self._turn, self._cues, self._has_ended, self._error = turn, [], False, ""
            self._changed.notify_all()
        if place:
            self._reading.seek(**place)  # which wakes the thread that waits for what was wanted before
        return self._encoded(turn, dict(place))

    def _encoded(self, turn: int, place: dict[str, int]) -> Iterator[bytes]:
        encoder, frames = None, 0
        while (said := self._next(turn, place)) is not None:
            place.clear()
            encoder = encoder or _encoder(said.rate_hz)
            with self._changed:
                if turn != self._turn:
                    return
                self._cues.append(self._cue(said, frames))
                self._changed.notify_all()
            frames += len(said.sound) // 2
            yield bytes(encoder.encode(said.sound))
        if encoder and turn == self._turn:
            yield bytes(encoder.flush())

    def _next(self, turn: int, place: Mapping[str, int]) -> LiveUtterance | None:
        """What is heard next in this stream; None at the end, which may be another stream's beginning."""
        error, said = "", None
        with self._iterating:
            if turn != self._turn:
                return None
            try:
                if place:  # what was on its way to an earlier stream is not for this one
                    self._reading.seek(**place)
                said = next(self._reading, None)
            except RhapsodeError as fault:
                error = str(fault)
            except Exception as fault:
                error = f"a fault of the program ({type(fault).__name__}: {fault}): please report it"
        with self._changed:
            if turn != self._turn:
                return None
            if said is None:
                self._has_ended, self._error = True, error
                self._changed.notify_all()
        return said

    def _cue(self, said: LiveUtterance, frames: int) -> dict[str, Any]:
        """What is said, and when in a stream that has `frames` already."""
        text, begins = said.shown_text
        shift = frames + said.pause_frames + DELAY_FRAMES - said.start_frame
        ids = [one.id for one in self._reading.sections]

        def seconds(frame: int) -> float:
            return round((frame + shift) / said.rate_hz, 3)

        return {
            "number": said.number,
            "section": ids.index(said.section.id),
            "block": said.utterance.block_id,
            "heading": said.is_heading,
            "text": text,
            "language": said.utterance.voice.language,
            "start": seconds(said.start_frame),
            "end": seconds(said.end_frame),
            "position": round(said.position_s, 3),
            "words": [
                [word.start - begins, word.end - begins, seconds(word.start_frame), seconds(word.end_frame)]
                for word in said.words
                if begins is not None
            ],
        }

    def cues(self, turn: int, after: int) -> dict[str, Any]:
        """What is known of stream `turn` past its first `after` cues; waits a while for something new."""
        self.asked_s = time.monotonic()
        with self._changed:
            self._changed.wait_for(
                lambda: self._turn > turn or (self._turn == turn and (len(self._cues) > after or self._has_ended)),
                WAIT_S,
            )
            is_this = self._turn == turn
            cues, ended, error = self._cues[after:] if is_this else [], self._has_ended and is_this, self._error
        return {
            "cues": cues,
            "ended": ended,
            "error": error,
            "sections": [one.title for one in self._reading.sections],
            "length": self._reading.length_s,
            "is_written": self._reading.is_written,
            "warnings": list(self._reading.warnings),
        }

    def end(self) -> None:
        """End it: streams, threads and processes. What was spoken is kept."""
        with self._changed:
            self._turn += 1
            self._has_ended = True
            self._changed.notify_all()
        self._reading.cancel()


def _encoder(rate_hz: int) -> Any:
    encoder = import_module(LAMEENC).Encoder()
    encoder.set_bit_rate(KBPS)
    encoder.set_in_sample_rate(rate_hz)
    encoder.set_channels(1)
    encoder.set_quality(LAME_QUALITY)
    encoder.silence()
    return encoder


class LiveListenings:
    """Those that go on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._going_on: dict[str, LiveListening] = {}
        self._closed = threading.Event()
        self._watch: threading.Thread | None = None

    def begin(self, document: Document, request: Request) -> LiveListening:
        """Begin to read `document` aloud. Raises what `reading_aloud` raises."""
        one = LiveListening(reading_aloud(request, document))
        with self._lock:
            self._going_on[one.id] = one
            too_many = [*self._going_on][:-MOST_AT_ONCE]
            if self._watch is None:
                self._watch = threading.Thread(target=self._end_idle, daemon=True)
                self._watch.start()
        for own in too_many:
            self.end(own)
        return one

    def get(self, own: str) -> LiveListening:
        """The one of that id. Raises SourceMissing where it has ended."""
        with self._lock, suppress(KeyError):
            return self._going_on[own]
        raise SourceMissing("this is listened to no longer", "begin again")

    def end(self, own: str) -> None:
        """End it, if it goes on."""
        with self._lock:
            one = self._going_on.pop(own, None)
        if one:
            one.end()

    def close(self) -> None:
        """End all."""
        self._closed.set()
        with self._lock:
            all_of_them = [*self._going_on]
        for own in all_of_them:
            self.end(own)

    def _end_idle(self) -> None:
        while not self._closed.wait(LOOK_S):
            with self._lock:
                idle = [one.id for one in self._going_on.values() if time.monotonic() - one.asked_s > IDLE_S]
            for own in idle:
                self.end(own)
