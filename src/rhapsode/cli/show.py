"""How values look to people: times, long texts, warnings, progress."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rhapsode.metadata_text import printable
from rhapsode.model import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

WIDEST = 72
NAME_COLUMNS = 24
"""Of a source's name beside its bar."""
BAR_COLUMNS = 10
STAGE_COLUMNS = 8
NARROWEST = 14
"""Columns that a text which is wrapped under itself has at least."""

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
    line = printable(" ".join(text.split()))
    return line if len(line) <= WIDEST else f"{line[: WIDEST - 3]}..."


def hung(head: str, text: str) -> str:
    """`text` behind `head`, on a terminal wrapped between words under itself; whoever reads a pipe has one line.

    Where `head` leaves fewer columns than NARROWEST, the text stands on lines below it.
    """
    if not (text and sys.stdout.isatty()):
        return (head + text).rstrip()
    columns = shutil.get_terminal_size().columns
    beside = columns - len(head) >= NARROWEST
    under = " " * (len(head) if beside else len(head) - len(head.lstrip()) + 4)
    first = head if beside else under
    cut = textwrap.fill(text, columns, initial_indent=first, subsequent_indent=under, break_on_hyphens=False)
    return cut if beside else f"{head.rstrip()}\n{cut}"


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


def can_turn() -> bool:
    """Whether standard error is a terminal on which a line can be drawn anew."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


@contextmanager
def progress_line(*fields: str, redirect: bool = True) -> Iterator[Bar]:
    """A line on standard error for one task: a turning sign, its description, a bar, the time left, and its `fields`.

    A sign turns in every phase, so that one that has no measure, as reading, is seen to go on. What is printed
    meanwhile stands above the line, but where it is not to `redirect`.
    """
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.table import Column

    rest = {fields[-1]: Column(ratio=1, no_wrap=True)}  # the others keep their columns, and it has what they leave
    with Bar(
        SpinnerColumn("line"),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=BAR_COLUMNS),
        TimeRemainingColumn(compact=True),
        *(TextColumn(f"{{task.fields[{field}]}}", markup=False, table_column=rest.get(field)) for field in fields),
        console=Console(stderr=True),
        expand=True,
        transient=True,
        refresh_per_second=8,
        redirect_stdout=redirect,
        redirect_stderr=redirect,
    ) as bar:
        yield bar


@contextmanager
def progress_bar(source: str, *, quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """The source at work, a bar, the time left, and the section; nothing where standard error is no terminal, or on
    `quiet`.
    """
    if quiet or not can_turn():
        yield None
        return
    with progress_line("stage", "section") as bar:
        name = one_line(Path(source).name or source)[: min(NAME_COLUMNS, bar.console.width // 4)]
        task = bar.add_task(name, total=1.0, stage="reading".ljust(STAGE_COLUMNS), section="")

        def watch(step: Progress) -> None:
            stage = f"{step.stage}ing".ljust(STAGE_COLUMNS)
            bar.update(task, completed=share_done(step), stage=stage, section=one_line(step.section))

        yield watch


def share_done(step: Progress) -> float:
    """How much of a render is done with `step`, 0 to 1."""
    start, end = SHARES.get(step.stage, (0.0, 0.0))
    return start + (end - start) * step.done / max(step.total, 1)
