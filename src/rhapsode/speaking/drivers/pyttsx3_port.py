"""pyttsx3's front: starting an engine on a driver, and running what it queues, without its silences.

Only this file and `driver.py`, which is loaded where espeak-ng is, import pyttsx3.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyttsx3
from pyttsx3.driver import DriverProxy

from rhapsode.errors import EngineError, SpeechFailed


def _forget_drivers() -> None:
    """At the very end pyttsx3's proxies would be freed after the modules they need, and Python print a traceback."""
    DriverProxy.__del__ = lambda proxy: None


atexit.register(_forget_drivers)


def start_pyttsx3(name: str | None = None) -> Any:
    """A pyttsx3 engine on the driver of that name; None is the platform's own. Raises EngineError."""
    try:
        return pyttsx3.init(name)
    except EngineError:
        raise
    except Exception as fault:  # drivers raise whatever their platform raises
        raise EngineError(
            f"pyttsx3 cannot start its {name or 'default'} driver ({fault})", "try another --engine"
        ) from fault


def run(engine: Any, command: Callable[[], object]) -> None:
    """Queue `command` on `engine` and run its loop, raising what pyttsx3 swallows into its `error` event."""
    faults: list[Exception] = []
    token = engine.connect("error", lambda name, exception: faults.append(exception))
    try:
        command()
        engine.runAndWait()
    finally:
        engine.disconnect(token)
    if faults:
        fault = faults[0]
        raise fault if isinstance(fault, SpeechFailed) else SpeechFailed(f"pyttsx3 reports: {fault}")


def save(engine: Any, text: str, file: Path, limit_s: float) -> None:
    """pyttsx3's `save_to_file`, made safe: returns when the file is written, raises SpeechFailed when it is not.

    `runAndWait` may return before the speech is written (and does, on espeak): the `finished-utterance` event decides.
    """
    finished = threading.Event()
    token = engine.connect("finished-utterance", lambda name, completed: finished.set())
    try:
        run(engine, lambda: engine.save_to_file(text, str(file)))
        if not finished.wait(limit_s):
            raise SpeechFailed(f"the system's voice did not finish within {limit_s:.0f} s")
    finally:
        engine.disconnect(token)
    if not file.exists() or file.stat().st_size == 0:
        raise SpeechFailed("the system's voice wrote no sound")
