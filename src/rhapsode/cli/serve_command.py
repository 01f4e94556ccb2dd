"""`rhapsode serve`: a published folder on this machine, for listening and for installing it on the phone beside it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from rhapsode.cli.show import echo
from rhapsode.errors import RhapsodeError


@click.command("serve")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="Where to listen.")
def command(folder: Path, port: int) -> None:
    """Show a published FOLDER at http://127.0.0.1:PORT/, until interrupted. No other machine can reach it."""
    from rhapsode.listening.server import MISSING, application, bound

    app = application(folder)
    try:
        import uvicorn
    except ImportError as fault:
        raise RhapsodeError(*MISSING) from fault

    with bound(port) as listening:
        echo(f"http://127.0.0.1:{port}/  (Ctrl-C stops)", err=True)
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False))
        with suppress(KeyboardInterrupt):  # the way to end it, not a failure
            server.run(sockets=[listening])
