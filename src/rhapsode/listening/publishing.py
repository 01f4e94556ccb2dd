"""Writing the views of tracks into one folder: each file whole or not at all, old entries kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from rhapsode.errors import UsageError
from rhapsode.files import replacing, write_atomically
from rhapsode.listening.captions import FORMATS, SUFFIXES, captions
from rhapsode.listening.media import EPUB_TYPES, media_type, unfit
from rhapsode.model import Track

VIEWS = (*FORMATS, "page", "epub", "audiobook", "feed", "library")
GROUPS = {"captions": tuple(FORMATS)}
"""Names that stand for several views."""
OWN_STEMS = frozenset({"index", "library", "feed", "worker", "manifest"})
"""File names that the folder's own files have."""


def publish(
    tracks: Sequence[Track],
    folder: Path,
    *,
    views: Collection[str] | None = None,
    single_file: bool = False,
    base_url: str = "",
    title: str = "",
    description: str = "",
    author: str = "",
    category: str = "",
    warn: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Write `views` (names of `VIEWS` or `GROUPS`; None: all that the tracks allow) of `tracks` into `folder`.

    Returns every file written. The sound is copied there where a view needs it beside itself; with `single_file` it
    stands inside the page instead. `base_url` is where the folder will be reached (the feed needs it); `title`,
    `description`, `author` and `category` name the feed and the library; what is empty stays as the folder has it, or
    is `feed.DEFAULTS` (which `rhapsode serve` fits). What cannot be made of a track, where no view
    was asked for by name, is told to `warn` in one line. Raises UsageError for an unknown view, a file that is no
    track, a base URL that is none, or an EPUB of a format that none can hold.
    """
    chosen = _chosen(views)
    _check(tracks, chosen, base_url, asked=views is not None, warn=warn)
    written: dict[Path, None] = {}
    placed: list[Track] = []
    for track, name in zip(tracks, _names(tracks), strict=True):
        here = replace(track, path=folder / name)
        if _needs_sound(chosen, single_file=single_file):
            _place(track.path, here.path)
            written[here.path] = None
        for suffix, data in _views(here, track.path, chosen, single_file=single_file):
            target = folder / f"{here.path.stem}{suffix}"
            write_atomically(target, data)
            written[target] = None
        if "epub" in chosen and track.path.suffix.lower() in EPUB_TYPES:
            written[_bind(track, here.path.with_suffix(".epub"))] = None
        placed.append(here)
    about = {"title": title, "description": description, "author": author, "category": category}
    about["base_url"] = base_url and base_url.rstrip("/") + "/"
    for name, data in _folder_views(placed, folder, chosen, about):
        write_atomically(folder / name, data)
        written[folder / name] = None
    return list(written)


def _chosen(views: Collection[str] | None) -> frozenset[str]:
    if views is None:
        return frozenset(VIEWS)
    names = [name for view in views for name in GROUPS.get(view, (view,))]
    if unknown := [name for name in names if name not in VIEWS]:
        raise UsageError(f"no view {unknown[0]!r}", f"choose from {', '.join((*GROUPS, *VIEWS))}")
    return frozenset(names)


def _check(
    tracks: Sequence[Track], chosen: frozenset[str], base_url: str, *, asked: bool, warn: Callable[[str], None]
) -> None:
    from urllib.parse import urlsplit

    parts = urlsplit(base_url)
    if base_url and (parts.scheme not in {"http", "https"} or not parts.netloc):
        raise UsageError(f"{base_url} is no base URL", "give one like https://example.org/listen/")
    for track in tracks:
        media_type(track.path)
        if "epub" in chosen and track.path.suffix.lower() not in EPUB_TYPES:
            if asked:
                raise UsageError(*unfit(track.path))
            warn(": ".join(unfit(track.path)))


def _names(tracks: Sequence[Track]) -> Iterator[str]:
    """A file name for each track: its own, with a number where the folder would hold it twice."""
    taken = set(OWN_STEMS)
    for track in tracks:
        stem, number = track.path.stem, 1
        while stem.lower() in taken:
            number += 1
            stem = f"{track.path.stem}-{number}"
        taken.add(stem.lower())
        yield stem + track.path.suffix


def _needs_sound(chosen: frozenset[str], *, single_file: bool) -> bool:
    return bool(chosen & {"audiobook", "feed", "library"}) or ("page" in chosen and not single_file)


def _place(source: Path, target: Path) -> None:
    """Copy the sound, with its date, unless it lies there already."""
    if target.exists() and source.samefile(target):
        return
    with replacing(target) as half:
        shutil.copy2(source, half)


def _bind(track: Track, target: Path) -> Path:
    from rhapsode.listening.epub import write_epub

    with replacing(target) as half, half.open("wb") as out:
        write_epub(track, out)
    return target


def _views(track: Track, sound: Path, chosen: frozenset[str], *, single_file: bool) -> Iterator[tuple[str, bytes]]:
    """Suffix and content of every file of one track; `sound` is where it can be read, which may not be its place."""
    from rhapsode.listening import audiobook, feed, page, picture

    for form in FORMATS:
        if form in chosen or (form == "vtt" and chosen & {"feed", "library"}):
            yield SUFFIXES[form], captions(track, form).encode("utf-8", "replace")
    if chosen & {"audiobook", "feed", "library"}:
        image, suffix = picture.cover(replace(track, path=sound))
        yield suffix, image
        yield ".chapters.json", feed.chapters_json(track).encode("utf-8", "replace")
    if "page" in chosen or "library" in chosen:
        home = "index.html" if "library" in chosen else ""
        whole = page.page(replace(track, path=sound) if single_file else track, single_file=single_file, home=home)
        yield ".html", whole.encode("utf-8", "replace")
    if "audiobook" in chosen:
        contents = f"{track.path.stem}.contents.html"
        manifest = audiobook.audiobook(track, picture=f"{track.path.stem}{suffix}", contents=contents)
        yield ".publication.json", manifest.encode("utf-8", "replace")
        yield ".contents.html", audiobook.contents_page(track).encode("utf-8", "replace")


def _folder_views(
    placed: Sequence[Track], folder: Path, chosen: frozenset[str], about: dict[str, str]
) -> Iterator[tuple[str, bytes]]:
    """Name and content of the files over all tracks, those of earlier calls kept in them."""
    from rhapsode.listening import feed, library, text

    if "library" in chosen:
        old = _old(folder / "library.json").decode("utf-8", "replace")
        listed = library.merged([library.entry(track, folder) for track in placed], old, folder)
        yield from library.files(listed, about["title"] or library.title_of(old)).items()
    if "feed" in chosen:
        before = _old(folder / feed.NAME)
        tongue = "" if before or not placed else text.language(placed[0].document).replace("und", "")
        yield feed.PICTURE, library.files([], "")[feed.PICTURE]
        yield feed.NAME, feed.feed(placed, feed.Channel(language=tongue, **about), folder, before)


def _old(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
