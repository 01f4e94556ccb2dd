"""The studio's page and what it asks for, by Starlette; for this machine only."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from rhapsode import pipeline, speaking
from rhapsode.errors import RhapsodeError, SourceMissing, SourceRefused, UsageError
from rhapsode.listening import library
from rhapsode.listening import server as shown_folder
from rhapsode.listening.assets import asset
from rhapsode.model import STANDARD_INPUT, Source
from rhapsode.pipeline import Watcher
from rhapsode.plugins import EngineChoice, VoiceInfo, reader_suffixes
from rhapsode.reading.fetch import fetch
from rhapsode.studio.assets import studio_asset
from rhapsode.studio.kept_sources import KeptSources
from rhapsode.studio.live_listening import LiveListenings
from rhapsode.studio.live_routes import live_routes
from rhapsode.studio.render_choices import keep_choices, load_choices, read_choices
from rhapsode.studio.render_queue import QueuedRender, RenderQueue
from rhapsode.studio.request_guard import OwnPageGuard
from rhapsode.studio.shelf_tracks import add_track, begin_shelf, take_away, tracks
from rhapsode.studio.studio_outline import outline_of
from rhapsode.voice_samples import sentence
from rhapsode.work_folders import work_folder

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


@dataclass(frozen=True)
class Studio:
    """What the page works on: a shelf, and a folder where sources, queue and choices are kept."""

    shelf: Path
    kept: Path
    engine: str = "auto"
    allow_private: bool = False
    """Whether an address may lead into a private network."""
    executor: Executor | None = None
    """What renders are made on; None: worker processes for each."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    shown: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """Of each source that was looked at since the start, and not made: its title, and its sections'."""

    @cached_property
    def sources(self) -> KeptSources:
        """What was looked at."""
        return KeptSources(self.kept / "sources")

    @cached_property
    def queue(self) -> RenderQueue:
        """What is to be made."""
        return RenderQueue(self.kept / "queue.json", self._make)

    @cached_property
    def listenings(self) -> LiveListenings:
        """What is listened to while it is made."""
        return LiveListenings()

    @property
    def choices_file(self) -> Path:
        """Where the choices for what comes are kept."""
        return self.kept / "choices.json"

    def begin(self) -> None:
        """Make the shelf where there is none, forget what nobody waits for, and go on with the queue.

        Raises UsageError where the shelf cannot be one.
        """
        begin_shelf(self.shelf)
        self.sources.drop_others({one.id for one in self.queue.renders()})
        self.queue.start()

    def _make(self, one: QueuedRender, watch: Watcher) -> None:
        document_of, file = partial(self.sources.document, one.id), self.sources.path(one.id)
        add_track(one, document_of, self.shelf, self.engine, watch, self.executor, file)
        self.sources.drop(one.id)

    def fetched(self, link: str) -> Source:
        """The page at `link`. Raises SourceError; nothing but the web is opened for a page."""
        if urlsplit(link).scheme not in {"http", "https"}:
            raise SourceRefused(
                f"{link[:80]!r} is no web address", "give one that begins with https://, or drop a file"
            )
        return fetch(link, allow_private=self.allow_private)

    def looked_at(self, source: Source, told: object = None) -> dict[str, Any]:
        """The outline of a new source, with its `id`. Raises SourceError, StyleError, EngineError."""
        own = self.sources.keep(source)
        try:
            return {"id": own, **self.outline(own, told or {})}
        except RhapsodeError:
            self.sources.drop(own)
            raise

    def outline(self, own: str, told: object) -> dict[str, Any]:
        """The outline of a source that is kept, by the choices `told`."""
        plan = outline_of(self.sources.document(own), read_choices(told), self.engine)
        self.shown[own] = plan["title"], tuple(one["title"] for one in plan["sections"])
        return plan

    def listened_to(self, own: str, told: object) -> dict[str, Any]:
        """Begin to read a source that is kept aloud, by the choices `told`, else by those that are kept.

        Raises SourceError, UsageError.
        """
        document = self.sources.document(own)
        choices = read_choices(told) if told else load_choices(self.choices_file)
        begun = self.listenings.begin(document, choices.request(self.engine))
        about = {"title": document.title, "language": document.language, "choices": choices._asdict()}
        return {"id": own, "listening": begun.id, **about}

    def listened_to_at_once(self, source: Source, told: object) -> dict[str, Any]:
        """The same of a new source."""
        own = self.sources.keep(source)
        try:
            return self.listened_to(own, told)
        except RhapsodeError:
            self.sources.drop(own)
            raise

    def close(self) -> None:
        """End what is at work and what is listened to."""
        self.listenings.close()
        self.queue.close()

    def queued(self, told: Mapping[str, Any]) -> None:
        """Have the source `told["id"]`, which was looked at, made. Raises UsageError or SourceMissing."""
        choices, own = read_choices(told.get("choices", {})), str(told.get("id", ""))
        if own not in self.shown:
            raise SourceMissing("this text is no longer kept", "paste it again")
        title, sections = self.shown.pop(own)
        said = tuple(section for section in sections if section not in choices.left_out)
        keep_choices(self.choices_file, choices)
        self.queue.add(QueuedRender(own, title, choices, said))

    def cancelled(self, own: str) -> None:
        """Make it no longer."""
        if self.queue.cancel(own):
            self.sources.drop(own)

    def state(self) -> dict[str, Any]:
        """Everything that the page shows."""
        renders = [_render_json(one) for one in self.queue.renders()]
        choices = load_choices(self.choices_file)._asdict()
        listed, place = tracks(self.shelf), str(self.shelf.absolute())
        return {"token": self.token, "queue": renders, "shelf": listed, "shelf_place": place, "choices": choices}

    @cached_property
    def voices(self) -> list[dict[str, Any]]:
        """Every voice that can be chosen."""
        return [
            {"engine": engine, "id": voice.id, "name": voice.name, "languages": list(voice.languages)}
            for engine, voice in speaking.every_voice(EngineChoice(self.engine))
        ]

    def sample(self, told: Mapping[str, Any]) -> bytes:
        """An MP3 of how `told["choices"]` sound: a sentence in the voice's language, or in `told["language"]`.

        Raises UsageError where there is no such voice.
        """
        choices = read_choices(told.get("choices", {}))
        named = str(told.get("language", ""))
        engine, languages = self.engine, (named or "en",)
        if choices.voice:
            found = next((one for one in self.voices if one["id"] == choices.voice), None)
            if found is None:
                raise UsageError(f"there is no voice {choices.voice!r}", "choose another")
            engine, languages = found["engine"], tuple(found["languages"])
        said = sentence(VoiceInfo(choices.voice, "", languages))
        language = next((tag for tag in languages if tag != "mul"), named)
        request = choices.kept.request(engine)._replace(stdin=said.encode(), language=language)
        with work_folder() as folder:
            target = Path(folder) / "sample.mp3"
            pipeline.say(request, target)
            return target.read_bytes()


def _render_json(one: QueuedRender) -> dict[str, Any]:
    told = {"id": one.id, "title": one.title, "state": one.state, "error": one.error}
    if one.progress is None:
        return told
    section = one.progress.section
    number = one.sections.index(section) + 1 if section in one.sections else 0
    at = {"stage": one.progress.stage, "section": section, "number": number, "sections": len(one.sections)}
    return {**told, **at, "done": one.progress.done, "total": one.progress.total}


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
