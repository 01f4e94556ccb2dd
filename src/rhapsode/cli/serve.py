"""`rhapsode serve`: a published folder on this machine, for listening and for installing it on the phone beside it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from rhapsode.errors import RhapsodeError


@click.command("serve")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="Where to listen.")
def command(folder: Path, port: int) -> None:
    """Show a published FOLDER at http://127.0.0.1:PORT/, until interrupted. No other machine can reach it."""
    from rhapsode.listening.server import application

    app = application(folder)
    try:
        import uvicorn
    except ImportError as fault:
        raise RhapsodeError("the server is not installed", "pip install 'rhapsode[serve]'") from fault

    click.echo(f"http://127.0.0.1:{port}/  (Ctrl-C stops)", err=True)
    try:
        with suppress(KeyboardInterrupt):  # the way to end it, not a failure
            uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")
    except SystemExit as fault:  # uvicorn's way of saying that it could not begin
        if fault.code:
            raise RhapsodeError(f"port {port} cannot be used", "choose another with --port") from fault
