"""Sound that is heard as it comes: by a library that opens the machine's device, or through a pipe to a player."""

from __future__ import annotations

import io
import os
import subprocess
import tempfile
import threading
import time
import wave
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from rhapsode.errors import RhapsodeError
from rhapsode.playback import STREAM_CURE, Player, find_player, no_device, player_fault

Pull = Callable[[int], bytes | None]
"""Asked for at most so many frames, 16-bit signed little-endian mono; none where there is nothing yet, None at the end.

It must not wait, and may be called from any thread; after a `forget` there may be more.
"""

CHUNK_S = 0.05
LEAD_S = 3.0
"""What a player is given before it is heard: a busy machine's delays, and eight hours of a sound card whose clock is
100 ppm faster than the machine's. At a seek it is lost with its player."""
PIPE_LATENCY_S = 0.15
"""Of a player's own buffers, about: by which words would be lit too early."""
DEVICE_LATENCY_MS = 100
LEAVING_S = 5.0
"""What a player may take to end after the last sound."""
UNKNOWN_BYTES = 0xFFFFFFFF
"""The length of a WAV file that is still being written, in its header."""
STANDARD_ERROR = 2
NAME = "it"


class SoundOutput(Protocol):
    """What sound goes to."""

    def get_ready(self) -> None:
        """Do what takes its time, so that `start` need not."""

    def start(self, rate_hz: int, pull: Pull) -> None:
        """Begin to play what `pull` gives. Raises RhapsodeError where nothing can be played here."""

    def heard_frames(self) -> int:
        """About how many frames have been heard since the start, or since `forget`."""

    def forget(self) -> None:
        """Leave what was pulled and is not heard yet unheard, as far as it can be."""

    @property
    def has_ended(self) -> bool:
        """Whether all was heard that `pull` gave before its None."""

    @property
    def fault(self) -> RhapsodeError | None:
        """Why nothing more is heard."""

    def close(self) -> None:
        """End, at once."""


def sound_output() -> SoundOutput:
    """The player that RHAPSODE_PLAYER names, else the machine's device, else a player that is found.

    Raises RhapsodeError where there is none.
    """
    if not os.environ.get("RHAPSODE_PLAYER"):
        with suppress(ImportError):
            return DeviceOutput()
    return PipedOutput(find_player(streams=True))


class DeviceOutput:
    """The machine's sound device, opened by miniaudio (the `play` extra), which asks for sound when it needs some.

    Raises ImportError where that is not installed. `backends` are miniaudio's; None are those of the system.
    """

    def __init__(self, backends: list[Any] | None = None) -> None:
        if find_spec("miniaudio") is None:
            raise ImportError("miniaudio")
        self._backends = backends
        self._device: Any = None
        self._rate_hz = self._given = 0
        self._ended_s: float | None = None
        self.fault: RhapsodeError | None = None

    def get_ready(self) -> None:
        """Load the library, which takes a tenth of a second."""
        import miniaudio  # noqa: F401

    def start(self, rate_hz: int, pull: Pull) -> None:
        """Begin to play what `pull` gives. Raises RhapsodeError where there is no device."""
        import miniaudio

        self._rate_hz = rate_hz
        try:
            with _silent_libraries():
                self._device = miniaudio.PlaybackDevice(
                    miniaudio.SampleFormat.SIGNED16, 1, rate_hz, DEVICE_LATENCY_MS, backends=self._backends
                )
        except miniaudio.MiniaudioError as fault:
            raise no_device(NAME) from fault
        if self._device.backend == "Null" and not self._backends:  # what it takes where it finds no other
            self.close()
            raise no_device(NAME)
        sound = self._sound(pull)
        next(sound)
        self._device.start(sound)

    def _sound(self, pull: Pull) -> Generator[bytes, int, None]:
        sound: bytes | None = b""
        while True:
            wanted = yield sound or b""
            sound = pull(wanted)
            self._given += len(sound or b"") // 2
            self._ended_s = None if sound is not None else self._ended_s or time.monotonic()

    def heard_frames(self) -> int:
        """All that the device was given, but what is in its buffer."""
        return max(0, self._given - DEVICE_LATENCY_MS * self._rate_hz // 1000)

    def forget(self) -> None:
        """Count anew: what is in the buffer cannot be taken back."""
        self._given = 0

    @property
    def has_ended(self) -> bool:
        """Whether the last of it has left the buffer."""
        return self._ended_s is not None and time.monotonic() - self._ended_s > 2 * DEVICE_LATENCY_MS / 1000

    def close(self) -> None:
        """Close the device."""
        if self._device:
            self._device.close()
            self._device = None


class PipedOutput:
    """A player that is given sound through a pipe, a little before it is heard, and begun anew after each `forget`."""

    def __init__(self, player: Player) -> None:
        self._player = player
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 closed by `close`
        self._rate_hz = 1
        self._begun_s = 0.0
        """When what was written first would have to have been heard for all of it to follow without a gap."""
        self._written = self._turn = 0
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None
        self.has_ended = False
        self.fault: RhapsodeError | None = None

    def get_ready(self) -> None:
        """Nothing: a player is started with the first sound."""

    def start(self, rate_hz: int, pull: Pull) -> None:
        """Begin to play what `pull` gives."""
        self._rate_hz = rate_hz
        self._thread = threading.Thread(target=self._pump, args=(pull,), daemon=True)
        self._thread.start()

    def heard_frames(self) -> int:
        """By the clock, since a player does not tell."""
        with self._lock:
            since_s = time.monotonic() - self._begun_s - PIPE_LATENCY_S
            return max(0, min(self._written, int(since_s * self._rate_hz))) if self._written else 0

    def forget(self) -> None:
        """End the player with what it holds."""
        with self._lock:
            self._turn += 1
            self._written = 0
            self._end()

    def close(self) -> None:
        """End the player and the thread that feeds it."""
        self._closed.set()
        with self._lock:
            self._end()
        if self._thread:
            self._thread.join(LEAVING_S)
        with self._lock:
            self._end()
        self._stderr.close()

    def _end(self) -> None:
        if self._process:
            self._process.kill()
            with suppress(OSError):
                if self._process.stdin:
                    self._process.stdin.close()
            self._process.wait()
            self._process = None

    def _pump(self, pull: Pull) -> None:
        frames = int(CHUNK_S * self._rate_hz)
        try:
            while not self._closed.is_set():
                turn = self._turn
                sound = pull(frames)
                if sound is None and self._is_played_out(turn):
                    self.has_ended = True
                    return
                self._closed.wait(self._given(turn, sound) if sound else CHUNK_S)
        except OSError as fault:
            if not self._closed.is_set():
                self.fault = self._why(fault)

    def _given(self, turn: int, sound: bytes) -> float:
        """Write `sound`, and how long to wait until more is needed, in seconds; nothing where it was forgotten."""
        with self._lock:
            if turn != self._turn:
                return 0.0
            head = endless_wav(self._rate_hz) if not (self._process or self._player.stream) else b""
            process = self._process = self._process or self._begun()
        try:
            self._write(process, head + sound)
        except OSError:
            if turn == self._turn:
                raise
            return 0.0
        now_s = time.monotonic()
        with self._lock:
            if turn != self._turn:
                return 0.0
            due_s = self._begun_s + self._written / self._rate_hz
            if not self._written or due_s < now_s:  # it has fallen silent: all that follows is heard later
                self._begun_s = now_s - self._written / self._rate_hz
            self._written += len(sound) // 2
            return max(0.0, self._begun_s + self._written / self._rate_hz - now_s - LEAD_S)

    def _begun(self) -> subprocess.Popen[bytes]:
        known = self._player.stream
        words = [word.format(rate=self._rate_hz) for word in known] if known else ["-"]
        return subprocess.Popen(
            [self._player.program, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._stderr,
            bufsize=0,
            start_new_session=True,  # the interrupt key is for us, who then end it
        )

    @staticmethod
    def _write(process: subprocess.Popen[bytes], data: bytes) -> None:
        rest = memoryview(data)
        while rest and process.stdin:
            try:
                rest = rest[process.stdin.write(rest) or 0 :]
            except ValueError as fault:  # it has been closed
                raise BrokenPipeError from fault

    def _is_played_out(self, turn: int) -> bool:
        """Wait until all was heard that was given; False where it was forgotten before."""
        with self._lock:
            latest_s = self._begun_s + self._written / self._rate_hz + PIPE_LATENCY_S + LEAVING_S
            if turn == self._turn and self._process and self._process.stdin:
                self._process.stdin.close()
        while not self._closed.wait(CHUNK_S):
            heard_all = self.heard_frames() >= self._written
            with self._lock:
                if turn != self._turn:
                    return False
                code = self._process.poll() if self._process else 0
            if code:
                raise BrokenPipeError
            if (code is not None and heard_all) or time.monotonic() > latest_s:
                return True
        return False

    def _why(self, fault: OSError) -> RhapsodeError:
        """Why the player plays no more."""
        name, code = Path(self._player.program).name, 0
        with self._lock:
            if self._process is None:
                return RhapsodeError(f"{name} cannot be started ({fault.strerror})", STREAM_CURE)
            with suppress(subprocess.TimeoutExpired):
                code = self._process.wait(LEAVING_S)
        self._stderr.seek(0)
        found = player_fault(self._player, self._stderr.read(), code, NAME, STREAM_CURE)
        return found or RhapsodeError(f"{name} ended before the text did", STREAM_CURE)


@contextmanager
def _silent_libraries() -> Iterator[None]:
    """Let nothing through that C libraries write to standard error: ALSA tells of each device that is not there."""
    kept = os.dup(STANDARD_ERROR)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, STANDARD_ERROR)
        yield
    finally:
        os.dup2(kept, STANDARD_ERROR)
        os.close(kept)
        os.close(nowhere)


def endless_wav(rate_hz: int) -> bytes:
    """The head of a 16-bit mono WAV file whose length nobody knows yet."""
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(b"")
    head = bytearray(held.getvalue())
    for place in (4, 40):  # RIFF's length, and that of its last chunk
        head[place : place + 4] = UNKNOWN_BYTES.to_bytes(4, "little")
    return bytes(head)
