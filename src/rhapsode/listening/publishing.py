"""Writing the views of tracks into one folder: each file whole or not at all, old entries kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

from rhapsode.errors import UsageError
from rhapsode.files import write_atomically
from rhapsode.listening.media import EPUB_TYPES, media_type, unfit
from rhapsode.listening.ownership import FOLDER_FILES, refuse_foreign
from rhapsode.listening.track_files import SOUND, Pictured, PlacedTrack, lies_there, unpictured, wanted
from rhapsode.listening.views import CATEGORIES, NEED_SOUND, VIEWS, chosen, free_names
from rhapsode.model import Track


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
    pictures: Pictured | None = None,
) -> list[Path]:
    """Write `views` (names of `VIEWS` or `GROUPS`; None: all that the tracks allow) of `tracks` into `folder`.

    Returns every file written. The sound is copied there where a view needs it beside itself; with `single_file` it
    stands inside the page instead. `base_url` is where the folder will be reached (the feed needs it); `title`,
    `description`, `author` and `category` name the feed and the library; what is empty stays as the folder has it, or
    is `feed.DEFAULTS` (which `rhapsode serve` fits). `pictures` gives those of a track's document, JPEG or PNG, by the
    addresses that it has for them; they stand in its page and its EPUB. What cannot be made of a track, where no view
    was asked for by name, is told to `warn` in one line. Raises UsageError for an unknown view, a file that is no
    track, a base URL or category that is none, an EPUB of a format that none can hold, and where a file that rhapsode
    did not make lies in the way of one to be written; then nothing is written.
    """
    asked = chosen(views)
    by_name = not set(VIEWS).isdisjoint(views or ())
    _check(tracks, asked, base_url, category, asked=by_name, single_file=single_file, warn=warn)
    names = free_names(track.path for track in tracks)
    placed = [
        _place(track, folder / name, asked, single_file)._replace(pictures=pictures or unpictured)
        for track, name in zip(tracks, names, strict=True)
    ]
    asked = asked if all(one.sound.is_file() for one in placed) else asked - NEED_SOUND
    for one in placed:
        refuse_foreign(_targets(one), one.track.document.source)
    refuse_foreign(folder / name for view, own in FOLDER_FILES.items() if view in asked for name in own)
    written: dict[Path, None] = {}
    for one in placed:
        for file in wanted(one):
            target = file.path(one)
            file.write(one, target)
            written[target] = None
    about = {"title": title, "description": description, "author": author, "category": category}
    about["base_url"] = base_url and base_url.rstrip("/") + "/"
    for view, made in FOLDER_VIEWS.items():
        for name, data in made([one.track for one in placed], folder, about).items() if view in asked else ():
            write_atomically(folder / name, data)
            written[folder / name] = None
    return list(written)


def _place(track: Track, path: Path, views: frozenset[str], single_file: bool) -> PlacedTrack:
    fits_book = track.path.suffix.lower() in EPUB_TYPES
    own = views if fits_book else views - {"epub"}
    if not track.path.is_file():
        own -= NEED_SOUND
    return PlacedTrack(track._replace(path=path), track.path, own, single_file)


def _targets(placed: PlacedTrack) -> Iterator[Path]:
    """Every file that is going to be written over."""
    return (file.path(placed) for file in wanted(placed) if file is not SOUND or not lies_there(placed))


def _check(
    tracks: Sequence[Track],
    names: frozenset[str],
    base_url: str,
    category: str,
    *,
    asked: bool,
    single_file: bool,
    warn: Callable[[str], None],
) -> None:
    from urllib.parse import urlsplit

    parts = urlsplit(base_url)
    if base_url and (parts.scheme not in {"http", "https"} or not parts.netloc):
        raise UsageError(f"{base_url} is no base URL", "give one like https://example.org/listen/")
    if category and category not in CATEGORIES:
        raise UsageError(f"Apple's list has no category {category!r}", f"choose from {', '.join(CATEGORIES)}")
    for track in tracks:
        media_type(track.path)
        if not track.path.is_file() and (single_file or names & NEED_SOUND):
            what = f"there is no {track.path.name} beside its record"
            if asked or single_file:
                raise UsageError(what, "put it there, or make captions and pages only: --view captions --view page")
            warn(f"{what}: captions and a page are all that is made")
        if "epub" in names and track.path.suffix.lower() not in EPUB_TYPES:
            if asked:
                raise UsageError(*unfit(track.path))
            warn(": ".join(unfit(track.path)))


def _library(tracks: Sequence[Track], folder: Path, about: Mapping[str, str]) -> dict[str, bytes]:
    from rhapsode.listening import library

    old = _old(folder / "library.json").decode("utf-8", "replace")
    listed = library.merged([library.entry(track, folder) for track in tracks], old, folder)
    return library.files(listed, about["title"] or library.title_of(old))


def _feed(tracks: Sequence[Track], folder: Path, about: Mapping[str, str]) -> dict[str, bytes]:
    from rhapsode.listening import feed, library, markup_text

    before = _old(folder / feed.NAME)
    stated = [tongue for track in tracks if (tongue := markup_text.language(track.document)) != "und"]
    # Of a new feed only: an old one's language is kept, which may be set by hand.
    tongue = "" if before or not stated else Counter(stated).most_common(1)[0][0]
    channel = feed.Channel(language=tongue, **about)
    return {
        feed.NAME: feed.feed(tracks, channel, folder, before),
        feed.PICTURE: library.files([], "")[feed.PICTURE],
    }


FOLDER_VIEWS: Mapping[str, Callable[[Sequence[Track], Path, Mapping[str, str]], dict[str, bytes]]] = {
    "library": _library,
    "feed": _feed,
}
"""Name and content of the files over all tracks, those of earlier calls kept in them."""


def _old(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
