"""The cover: the user's, the document's, or one drawn of title, authors and waveform."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rhapsode import installed
from rhapsode.covers import DRAWING, PACKAGES, site_of
from rhapsode.errors import EncoderError, UsageError
from rhapsode.executors import Jobs
from rhapsode.metadata_text import metadata_line
from rhapsode.mixing.master import Master
from rhapsode.model import Document
from rhapsode.pictures import media_type, picture_size
from rhapsode.store import Store, key_of


class Cover(NamedTuple):
    """An image and what it is."""

    data: bytes
    media_type: str
    size: tuple[int, int]
    """Width and height in pixels; 0 where they could not be read."""


def begun_cover(
    document: Document, master: Master, peaks: Sequence[int], store: Store, executor: Executor
) -> Callable[[], Cover | None]:
    """What waits for the cover of a track: the master's, the document's, or one drawn, which `store` keeps.

    `executor` begins to draw it at once: 80 ms beside the making of the timeline. Raises UsageError where the master's
    cannot be one, DamagedValue.
    """
    given = cover_from(master.cover) if master.cover else None
    if document.cover and not (given or master.drawn_cover):
        with suppress(ValueError):
            given = cover_of(document.cover)
    if given or not master.generate_cover:
        return lambda: given
    title = metadata_line(master.title or document.title)
    authors = tuple(metadata_line(name) for name in master.authors or document.authors)
    site, language = site_of(document.source), document.language
    with_fonts = {package: installed.version(package) for package in PACKAGES}
    parts = {"title": title, "authors": authors, "peaks": peaks, "site": site, "language": language}
    key = key_of({"kind": "cover", "drawing": DRAWING, "fonts": with_fonts, **parts})
    if key in store:
        kept = store.read(key, cover_of)
        return lambda: kept
    lost = EncoderError("a worker process died while drawing the cover", "run the command again with --jobs 1")
    drawing = Jobs(executor, [partial(_drawn, store, key, title, authors, peaks, site, language)], lost)
    return lambda: next(cover_of(data) for _, data in drawing)


def _drawn(
    store: Store, key: str, title: str, authors: Sequence[str], peaks: Sequence[int], site: str, language: str
) -> bytes:
    from rhapsode.covers.cover_drawing import drawn  # 40 ms, where there is something to draw

    picture = drawn(title, authors, peaks, site=site, language=language)
    if picture.bundled:  # with a font of the system's it is another on another machine, and no value of this key
        store.put(key, picture.data)
    return picture.data


def cover_of(data: bytes) -> Cover:
    """`data` with its type and size. Raises ValueError where it is neither PNG nor JPEG."""
    if not (kind := media_type(data)):
        raise ValueError("neither PNG nor JPEG")
    return Cover(data, kind, picture_size(data))


def cover_from(path: Path) -> Cover:
    """The image at `path`. Raises UsageError where it cannot be a cover."""
    try:
        return cover_of(path.read_bytes())
    except (OSError, ValueError) as fault:
        raise UsageError(f"{path} cannot be the cover: {fault}", "give a JPEG or PNG") from fault
