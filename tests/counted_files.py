"""A folder over HTTP on this machine, and what was asked of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple


class CountedFiles(NamedTuple):
    """Where the folder is shown."""

    address: str
    asked: list[str]
    """The paths, in the order of their asking."""


@contextmanager
def counted_files(folder: Path) -> Iterator[CountedFiles]:
    """Show `folder` while it lasts."""
    asked: list[str] = []

    class Counting(SimpleHTTPRequestHandler):
        def __init__(self, *about: object) -> None:
            super().__init__(*about, directory=str(folder))  # type: ignore[arg-type]

        def do_GET(self) -> None:
            asked.append(self.path)
            super().do_GET()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Counting) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield CountedFiles(f"http://127.0.0.1:{server.server_port}", asked)
        server.shutdown()
        thread.join()
