"""What happens to each source of a batch, as it happens: for a program that follows, and as a picture of the time.

The log is JSON Lines. The picture is in the Trace Event Format
(https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU), an array of events, which Perfetto
and `chrome://tracing` open; also one that was cut off.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from rhapsode.cli.show import warn
from rhapsode.errors import RhapsodeError, UsageError
from rhapsode.files import address_of
from rhapsode.steps import Step, made

if TYPE_CHECKING:
    from rhapsode.batch import BatchItem, BatchOutcome

EVENTS = {
    "read": "read",
    "script": "scripted",
    "plan": "planned",
    "speak": "spoken",
    "measure": "measured",
    "encode": "encoded",
    "write": "written",
    "mix": "mixed",
    "verify": "verified",
}
"""A step, and what has happened when it ends."""
WHOLE = "render"


class EventLog:
    """Writes both while it is entered, each event at once; without files, nothing.

    Raises UsageError where a file cannot be written. Where one cannot be written any more it is left with a warning:
    no track is lost for it.
    """

    def __init__(self, items: Iterable[BatchItem], log: Path | None, trace: Path | None) -> None:
        self._items, self._log_path, self._trace_path = items, log, trace
        self._log: IO[str] | None = None
        self._trace: IO[str] | None = None
        self._rows: dict[tuple[str, int], int] = {}
        """Of the picture: by machine and process."""

    def __enter__(self) -> Self:
        self._log = _opened(self._log_path, "a")
        try:
            self._trace = _opened(self._trace_path, "w")
        except UsageError:
            _close(self._log)
            raise
        for item in self._items if self._log else ():
            self._tell("queued", item)
        if self._trace:
            self._trace.write("[")
            self._name_row(made("", 0, 0))  # this process first
        return self

    def __exit__(self, *_: object) -> None:
        if self._trace:
            with suppress(OSError):
                self._trace.write("\n]\n")
        _close(self._log)
        _close(self._trace)

    def begun(self, item: BatchItem) -> None:
        """A worker has it, or will have it next."""
        self._tell("begun", item)

    def left(self, item: BatchItem) -> None:
        """A track was there and is left as it is."""
        self._tell("left", item)

    def ended(self, outcome: BatchOutcome, *, replaced: bool) -> None:
        """It is made, or has failed: tell its steps too, which whoever did them has told only now."""
        for step in sorted(outcome.steps, key=lambda one: one.begun_s + one.seconds):
            if step.name in EVENTS:
                self._tell(EVENTS[step.name], outcome.item, step)
        whole = next((step for step in outcome.steps if step.name == WHOLE), None)
        if isinstance(outcome.result, RhapsodeError):
            self._tell("failed", outcome.item, whole, error=str(outcome.result))
        else:
            track = outcome.result
            self._tell(
                "done", outcome.item, whole, sound_seconds=round(track.seconds(track.frames), 3), replaced=replaced
            )
        self._draw(outcome)

    def _tell(self, event: str, item: BatchItem, step: Step | None = None, **more: object) -> None:
        if not self._log:
            return
        at_s = step.begun_s + step.seconds if step else time.time()
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(at_s, UTC).isoformat(timespec="milliseconds"),
            "event": event,
            "number": item.number,
            "source": item.request.source,
            "track": address_of(item.target),
        }
        if step:
            told |= {"seconds": round(step.seconds, 3), "machine": step.machine, "process": step.process}
        self._log = self._written(self._log, json.dumps(told | more, ensure_ascii=False) + "\n")

    def _draw(self, outcome: BatchOutcome) -> None:
        number, source = outcome.item.number, outcome.item.request.source
        for step in sorted(outcome.steps, key=lambda one: one.begun_s) if self._trace else ():
            name = Path(source).name or source
            self._add(
                {
                    "name": name if step.name == WHOLE else step.name,
                    "cat": "document" if step.name == WHOLE else "step",
                    "ph": "X",
                    "ts": round(step.begun_s * 1e6),
                    "dur": round(step.seconds * 1e6),
                    "pid": self._name_row(step),
                    "tid": step.thread,
                    "args": {"number": number, "source": source},
                }
            )

    def _name_row(self, step: Step) -> int:
        """The number of the row that `step` belongs in."""
        place = step.machine, step.process
        if place not in self._rows:
            row = self._rows[place] = len(self._rows) + 1
            label = f"{step.machine} process {step.process}"
            self._add(
                {"name": "process_name", "ph": "M", "pid": row, "tid": 0, "args": {"name": label}}, first=row == 1
            )
        return self._rows[place]

    def _add(self, event: dict[str, Any], *, first: bool = False) -> None:
        if self._trace:
            text = json.dumps(event, ensure_ascii=False)
            self._trace = self._written(self._trace, f"{'' if first else ','}\n{text}")

    @staticmethod
    def _written(file: IO[str], text: str) -> IO[str] | None:
        """`file`, or None where nothing can be written to it any more."""
        try:
            file.write(text)
            file.flush()
        except OSError as fault:
            warn([f"{file.name} is not written any more ({fault.strerror})"])
            _close(file)
            return None
        return file


def _opened(path: Path | None, mode: str) -> IO[str] | None:
    if path is None:
        return None
    try:
        return path.open(mode, encoding="utf-8", errors="surrogateescape")
    except OSError as fault:
        raise UsageError(f"{path} cannot be written ({fault.strerror})", "name another file") from fault


def _close(file: IO[str] | None) -> None:
    if file:
        with suppress(OSError):  # a full disk
            file.close()
