"""A published folder over HTTP, for this machine only: static files with range requests, by Starlette."""

from __future__ import annotations

import errno
import mimetypes
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from rhapsode.errors import RhapsodeError, UsageError
from rhapsode.installed import extra_cure
from rhapsode.listening.lan_access import LanAddress, TokenGuard, own_names
from rhapsode.listening.media import MEDIA_TYPES

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.types import Scope

TYPES = {
    **MEDIA_TYPES,
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".lrc": "text/plain",
    ".epub": "application/epub+zip",
    ".xml": "application/rss+xml",
    ".js": "text/javascript",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
}
"""What a system's own table may not know, or (Windows, by its registry) may know wrongly."""

MISSING = ("the server is not installed", extra_cure("serve"))

HEADERS = {
    # Beside the policy that each page states for itself, with the hashes of its script and style; both hold, so this
    # one allows what they do, and adds what only a header can say.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}

MOST_RANGES = 8
"""Parts of a file asked for in one request; whoever asks for more gets the whole file, once."""


OWN_NAMES = ("127.0.0.1", "localhost")
NOT_OURS = {errno.EADDRNOTAVAIL, getattr(errno, "WSAEADDRNOTAVAIL", errno.EADDRNOTAVAIL)}
"""What systems say of an address that is another machine's; Windows has a number of its own."""


def bound(port: int, host: str = "127.0.0.1") -> socket.socket:
    """A socket that listens at `host`, for the server to take.

    Raises RhapsodeError where the port is not free, or the address is not this machine's.
    """
    taken = socket.socket()
    try:
        if os.name != "nt":  # there it would let two programs share the port
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host, port))
        taken.listen()
    except OSError as fault:
        taken.close()
        if fault.errno in NOT_OURS:
            raise RhapsodeError(f"{host} is no address of this machine", "choose one of its own with --host") from fault
        raise RhapsodeError(f"port {port} cannot be used", "choose another with --port") from fault
    return taken


def application(folder: Path, lan: LanAddress | None = None) -> Starlette:
    """An ASGI application that serves `folder`, to this machine's own names alone (so no foreign page can rebind one).

    With `lan` they are its names in its network, and everything lies below the token.

    Raises UsageError where there is no such folder or nothing in it, RhapsodeError where Starlette is not installed.
    """
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}", "make one with rhapsode publish TRACK --to FOLDER")
    if not any(folder.iterdir()):
        raise UsageError(f"there is nothing in {folder}", f"rhapsode publish TRACK --to {folder}")
    try:
        from starlette.applications import Starlette
        from starlette.middleware import Middleware
        from starlette.middleware.trustedhost import TrustedHostMiddleware
        from starlette.responses import Response
        from starlette.routing import Mount
        from starlette.staticfiles import StaticFiles
    except ImportError as fault:
        raise RhapsodeError(*MISSING) from fault

    class Files(StaticFiles):
        """Static files, each with our headers."""

        async def get_response(self, path: str, scope: Scope) -> Response:
            """The file, or the part of it that was asked for."""
            kept = [(name, value) for name, value in scope["headers"] if name != b"range" or _is_modest(value)]
            scope["headers"] = kept
            response = await super().get_response(path, scope)
            response.headers.update(HEADERS)
            return response

    for suffix, media_type in TYPES.items():
        mimetypes.add_type(media_type, suffix)
    names = own_names(lan.host) if lan else OWN_NAMES
    guards = [Middleware(TrustedHostMiddleware, allowed_hosts=[*names], www_redirect=False)]
    if lan:
        guards.append(Middleware(TokenGuard, folder=folder, address=lan, headers=HEADERS))
    return Starlette(routes=[Mount("/", Files(directory=folder, html=True))], middleware=guards)


def _is_modest(ranges: bytes) -> bool:
    return ranges.count(b",") < MOST_RANGES and len(ranges) < 1000
