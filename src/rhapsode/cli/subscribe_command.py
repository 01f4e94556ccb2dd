"""`rhapsode subscribe`: what is followed, by address, folder or OPML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rhapsode.cli.command_help import examples
from rhapsode.cli.show import echo
from rhapsode.errors import RhapsodeError, SourceUnreadable, UsageError
from rhapsode.files import write_atomically

if TYPE_CHECKING:
    from rhapsode.subscriptions import PoliteWeb, Subscription, SubscriptionList

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("subscribe", epilog=examples("subscribe https://example.org/feed.xml"))
@click.argument("sources", nargs=-1, metavar="[FEED_OR_SITE_OR_FOLDER]...")
@click.option("--latest", type=click.IntRange(0, 1000), default=5, show_default=True, help="Posts to take at first.")
@click.option("--opml", type=FILE, help="Follow the feeds that this file names, too.")
@click.option("--export", type=click.Path(dir_okay=False, path_type=Path), help="Write the feeds followed, as OPML.")
@click.option("--remove", "removed", multiple=True, metavar="ADDRESS", help="Follow no longer; may be given again.")
@click.option("--list", "as_list", is_flag=True, help="Show what is followed.")
@click.option("--allow-private", is_flag=True, help="Let an address lead into your own network.")
def command(
    sources: tuple[str, ...],
    latest: int,
    opml: Path | None,
    export: Path | None,
    removed: tuple[str, ...],
    *,
    as_list: bool,
    allow_private: bool,
) -> int:
    """Follow feeds (RSS, Atom, JSON), sites that have one, and folders; `rhapsode update` narrates what is new."""
    from rhapsode.subscriptions import PoliteWeb, SubscriptionList, read_opml, write_opml

    if not (sources or opml or export or removed or as_list):
        raise UsageError("there is nothing to follow", "give a feed, a site or a folder, or --list")
    kept, web = SubscriptionList(), PoliteWeb(allow_private=allow_private)
    kept.read()  # before anything is fetched
    for address in removed:
        echo(f"{kept.remove(address).name}: followed no longer")
    failed = _followed(sources, kept, web, latest)
    if opml:
        try:
            added = kept.add(*read_opml(opml.read_bytes(), latest=latest))
        except SourceUnreadable as fault:
            raise SourceUnreadable(f"{opml}: {fault.what}", fault.cure) from fault
        echo(f"{opml}: {len(added)} new")
    if export:
        write_atomically(export, write_opml(kept.read()))
        echo(str(export))
    if as_list:
        _show(kept.read())
    if failed and len(sources) == 1:
        raise failed[0]
    if len(failed) < len(sources) or opml:
        echo("Next: rhapsode update")
    return failed[0].exit_code if failed else 0


def _followed(sources: Sequence[str], kept: SubscriptionList, web: PoliteWeb, latest: int) -> list[RhapsodeError]:
    """Follow each of `sources`; returns why some could not be."""
    from rhapsode.subscriptions import Subscription, find_feed

    failed: list[RhapsodeError] = []
    for source in sources:
        folder = Path(source)
        try:
            if folder.is_dir():
                found = Subscription(str(folder.resolve()), folder.resolve().name, "folder")
            else:
                found = find_feed(source, web, latest=latest)
        except RhapsodeError as fault:
            failed.append(fault)
            if len(sources) > 1:
                echo(f"rhapsode: error: {fault}", err=True)
            continue
        new = kept.add(found)
        echo(f"{found.name}: {'followed from now on' if new else 'followed already'} ({found.address})")
    return failed


def _show(subscriptions: Iterable[Subscription]) -> None:
    for one in subscriptions:
        waiting = f", {len(one.failed)} to be tried again" if one.failed else ""
        echo(f"{one.name}\n  {one.address}{waiting}")
