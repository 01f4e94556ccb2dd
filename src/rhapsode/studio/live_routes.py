"""What the page asks of a listening: its sound, what is said in it when, and its end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from rhapsode.errors import RhapsodeError, UsageError
from rhapsode.studio.live_listening import LiveListenings

if TYPE_CHECKING:
    from starlette.requests import Request as WebRequest
    from starlette.responses import Response
    from starlette.routing import Route

MOST_DIGITS = 10
OVER = 410
"""Gone (RFC 9110, 15.5.11): a stream that has ended is asked for again."""


def live_routes(
    listenings: LiveListenings,
    answering: Callable[[Callable[[WebRequest], Awaitable[Any]]], Callable[[WebRequest], Awaitable[Response]]],
    headers: Mapping[str, str],
) -> list[Route]:
    """Routes below `/listenings/`; `answering` makes an answer of what a function tells or raises.

    Without ranges, since nobody knows the length: a browser plays an endless stream as it comes, and takes no more of
    it than it has room for.
    """
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import JSONResponse, StreamingResponse
    from starlette.routing import Route

    async def cues(request: WebRequest) -> Any:
        one = listenings.get(request.path_params["own"])
        return await run_in_threadpool(one.cues, _number(request, "turn"), _number(request, "after"))

    async def sound(request: WebRequest) -> Response:
        named = [name for name in ("utterance", "section") if name in request.query_params]
        try:
            places = {name: _number(request, name) for name in named}
            one = listenings.get(request.path_params["own"])
            stream = await run_in_threadpool(one.sound, _number(request, "turn"), places)
        except RhapsodeError as fault:
            return JSONResponse({"error": str(fault)}, OVER, headers=headers)
        return StreamingResponse(stream, headers=headers, media_type="audio/mpeg")

    async def end(request: WebRequest) -> Any:
        return await run_in_threadpool(listenings.end, request.path_params["own"])

    return [
        Route("/listenings/{own}/cues", answering(cues)),
        Route("/listenings/{own}/sound", sound),
        Route("/listenings/{own}/end", answering(end), methods=["POST"]),
    ]


def _number(request: WebRequest, name: str) -> int:
    """A whole number in the address. Raises UsageError."""
    told = request.query_params.get(name, "")
    if not (told.isascii() and told.isdigit() and len(told) < MOST_DIGITS):
        raise UsageError(f"{name} is no number", "load the page again")
    return int(told)
