"""Who may ask for what changes something: the studio's own page alone, not any other that the browser shows."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

HEADER = "x-rhapsode-token"
SAFE = ("GET", "HEAD")


class OwnPageGuard:
    """An ASGI application that hands on to `app` what only looks, and from the own page with its token the rest.

    A foreign page can have the browser send a request, but cannot read the token, nor add a header without being
    asked for leave, which is never given; the browser says besides where a request comes from (Fetch Metadata, W3C).
    """

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._inner, self._token = app, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] in SAFE or self._is_own(scope):
            await self._inner(scope, receive, send)
            return
        from starlette.responses import JSONResponse

        told = {"error": "this was not asked by the studio's own page: load it again"}
        await JSONResponse(told, 403)(scope, receive, send)

    def _is_own(self, scope: Scope) -> bool:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        return (
            secrets.compare_digest(headers.get(HEADER, "").encode(), self._token.encode())
            and headers.get("origin", "") in ("", f"http://{headers.get('host', '')}")
            and headers.get("sec-fetch-site", "same-origin") == "same-origin"
        )
