"""How values look to people: times, long texts, warnings, progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import click

from rhapsode.model import Progress

WIDEST = 72

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


def warn(warnings: Iterable[str]) -> None:
    """One line each on standard error."""
    for warning in warnings:
        click.echo(f"rhapsode: warning: {warning}", err=True)


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """A bar with the section at work and the time left; nothing where standard error is no terminal, or on `quiet`."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        BarColumn(bar_width=30),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[stage]}", markup=False),
        TextColumn("{task.fields[section]}", markup=False),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=1.0, stage="reading", section="")

        def watch(step: Progress) -> None:
            start, end = SHARES.get(step.stage, (0.0, 0.0))
            done = start + (end - start) * step.done / max(step.total, 1)
            bar.update(task, completed=done, stage=f"{step.stage}ing", section=one_line(step.section))
            bar.refresh()

        yield watch
