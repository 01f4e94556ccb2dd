"""`rhapsode store`: what is kept between renders."""

from __future__ import annotations

import json

import click

from rhapsode.cli.command_help import BareGroup
from rhapsode.cli.show import echo, size
from rhapsode.default_store import default_store
from rhapsode.store_upkeep import sweep, trim


@click.group("store", cls=BareGroup)
def command() -> None:
    """Show, check or clear what is kept between renders: spoken sentences and encoded sections."""


@command.command("info")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def info(as_json: bool) -> None:
    """Where the store is, how many values it holds and how large it is."""
    store = default_store()
    sizes = [status.st_size for _, status in store.entries()]
    if as_json:
        echo(json.dumps({"schema": 1, "folder": str(store.folder), "values": len(sizes), "bytes": sum(sizes)}))
    else:
        echo(f"{store.folder}: {len(sizes)} values, {size(sum(sizes))}")


@command.command("check")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def check(as_json: bool) -> None:
    """Read all that is kept, and drop what is damaged; the next render that needs it makes it anew."""
    store = default_store()
    gone = sweep(store)
    left = sum(1 for _ in store.entries())
    if as_json:
        echo(json.dumps({"schema": 1, "folder": str(store.folder), "whole": left, "damaged": gone}))
    else:
        echo("\n  ".join([f"{store.folder}: {left} whole, {len(gone)} damaged and dropped", *gone]))


@command.command("clear")
@click.option(
    "--keep",
    "keep_mb",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    metavar="MB",
    help="Keep this much, latest used first.",
)
def clear(keep_mb: int) -> None:
    """Remove what is kept; the next render speaks it again."""
    gone = trim(default_store(), keep_mb * 1_000_000)
    echo(f"{gone} value{'s' * (gone != 1)} removed")
