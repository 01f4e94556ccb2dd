"""How values look to people: times, long texts, warnings, progress."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from rhapsode.model import Progress

WIDEST = 72
NAME_COLUMNS = 24
"""Of a source's name beside its bar."""

SHARES = {"speak": (0.0, 0.35), "mix": (0.35, 1.0)}
"""How much of a render each stage takes, as measured: one bar, and one remaining time that means the whole."""


def size(count: float) -> str:
    """Bytes for people."""
    for unit in ("bytes", "KB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "bytes" or count >= 100 else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"


def one_line(text: str) -> str:
    """`text` on one line, cut where it is long; control characters made visible."""
    flat = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
    return flat if len(flat) <= WIDEST else f"{flat[: WIDEST - 3]}..."


def echo(text: str, *, err: bool = False) -> None:
    """Print `text`; what would move the cursor or turn the writing around is shown as its escape, valid JSON too.

    Titles and file names come from strangers: a terminal obeys the control characters in them.
    """
    click.echo(_OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text), err=err)


_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def warn(warnings: Iterable[str]) -> None:
    """One line each on standard error."""
    for warning in warnings:
        echo(f"rhapsode: warning: {warning}", err=True)


@contextmanager
def progress_bar(
    source: str, number: int = 1, total: int = 1, *, quiet: bool
) -> Iterator[Callable[[Progress], None] | None]:
    """The source at work, `number` of `total`, a bar, the time left, and the section; nothing where standard error is
    no terminal, or on `quiet`.

    A sign turns in every phase, so that one that has no measure, as reading, is seen to go on.
    """
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        SpinnerColumn("line"),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[stage]}", markup=False),
        TextColumn("{task.fields[section]}", markup=False),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True, refresh_per_second=8) as bar:
        count = f"{number}/{total} " if total > 1 else ""
        name = one_line(Path(source).name or source)
        task = bar.add_task(f"{count}{name[:NAME_COLUMNS]}", total=1.0, stage="reading", section="")

        def watch(step: Progress) -> None:
            start, end = SHARES.get(step.stage, (0.0, 0.0))
            done = start + (end - start) * step.done / max(step.total, 1)
            bar.update(task, completed=done, stage=f"{step.stage}ing", section=one_line(step.section))

        yield watch
