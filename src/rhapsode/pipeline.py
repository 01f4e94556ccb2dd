"""The order of the rooms: read, write the script, speak, mix. Nothing else knows it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from rhapsode import mixing, speaking
from rhapsode.clips import HEAD_BYTES, clip_ms
from rhapsode.current_tracks import made_of
from rhapsode.default_store import default_store
from rhapsode.errors import DamagedValue, RhapsodeError, SourceUnreadable, Unproven, UsageError
from rhapsode.estimate import speech_ms
from rhapsode.lead_picture import LeadPicture
from rhapsode.mixing import Master, MixedTrack
from rhapsode.model import Document, Progress, Script
from rhapsode.pauses import pauses_ms
from rhapsode.plugins import EngineChoice
from rhapsode.pool import Workers, give_back_memory, process_pool, usable_processors
from rhapsode.request import Request, read_text, script, write
from rhapsode.steps import step
from rhapsode.store import Store

if TYPE_CHECKING:
    from rhapsode.article_pictures import PictureGathering

__all__ = ["Outline", "Request", "check", "healed", "outline", "render", "say", "workers"]

T = TypeVar("T")
SCARCE = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN}
"""Open files, memory, processes."""

Watcher = Callable[[Progress], None]


class Outline(NamedTuple):
    """The plan before anything is spoken."""

    script: Script
    plan: speaking.SpeechPlan
    seconds: tuple[float, ...]
    """Estimated length of each section, in the script's order; exact in speech where it is stored already."""
    seconds_to_speak: float = 0.0
    """About how long speaking what is not stored will take here."""


def outline(request: Request, store: Store | None = None, *, document: Document | None = None) -> Outline:
    """What a render of `request` would give, without speaking; `document` is the source where it is read already.

    Raises what `write` raises, and EngineError.
    """
    kept = store or default_store()
    written = script(document, request, kept) if document else write(request, kept)

    def planned() -> tuple[speaking.SpeechPlan, tuple[float, ...]]:
        plan = speaking.plan(written, request.choice, kept)
        return plan, _section_seconds(plan.script, plan, kept)

    (plan, seconds), warnings = healed(kept, planned)
    plan = plan._replace(warnings=(*plan.warnings, *warnings))
    return Outline(plan.script, plan, seconds, speaking.estimated_s(plan, usable_processors()))


def render(
    request: Request,
    target: Path,
    *,
    document: Document | None = None,
    master: Master | None = None,
    views: Collection[str] = (),
    store: Store | None = None,
    executor: Executor | None = None,
    jobs: int | None = None,
    progress: Watcher | None = None,
    verify: bool = False,
    record: bool = False,
    upkeep: bool = True,
) -> MixedTrack:
    """Narrate `request` into `target`, and the listening `views` of it (captions, a page, an EPUB) beside it.

    `document` is the source where it is read already. `executor` may be any `concurrent.futures.Executor`; without one,
    `jobs` worker processes (default: one per processor) are started and ended. With `verify` the finished file is heard
    again, and what is not in it spoken anew. With `record` a track in one file gets a record (`track_record`) beside
    it, or a warning where another's file has its name. Without `upkeep` the store is kept small by somebody else, as in
    a batch. Raises RhapsodeError; then `target` is as it was, and what was
    spoken is kept. Raises Unproven where `target` is written, and a sentence still not in it as it should be.
    """
    kept, finish = store or default_store(), master or Master()
    check(request, target, finish, views)
    digest = made_of(request, target, finish, views) if record and document is None else ""
    try:
        own = nullcontext(executor) if executor else workers(jobs or usable_processors())
        with own as pool, kept.in_use():
            if isinstance(pool, Workers) and _is_new(request, target):
                pool.begin(partial(_get_ready, request.choice))
            written = _written(request, document, kept)
            lead = LeadPicture(request, written.document, finish)
            gathering = _pictures(request, written.document, kept, views)
            once = partial(_spoken_and_mixed, request, written, target, finish, kept, pool, progress, upkeep, lead)
            make = partial(_whole, kept, once)
            track, unproven = _proven(make, written, pool) if verify else (make({}), ())
        track = _published(_recorded(track, digest, wanted=record), views, gathering)
    except (OSError, MemoryError) as fault:
        raise _refused(fault, target) from fault
    if unproven:
        more = f" (and {len(unproven) - 1} more)" if len(unproven) > 1 else ""
        cure = "hear it, and reword the sentence or try another --voice"
        raise Unproven(f"written, but not all is proven to be in it: {unproven[0]}{more}", cure)
    return track


def _refused(fault: OSError | MemoryError, target: Path) -> RhapsodeError:
    """What the system did not do; it names no file where it was one that is open already."""
    if isinstance(fault, MemoryError):
        fault = OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))
    why = fault.strerror or str(fault)
    if fault.errno in SCARCE:
        return RhapsodeError(f"the system gives no more to this render: {why}", "end other programs, or try --jobs 1")
    where = os.fsdecode(fault.filename or f"{target} or the temporary folder")
    return RhapsodeError(f"{why}: {where}", "check the folder, its permissions and the space left on the disk")


def check(request: Request, target: Path, master: Master, views: Collection[str] = ()) -> None:
    """Raise the UsageError that a render would end in for its options alone, before anything is read or spoken.

    No file that the render reads is ever written over, be it by the track or by a view beside it.
    """
    mixing.check(target, master)
    if target.exists() and not target.is_file():
        raise UsageError(f"{target} is no file that could be replaced", "name another with -o")
    source = None if request.source == "-" else Path(request.source)
    inputs = (source, master.cover, master.intro, master.outro, master.section_cue, *request.lexicons)
    written = target.resolve()
    if any(path is not None and path.resolve() == written for path in inputs):
        raise UsageError(f"{target} is read for this render, so it cannot be written", "name another with -o")
    if views:
        from rhapsode import listening  # only where it is asked for: it is the one room that most renders leave out

        listening.check(views, target.with_suffix(".m3u8") if master.split else target)


def _is_new(request: Request, target: Path) -> bool:
    """Whether there is surely something to speak: no track yet, or a source that was changed after it was made."""
    try:
        made_s = target.stat().st_mtime
        return request.source != "-" and Path(request.source).stat().st_mtime > made_s
    except OSError:
        return not target.exists()


def _written(request: Request, document: Document | None, store: Store) -> Script:
    written = script(document, request, store) if document else write(request, store)
    if not written.utterances:
        raise SourceUnreadable(
            f"{'the text' if request.source == '-' else request.source} has no word to speak",
            "see `rhapsode sections` for what it skips",
        )
    return written


def _proven(
    make: Callable[[Mapping[str, int]], MixedTrack], written: Script, pool: Executor
) -> tuple[MixedTrack, tuple[str, ...]]:
    from rhapsode.proving import prove  # only where it is asked for

    return prove(make, written, pool)


def _whole(store: Store, make: Callable[[Mapping[str, int]], MixedTrack], takes: Mapping[str, int]) -> MixedTrack:
    """The track that `make` gives; what of it the store holds damaged is made anew."""
    track, warnings = healed(store, partial(make, takes))
    return track._replace(warnings=(*track.warnings, *warnings))


def healed(store: Store, make: Callable[[], T]) -> tuple[T, tuple[str, ...]]:
    """What `make` gives, and a warning where it ran into a DamagedValue.

    Then every damaged value is dropped from the store, and `make` tried once more: it makes anew what it needs.
    """
    try:
        return make(), ()
    except DamagedValue as fault:
        from rhapsode.store_upkeep import heal  # only where it is needed

        warning = heal(store, fault)
    return make(), (warning,)


def _spoken_and_mixed(
    request: Request,
    written: Script,
    target: Path,
    master: Master,
    store: Store,
    pool: Executor,
    progress: Watcher | None,
    upkeep: bool,
    lead: LeadPicture,
    takes: Mapping[str, int],
) -> MixedTrack:
    """The track of `written`; `takes` counts by utterance id how often it was spoken before and found faulty."""
    with step("plan"):
        plan = speaking.plan(written, request.choice, store, pool, takes)
    written = plan.script
    with step("speak"):
        speech = speaking.speak(plan, store, pool, progress, meanwhile=_load_mixing)
    kept_small = _kept_small(store, pool) if plan.missing and upkeep else None
    # A long text's take room that the mixing can use; given back, they and the reading's are 3 MB of ten hours' 36.
    plan = plan._replace(missing=(), runs=())
    give_back_memory()
    written = lead.onto(written)
    with step("mix"):
        track = mixing.mix(written, speech, store, target, executor=pool, master=master, progress=progress)
    if kept_small:
        _settled(kept_small)
    warnings = (*written.document.warnings, *written.warnings, *plan.warnings, *speech.warnings, *track.warnings)
    return track._replace(warnings=warnings)


def _load_mixing() -> None:
    """Have the next room's code loaded while the workers speak: 0.04 s of an article's 1.4."""
    import_module("rhapsode.mixing.mixdown")


def _settled(kept_small: Future[None]) -> None:
    """Raise what the call raised; a worker that was lost over it loses nothing, since the next render trims too."""
    fault = kept_small.exception()
    if isinstance(fault, RhapsodeError | OSError):
        raise fault


def _kept_small(store: Store, pool: Executor) -> Future[None]:
    from rhapsode.store_upkeep import keep_small

    return pool.submit(keep_small, store)


def _recorded(track: MixedTrack, digest: str, *, wanted: bool) -> MixedTrack:
    track = track._replace(files=track.files or (track.path,))
    if not wanted or not track.timeline:
        return track
    from rhapsode import track_record  # what is rendered in memory only has none

    track = track.described(versions=track_record.versions(), made_of=digest)
    try:
        return track._replace(files=(*track.files, track_record.write_record(track)))
    except UsageError as fault:
        return track._replace(warnings=(*track.warnings, f"no record is kept: {fault}"))


def _pictures(request: Request, document: Document, store: Store, views: Collection[str]) -> PictureGathering | None:
    if not request.pictures or not any(mark.kind == "image" for block in document.blocks for mark in block.marks):
        return None
    from rhapsode.article_pictures import begin  # most texts have none

    return begin(request, document, store, views)


def _published(track: MixedTrack, views: Collection[str], gathering: PictureGathering | None) -> MixedTrack:
    if not views:
        return track
    from rhapsode import listening

    pictures, warnings = gathering.result() if gathering else ({}, ())
    made = listening.publish([track], track.path.parent, views=views, pictures=lambda _: pictures)
    files = tuple(dict.fromkeys((*track.files, *made)))
    return track._replace(files=files, warnings=(*track.warnings, *warnings))


def say(request: Request, target: Path, *, title: str = "", store: Store | None = None) -> MixedTrack:
    """Speak the short text of `request.stdin` into `target`, in one worker: no cover, and no title spoken.

    `title` is for the tags; empty: the text's first words.
    """
    document = read_text(request.stdin or b"", "text")
    finish = Master(generate_cover=False, title=title)
    return render(request, target, document=document, master=finish, store=store, jobs=1)


def workers(count: int) -> AbstractContextManager[Executor]:
    """An executor of `count` processes for as many renders as one likes."""
    return process_pool(count)


def _get_ready(engine: EngineChoice) -> None:
    """In a worker: load and start what its first work would have to wait for."""
    speaking.get_ready(engine)
    mixing.preload()


def _clip_ms(store: Store, key: str) -> float:
    try:
        return clip_ms(*store.glimpse(key, HEAD_BYTES))
    except ValueError:
        return store.read(key, lambda value: clip_ms(value, len(value)))  # which tells what is wrong with it


def _section_seconds(written: Script, plan: speaking.SpeechPlan, store: Store) -> tuple[float, ...]:
    absent = plan.absent()
    milliseconds = dict.fromkeys((section.id for section in written.sections), 0.0)
    pauses = pauses_ms(written.utterances)
    for utterance, pause_ms in zip(written.utterances, pauses, strict=False):
        if plan.keys[utterance.id] in absent:
            said_ms = speech_ms(utterance.text, utterance.voice.rate_wpm)
        else:
            said_ms = _clip_ms(store, plan.keys[utterance.id])
        milliseconds[utterance.section_id] += pause_ms + said_ms
        last = utterance.section_id
    if written.utterances:
        milliseconds[last] += pauses[-1]
    return tuple(milliseconds[section.id] / 1000 for section in written.sections)
