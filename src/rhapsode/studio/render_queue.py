"""What is to be made, one after the other, by a thread of its own; kept on the disk, so that a restart goes on."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Literal, NamedTuple

from rhapsode.errors import RhapsodeError, UsageError
from rhapsode.files import write_atomically
from rhapsode.model import Progress
from rhapsode.pipeline import Watcher
from rhapsode.studio.render_choices import RenderChoices, read_choices

SCHEMA = 1
LETTING_GO_S = 5.0
"""How long the end waits for a render that is ended."""


class QueuedRender(NamedTuple):
    """One track that is to be made."""

    id: str
    """Of its source."""
    title: str
    choices: RenderChoices = RenderChoices()
    sections: tuple[str, ...] = ()
    """The titles of those that are said, in order."""
    state: Literal["waiting", "rendering", "failed"] = "waiting"
    error: str = ""
    """Why it failed, in one line."""
    progress: Progress | None = None


class RenderEnded(Exception):
    """Raised into a render that is cancelled."""


Maker = Callable[[QueuedRender, Watcher], None]


class RenderQueue:
    """The renders that wait, the one at work and those that failed, in the order of their coming.

    Threads share it. Whatever is changed but progress is on the disk before a call returns.
    """

    def __init__(self, file: Path, make: Maker) -> None:
        """Go on with what `file` holds. `make` makes a track; what its watcher raises must end it."""
        self._file, self._make = file, make
        self._changed = threading.Condition()
        self._renders = {one.id: one._replace(state=_anew(one.state)) for one in _read(file)}
        self._at_work: QueuedRender | None = None
        """None too where the one at work was cancelled."""
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="studio-render", daemon=True)

    def start(self) -> None:
        """Begin, in a thread."""
        self._thread.start()

    def close(self) -> None:
        """End what is at work; it begins again with the next start."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(LETTING_GO_S)

    def renders(self) -> list[QueuedRender]:
        """All of them, as they are now."""
        with self._changed:
            return list(self._renders.values())

    def add(self, render: QueuedRender) -> None:
        """Have it made after the others; one that failed is tried again."""
        with self._changed:
            if (known := self._renders.get(render.id)) and known.state != "failed":
                raise UsageError(f"{known.title} is in the queue already", "wait for it, or cancel it first")
            self._renders.pop(render.id, None)
            self._renders[render.id] = render
            self._kept()

    def retry(self, own: str) -> None:
        """Try one that failed again."""
        with self._changed:
            if (one := self._renders.get(own)) and one.state == "failed":
                self._renders[own] = one._replace(state="waiting", error="")
                self._kept()

    def cancel(self, own: str) -> bool:
        """Have it made no longer; whether there was such a one. One at work ends when it is next watched."""
        with self._changed:
            there = self._renders.pop(own, None) is not None
            if self._at_work and self._at_work.id == own:
                self._at_work = None
            self._kept()
            return there

    def _work(self) -> None:
        while (one := self._next()) is not None:
            error = ""
            try:
                self._make(one, lambda progress, one=one: self._watch(one, progress))  # type: ignore[misc]
            except RenderEnded:
                continue
            except RhapsodeError as fault:
                error = str(fault)
            except OSError as fault:
                error = f"{fault.strerror or fault}: {fault.filename or 'input or output'}"
            except Exception as fault:  # one bad text is never in the way of the next
                error = f"a fault of the program ({type(fault).__name__}: {fault}): please report it"
            self._ended(one, error)

    def _next(self) -> QueuedRender | None:
        with self._changed:
            while not self._closing:
                for one in self._renders.values():
                    if one.state == "waiting":
                        self._at_work = self._renders[one.id] = one._replace(state="rendering")
                        self._kept()
                        return self._at_work
                self._changed.wait()
            return None

    def _watch(self, one: QueuedRender, progress: Progress) -> None:
        with self._changed:
            if self._closing or self._at_work is not one:
                raise RenderEnded
            self._renders[one.id] = one._replace(progress=progress)

    def _ended(self, one: QueuedRender, error: str) -> None:
        with self._changed:
            if self._at_work is one:
                self._at_work = None
                if error:
                    self._renders[one.id] = one._replace(state="failed", error=error)
                else:
                    del self._renders[one.id]
                self._kept()

    def _kept(self) -> None:
        held = {"generator": "rhapsode", "schema": SCHEMA, "renders": [_json(one) for one in self._renders.values()]}
        write_atomically(self._file, json.dumps(held).encode())
        self._changed.notify_all()


def _anew(state: Literal["waiting", "rendering", "failed"]) -> Literal["waiting", "failed"]:
    return "failed" if state == "failed" else "waiting"


def _json(one: QueuedRender) -> dict[str, Any]:
    told = one._replace(progress=None)._asdict()
    return {**told, "choices": one.choices._asdict()}


def _read(file: Path) -> Iterable[QueuedRender]:
    """What the file holds; nothing where it is none of ours, or was written by a later version."""
    try:
        held = json.loads(file.read_bytes())
        if held["schema"] != SCHEMA:
            return []
        return [
            QueuedRender(
                one["id"],
                one["title"],
                read_choices(one["choices"]),
                tuple(one["sections"]),
                one["state"],
                one["error"],
            )
            for one in held["renders"]
        ]
    except (OSError, ValueError, TypeError, KeyError, UsageError):
        return []
