"""The studio's page and what it asks for, by Starlette; for this machine only."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from rhapsode.errors import RhapsodeError, SourceRefused, UsageError
from rhapsode.listening import library
from rhapsode.listening import server as shown_folder
from rhapsode.listening.assets import asset
from rhapsode.model import STANDARD_INPUT, Source
from rhapsode.plugins import reader_suffixes
from rhapsode.studio.assets import studio_asset
from rhapsode.studio.live_routes import live_routes
from rhapsode.studio.request_guard import OwnPageGuard
from rhapsode.studio.shelf_tracks import take_away
from rhapsode.studio.studio_work import Studio

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request as WebRequest
    from starlette.responses import Response

MOST_BYTES = 50_000_000
"""Of a text or file that is handed in, as of a page that is fetched."""
HEADERS = {
    **shown_folder.HEADERS,
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self' blob:; "
        "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
}
NAME = "Studio"


def page() -> str:
    """The studio's page; its player is the library's."""
    player = re.search(r'<section id="player".*?</section>', asset("library.html"), re.DOTALL)
    suffixes = ",".join(sorted(reader_suffixes()))
    return Template(studio_asset("studio.html")).substitute(player=player[0] if player else "", suffixes=suffixes)


def manifest() -> str:
    """The web application manifest: the library's, and what another program may hand over (Web Share Target)."""
    enctype = "application/x-www-form-urlencoded"
    target = {
        "action": "./",
        "method": "GET",
        "enctype": enctype,
        "params": {"title": "title", "text": "text", "url": "url"},
    }
    about = {**json.loads(library.manifest(NAME)), "share_target": target}
    return json.dumps(about, ensure_ascii=False, indent=1)


def application(studio: Studio) -> Starlette:
    """An ASGI application for `studio`, which has begun; it answers this machine's own names alone.

    Raises RhapsodeError where Starlette is not installed.
    """
    try:
        from starlette.applications import Starlette
        from starlette.concurrency import run_in_threadpool
        from starlette.middleware import Middleware
        from starlette.middleware.trustedhost import TrustedHostMiddleware
        from starlette.responses import JSONResponse
        from starlette.responses import Response as Answer
        from starlette.routing import Mount, Route
    except ImportError as fault:
        raise RhapsodeError(*shown_folder.MISSING) from fault

    icons = {name: data for name, data in library.files([], NAME).items() if name.endswith(".png")}
    script = "\n".join([asset("timeline.js", "player.js"), studio_asset("live.js"), studio_asset("studio.js")])
    style = asset("theme.css", "library.css") + "\n" + studio_asset("studio.css")
    made: dict[str, tuple[bytes, str]] = {
        "/": (page().encode(), "text/html"),
        "/studio.js": (script.encode(), "text/javascript"),
        "/studio.css": (style.encode(), "text/css"),
        "/manifest.webmanifest": (manifest().encode(), "application/manifest+json"),
        **{f"/{name}": (icons[name], "image/png") for name in ("icon-192.png", "icon-512.png")},
    }

    async def asset_of(request: WebRequest) -> Response:
        data, media_type = made[request.url.path]
        return Answer(data, headers=HEADERS, media_type=media_type)

    def answering(work: Callable[[WebRequest], Awaitable[Any]]) -> Callable[[WebRequest], Awaitable[Response]]:
        async def answer(request: WebRequest) -> Response:
            try:
                told = await work(request)
            except RhapsodeError as fault:
                return JSONResponse({"error": str(fault)}, 422, headers=HEADERS)
            if isinstance(told, bytes):
                return Answer(told, headers=HEADERS, media_type="audio/mpeg")
            return JSONResponse({} if told is None else told, headers=HEADERS)

        return answer

    async def handed_in(request: WebRequest) -> tuple[Source, Any]:
        data = await _body(request)
        if name := request.headers.get("x-file-name", ""):
            plain = Path(unquote(name).replace("\\", "/")).name or "file"
            return Source(plain, plain, data), None
        told = _table(data)
        if link := str(told.get("link", "")).strip():
            return await run_in_threadpool(studio.fetched, link), told.get("choices")
        text = str(told.get("text", "")).encode("utf-8", "replace")
        return Source("-", STANDARD_INPUT, text), told.get("choices")

    async def look(request: WebRequest) -> Any:
        return await run_in_threadpool(studio.looked_at, *await handed_in(request))

    async def listen_at_once(request: WebRequest) -> Any:
        return await run_in_threadpool(studio.listened_to_at_once, *await handed_in(request))

    async def listen(request: WebRequest) -> Any:
        told = _table(await _body(request))
        return await run_in_threadpool(studio.listened_to, request.path_params["own"], told.get("choices", {}))

    async def outline(request: WebRequest) -> Any:
        told = _table(await _body(request))
        return await run_in_threadpool(studio.outline, str(told.get("id", "")), told.get("choices", {}))

    async def queue(request: WebRequest) -> Any:
        return await run_in_threadpool(studio.queued, _table(await _body(request)))

    async def state(request: WebRequest) -> Any:
        return await run_in_threadpool(studio.state)

    async def voices(request: WebRequest) -> Any:
        return await run_in_threadpool(lambda: studio.voices)

    async def sample(request: WebRequest) -> Any:
        return await run_in_threadpool(studio.sample, _table(await _body(request)))

    async def cancel(request: WebRequest) -> Any:
        return await run_in_threadpool(studio.cancelled, request.path_params["own"])

    async def retry(request: WebRequest) -> Any:
        return await run_in_threadpool(studio.queue.retry, request.path_params["own"])

    async def delete(request: WebRequest) -> Any:
        return await run_in_threadpool(take_away, studio.shelf, request.path_params["own"])

    routes: list[Any] = [Route(path, asset_of) for path in made]
    routes += [Route("/state", answering(state)), Route("/voices", answering(voices))]
    routes += live_routes(studio.listenings, answering, HEADERS)
    asked = {
        "/sources": look,
        "/sources/{own}/listen": listen,
        "/listenings": listen_at_once,
        "/outline": outline,
        "/queue": queue,
        "/sample": sample,
        "/queue/{own}/cancel": cancel,
        "/queue/{own}/retry": retry,
        "/tracks/{own:path}/delete": delete,
    }
    routes += [Route(path, answering(work), methods=["POST"]) for path, work in asked.items()]
    routes.append(Mount("/shelf", shown_folder.application(studio.shelf)))
    guards = [
        Middleware(TrustedHostMiddleware, allowed_hosts=[*shown_folder.OWN_NAMES], www_redirect=False),
        Middleware(OwnPageGuard, token=studio.token),
    ]
    return Starlette(routes=routes, middleware=guards)


async def _body(request: WebRequest) -> bytes:
    """What was handed in, as far as it is allowed to go. Raises SourceRefused past that."""
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > MOST_BYTES:
            raise SourceRefused(f"this is larger than {MOST_BYTES // 1_000_000} MB", "split it")
    return bytes(data)


def _table(data: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise UsageError("this was no JSON", "load the page again") from fault
    if not isinstance(told, Mapping):
        raise UsageError("this was no table", "load the page again")
    return told
