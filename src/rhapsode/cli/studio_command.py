"""`rhapsode studio`: the page on which a link, a text or a file becomes a track."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rhapsode.cli.command_help import examples
from rhapsode.cli.show import echo
from rhapsode.errors import RhapsodeError

if TYPE_CHECKING:
    from types import FrameType

    import uvicorn

GRACE_S = 2
"""What an answer that is under way has when the studio ends."""


@click.command("studio", epilog=examples("studio"))
@click.option("--to", "shelf", type=click.Path(path_type=Path, file_okay=False), help="The folder of your shelf.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8001, show_default=True, help="Where to listen.")
@click.option("--engine", default="auto", show_default=True, help="What speaks, as for `rhapsode render`.")
@click.option("--allow-private", is_flag=True, help="Let a link lead to an address of your own network.")
@click.option("--no-browser", is_flag=True, help="Open no browser.")
def command(shelf: Path | None, port: int, engine: str, *, allow_private: bool, no_browser: bool) -> None:
    """Open a page at http://127.0.0.1:PORT/ to paste a link or drop a file, and to listen, until interrupted.

    No other machine can reach it. What waits there to be narrated goes on with the next start.
    """
    from rhapsode.folders import data_folder, private
    from rhapsode.listening.server import MISSING, OWN_NAMES, bound
    from rhapsode.studio.studio_server import application
    from rhapsode.studio.studio_work import Studio

    try:
        import uvicorn
    except ImportError as fault:
        raise RhapsodeError(*MISSING) from fault

    data = private(data_folder())
    studio = Studio(shelf or data / "shelf", data / "studio", engine, allow_private)
    ends_it = suppress(KeyboardInterrupt)  # the way to end it, not a failure
    with bound(port, OWN_NAMES[0]) as listening, ends_it:
        studio.begin()
        try:
            app = application(studio)
            address = f"http://{OWN_NAMES[0]}:{port}/"
            echo(f"{address}  (Ctrl-C stops)", err=True)
            if not no_browser:
                click.launch(address)
            config = uvicorn.Config(app, log_level="critical", access_log=False, timeout_graceful_shutdown=GRACE_S)
            server = _ending(uvicorn.Server, studio.listenings.close)(config)
            server.run(sockets=[listening])
        finally:
            studio.close()


def _ending(server: type[uvicorn.Server], first: Callable[[], None]) -> type[uvicorn.Server]:
    """`server`, but that it does `first` when it is told to end: it waits for answers, of which a stream has no end."""

    class EndingServer(server):  # type: ignore[misc, valid-type]
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            threading.Thread(target=first).start()  # not here, in the middle of whatever is at work
            super().handle_exit(sig, frame)

    return EndingServer
