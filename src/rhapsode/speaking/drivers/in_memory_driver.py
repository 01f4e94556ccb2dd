"""A pyttsx3 driver for whatever gives a whole utterance as sound: it speaks in `say` and keeps what it said.

pyttsx3 loads a driver as the module `pyttsx3.drivers.<name>` and calls its `buildDriver`; `register` puts one there, so
that `pyttsx3.init(name)` builds it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from rhapsode.model import Clip
from rhapsode.speaking.drivers import pyttsx3_port

Speak = Callable[[str, Mapping[str, Any]], Clip]
"""Says a text under the properties that were set."""


class InMemoryDriver:
    """Speaks one utterance at a time."""

    def __init__(self, proxy: Any, speak: Speak) -> None:
        self._proxy, self._speak = proxy, speak
        self._values: dict[str, Any] = {}
        self._sound: Clip | None = None

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802  # pyttsx3's name
        """Whatever `speak` wants to know: pyttsx3's `voice` and `rate` (words per minute), and more."""
        self._values[name] = value

    def getProperty(self, name: str) -> Any:  # noqa: N802  # pyttsx3's name
        """What was set; `sound`: the Clip of the last `say`, None before it."""
        return self._sound if name == "sound" else self._values.get(name)

    def say(self, text: str) -> None:
        """Speak `text` before returning."""
        self._proxy.notify("started-utterance")
        self._sound = self._speak(text, self._values)
        self._proxy.notify("finished-utterance", completed=True)

    def startLoop(self) -> None:  # noqa: N802  # pyttsx3's name
        """Work through the queue, which ends with pyttsx3's own end of the loop."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802  # pyttsx3's name
        """Nothing runs between two utterances."""

    def stop(self) -> None:
        """Nothing is ever left speaking."""

    def destroy(self) -> None:
        """Nothing outlives the process."""


def start_driver(name: str, speak: Speak) -> Any:
    """A pyttsx3 engine that speaks by `speak`, on a driver registered under `name`. Raises EngineError."""
    module = ModuleType(f"pyttsx3.drivers.{name}")
    module.buildDriver = lambda proxy: InMemoryDriver(proxy, speak)  # type: ignore[attr-defined]  # pyttsx3's name
    sys.modules[module.__name__] = module
    return pyttsx3_port.start_pyttsx3(name)


def said(engine: Any, text: str, **values: Any) -> Clip:
    """The clip that such an engine makes of `text` with `values` set."""
    if not text.strip():
        return Clip(b"", 22_050)  # pyttsx3 drops such a text, and the last sound would come again
    for name, value in values.items():
        engine.setProperty(name, value)
    pyttsx3_port.run(engine, lambda: engine.say(text))
    sound: Clip = engine.getProperty("sound")
    return sound
