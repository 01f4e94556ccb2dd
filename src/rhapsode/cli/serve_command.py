"""`rhapsode serve`: a published folder on this machine, for listening and for installing it on the phone beside it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from rhapsode.cli.command_help import examples
from rhapsode.cli.show import echo
from rhapsode.errors import RhapsodeError, UsageError

if TYPE_CHECKING:
    from rhapsode.listening.lan_access import LanAddress

FEED = "feed.xml"


@click.command("serve", epilog=examples("serve shelf", "serve shelf --lan"))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="Where to listen.")
@click.option("--lan", is_flag=True, help="Let the phone in this network in, by an address with a secret in it.")
@click.option("--host", metavar="ADDRESS", default="", help="With --lan: of this machine, where it is in several.")
@click.option("--new-token", is_flag=True, help="With --lan: have a new secret; who knows the old one is shut out.")
def command(folder: Path, port: int, host: str, *, lan: bool, new_token: bool) -> None:
    """Show a published FOLDER at http://127.0.0.1:PORT/, until interrupted. No other machine can reach it.

    With --lan whoever has the address that is shown can, as long as it runs: scan the code with the phone.
    """
    from rhapsode.listening.lan_access import LanAddress, kept_token, lan_host
    from rhapsode.listening.server import MISSING, OWN_NAMES, application, bound

    if new_token and not lan:
        raise UsageError("--new-token changes the address of --lan", "give both")
    if host and not lan:
        raise UsageError("--host is where --lan lets others in", "give both")
    application(folder)  # which refuses what is no published folder, before a token is made
    address = LanAddress(lan_host(host), port, kept_token(new=new_token)) if lan else None
    app = application(folder, address)
    try:
        import uvicorn
    except ImportError as fault:
        raise RhapsodeError(*MISSING) from fault

    ends_it = suppress(KeyboardInterrupt)  # the way to end it, not a failure
    with bound(port, address.host if address else OWN_NAMES[0]) as listening, ends_it:
        if address:
            _show(address, has_feed=(folder / FEED).exists())
        else:
            echo(f"http://127.0.0.1:{port}/  (Ctrl-C stops)", err=True)
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False))
        server.run(sockets=[listening])


def _show(address: LanAddress, *, has_feed: bool) -> None:
    from rhapsode.listening.lan_access import terminal_code

    if sys.stderr.isatty() and can_draw(sys.stderr):
        for line in terminal_code(address.url, coloured="NO_COLOR" not in os.environ):
            click.echo(line, err=True)  # our own colours, which `echo` would show as signs
    echo(f"{address.url}\n  (Ctrl-C stops)", err=True)
    if has_feed:
        echo(f"For a podcast program:\n  {address.feed_url}", err=True)
    echo(f"The code for a camera, larger:\n  {address.url}phone", err=True)


def can_draw(stream: TextIO) -> bool:
    """Whether `stream` is a terminal that shows blocks."""
    if os.environ.get("TERM") == "dumb":
        return False
    try:
        "█▀▄".encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
