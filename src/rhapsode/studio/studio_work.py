"""What the studio's page works on, and what can be done with it: look, listen, queue, keep."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rhapsode import pipeline, speaking
from rhapsode.errors import RhapsodeError, SourceMissing, SourceRefused, UsageError
from rhapsode.model import Source
from rhapsode.pipeline import Watcher
from rhapsode.plugins import EngineChoice, VoiceInfo
from rhapsode.reading.fetch import fetch
from rhapsode.studio.kept_sources import KeptSources
from rhapsode.studio.live_listening import LiveListenings
from rhapsode.studio.render_choices import keep_choices, load_choices, read_choices
from rhapsode.studio.render_queue import QueuedRender, RenderQueue
from rhapsode.studio.shelf_tracks import add_track, begin_shelf, tracks
from rhapsode.studio.studio_outline import outline_of
from rhapsode.voice_samples import sentence
from rhapsode.work_folders import work_folder


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
        return self._of_new(source, lambda own: {"id": own, **self.outline(own, told or {})})

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
        return self._of_new(source, lambda own: self.listened_to(own, told))

    def _of_new(self, source: Source, work: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
        """What `work` tells of a source that is kept from now on; where it raises, it is not."""
        own = self.sources.keep(source)
        try:
            return work(own)
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
