"""How far a render is, on a terminal: of one source in full, of many how many are made and which are at work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from rhapsode.batch import BatchItem, BatchWatch
from rhapsode.cli.show import NAME_COLUMNS, can_turn, echo, one_line, progress_bar, progress_line, share_done
from rhapsode.model import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

MOST_NAMED = 3
"""Sources at work that are named."""
PLAIN_EVERY_S = 30
"""How often a line says how far it is, where none can be drawn anew."""


class RenderProgress(BatchWatch):
    """A line on the terminal while it is entered; nothing on `quiet`.

    Where standard error is no terminal, or one that cannot draw a line anew, a line is added twice a minute.

    `begins` is told too what begins.
    """

    def __init__(
        self, items: Sequence[BatchItem], *, quiet: bool, begins: Callable[[BatchItem], None] | None = None
    ) -> None:
        self._begins = begins
        self._says = not (quiet or can_turn())
        self._said_s = time.monotonic()
        self._quiet = quiet or self._says
        self._count = len(items)
        self._total = sum(item.bytes for item in items) if self._count > 1 else 1
        self._open = ExitStack()
        self._watch_one: Callable[[Progress], None] | None = None
        self._bar: Bar | None = None
        self._at_work: dict[int, str] = {}
        self._made = self._bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def begun(self, item: BatchItem) -> None:
        """Show it; the first one begins the line."""
        if self._begins:
            self._begins(item)
        if self._quiet:
            return
        if self._count == 1:
            self._watch_one = self._open.enter_context(progress_bar(item.request.source, quiet=False))
            return
        self._bar = self._bar or self._open.enter_context(_many())
        self._at_work[item.number] = one_line(Path(item.request.source).name or item.request.source)[:NAME_COLUMNS]
        self._show()

    def step(self, item: BatchItem, step: Progress) -> None:
        """Show how far the one that all workers share is."""
        if self._says and time.monotonic() - self._said_s > PLAIN_EVERY_S:
            self._said_s = time.monotonic()
            many = f" {self._made + 1}/{self._count}" if self._count > 1 else ""
            name = one_line(Path(item.request.source).name or item.request.source)
            echo(f"rhapsode:{many} {name}: {step.stage}ing, {share_done(step):.0%}", err=True)
        if self._watch_one:
            self._watch_one(step)
        elif self._bar:
            self._show(item.bytes * share_done(step))

    def ended(self, item: BatchItem) -> None:
        """Take it away, or the whole line where it is the only one: what is to be said of it comes next."""
        if self._count == 1:
            self._open.close()
        self._at_work.pop(item.number, None)
        self._made, self._bytes = self._made + 1, self._bytes + item.bytes

    @contextmanager
    def paused(self) -> Iterator[None]:
        """While it lasts, there is no such line, and others can be written."""
        if not self._bar:
            yield
            return
        self._bar.stop()
        yield
        self._show()
        self._bar.start()

    def _show(self, more: float = 0.0) -> None:
        if not self._bar:
            return
        named = list(self._at_work.values())
        others = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
        (task,) = self._bar.task_ids
        self._bar.update(
            task,
            completed=(self._bytes + more) / self._total,
            description=f"{self._made}/{self._count}",
            names=", ".join(named[:MOST_NAMED]) + others,
        )


@contextmanager
def _many() -> Iterator[Bar]:
    with progress_line("names", redirect=False) as bar:  # what is to be seen is for `paused` to let through
        bar.add_task("", total=1.0, names="")
        yield bar
