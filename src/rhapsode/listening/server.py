"""A published folder over HTTP, for this machine only: static files with range requests, by Starlette."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING

from rhapsode.errors import RhapsodeError, UsageError
from rhapsode.listening.media import MEDIA_TYPES

if TYPE_CHECKING:
    from starlette.applications import Starlette

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

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def application(folder: Path) -> Starlette:
    """An ASGI application that serves `folder`, to this machine's own names alone (so no foreign page can rebind one).

    Raises UsageError where there is no such folder, RhapsodeError where the `serve` extra is not installed.
    """
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}", "make one with rhapsode publish TRACK --to FOLDER")
    try:
        from starlette.applications import Starlette
        from starlette.middleware import Middleware
        from starlette.middleware.trustedhost import TrustedHostMiddleware
        from starlette.responses import Response
        from starlette.routing import Mount
        from starlette.staticfiles import StaticFiles
    except ImportError as fault:
        raise RhapsodeError("the server is not installed", "pip install 'rhapsode[serve]'") from fault

    class Files(StaticFiles):
        """Static files, each with our headers."""

        async def get_response(self, path: str, scope: object) -> Response:
            """The file, or the part of it that was asked for."""
            response = await super().get_response(path, scope)  # type: ignore[arg-type]
            response.headers.update(HEADERS)
            return response

    for suffix, media_type in TYPES.items():
        mimetypes.add_type(media_type, suffix)
    hosts = Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
    return Starlette(routes=[Mount("/", Files(directory=folder, html=True))], middleware=[hosts])
