"""The shelf: a published folder to which tracks are added, and from which they are taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from rhapsode import article_pictures, listening, mixing, pipeline
from rhapsode.errors import RhapsodeError, UsageError
from rhapsode.files import sweep_halves, write_atomically
from rhapsode.listening import feed, library
from rhapsode.listening.addresses import address_of, name_of
from rhapsode.metadata_text import HIDDEN
from rhapsode.mixing import MixedTrack
from rhapsode.model import Document, Track
from rhapsode.pipeline import Watcher
from rhapsode.studio.render_process import in_own_process
from rhapsode.studio.render_queue import QueuedRender

LISTING = "library.json"
VIEWS = ("library", "page", "epub", "feed")
MOST_STEM = 60
BOOK = ".m4b"
BESIDE = (BOOK, ".json", ".vtt", ".chapters.json", ".png", ".jpg", ".html", ".epub")
"""Suffixes of what may lie beside the sound of a track."""


def begin_shelf(folder: Path) -> None:
    """Make it, empty, where there is none, and its feed where there is none; sweep what a killed studio left half done.

    Raises UsageError where something else lies there.
    """
    sweep_halves(folder)
    if not (folder / LISTING).exists():
        listening.publish([], folder, views=("library",))
    if not (folder / feed.NAME).exists():
        listening.publish(_listed_tracks(folder), folder, views=("feed",))


def add_track(
    one: QueuedRender,
    document_of: Callable[[], Document],
    folder: Path,
    engine: str,
    watch: Watcher,
    executor: Executor | None = None,
    file: Path | None = None,
) -> None:
    """Make the track, and put it on the shelf. Raises what a render and publishing raise, and what `watch` raises.

    `document_of` reads the source. Without an `executor` both are called in a process of their own, so they have to be
    picklable, and whatever it is at ends at once where `watch` raises. A book's pictures are taken from its `file`.
    """
    target = folder / f"{stem(one)}.mp3"
    make = partial(_made, one, document_of, target, engine, executor, file)
    try:
        track = make(watch) if executor else in_own_process(make, watch)
        article_pictures.publish([track], folder, views=VIEWS)
    except BaseException:
        for sound in (target, target.with_suffix(BOOK)):  # which no list names
            sound.unlink(missing_ok=True)
        sweep_halves(folder)
        raise


def _made(
    one: QueuedRender,
    document_of: Callable[[], Document],
    target: Path,
    engine: str,
    executor: Executor | None,
    file: Path | None,
    watch: Watcher,
) -> MixedTrack:
    request, document = one.choices.request(engine), document_of()
    if file and article_pictures.are_inside(document):
        request = request._replace(source=str(file))
    track = pipeline.render(request, target, document=document, executor=executor, progress=watch)
    if one.choices.m4b:
        pipeline.render(request, target.with_suffix(BOOK), document=document, executor=executor, progress=watch)
    return track


def stem(one: QueuedRender) -> str:
    """What its files are called: the same whenever it is made."""
    letters = "".join(c if c.isalnum() else "-" for c in HIDDEN.sub("", one.title))
    words = "-".join(part for part in letters.split("-") if part)[:MOST_STEM].strip("-")
    return "-".join(filter(None, (words, one.id[:8])))


def tracks(folder: Path) -> list[dict[str, Any]]:
    """What is on it, as the library lists it, each with when it was `added` (seconds since 1970) and its `m4b`."""
    return [_told(entry, folder) for entry in library.merged([], _listing(folder), folder)]


def take_away(folder: Path, own: str) -> None:
    """Delete the track of that id with all that lies beside it. Raises UsageError where there is none."""
    listed = library.merged([], _listing(folder), folder)
    gone = next((entry for entry in listed if entry["id"] == own), None)
    if gone is None:
        raise UsageError("this track is not on the shelf", "load the page again")
    sound = folder / Path(name_of(gone["audio"])).name
    stay = [entry for entry in listed if entry["id"] != own]
    for name, data in library.files(stay, library.title_of(_listing(folder))).items():
        write_atomically(folder / name, data)
    if (entries := folder / feed.NAME).is_file():
        write_atomically(entries, feed.without(entries.read_bytes(), sound.name))
    for suffix in (*BESIDE, sound.suffix):
        sound.with_name(sound.stem + suffix).unlink(missing_ok=True)


def _told(entry: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    sound = folder / name_of(entry["audio"])
    book = sound.with_suffix(BOOK)
    return {**entry, "added": sound.stat().st_mtime, "m4b": address_of(book.name) if book.is_file() else ""}


def _listed_tracks(folder: Path) -> Sequence[Track]:
    """Those of the shelf whose files still say what they are."""
    found = []
    for entry in library.merged([], _listing(folder), folder):
        with suppress(RhapsodeError):
            found.append(mixing.read_track(folder / name_of(entry["audio"])))
    return found


def _listing(folder: Path) -> str:
    try:
        return (folder / LISTING).read_text("utf-8", "replace")
    except OSError:
        return ""
