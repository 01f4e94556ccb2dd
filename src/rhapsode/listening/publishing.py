"""Writing the views of tracks into one folder: each file whole or not at all, old entries kept."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from rhapsode.errors import UsageError
from rhapsode.files import replacing, write_atomically
from rhapsode.listening.captions import FORMATS, SUFFIXES, captions
from rhapsode.listening.media import EPUB_TYPES, media_type, unfit
from rhapsode.listening.ownership import FOLDER_FILES, refuse_foreign
from rhapsode.listening.views import CATEGORIES, chosen, free_names
from rhapsode.model import Track

Made = tuple[str, Callable[[], bytes]]
"""The suffix of a file, and what makes its content."""


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
    track, a base URL or category that is none, an EPUB of a format that none can hold, and where a file that rhapsode
    did not make lies in the way of one to be written; then nothing is written.
    """
    wanted = chosen(views)
    _check(tracks, wanted, base_url, category, asked=views is not None, warn=warn)
    names = free_names(track.path for track in tracks)
    placed = [track._replace(path=folder / name) for track, name in zip(tracks, names, strict=True)]
    for track, here in zip(tracks, placed, strict=True):
        refuse_foreign(_targets(track, here, wanted, single_file=single_file), track.document.source)
    refuse_foreign(folder / name for view, own in FOLDER_FILES.items() if view in wanted for name in own)
    written: dict[Path, None] = {}
    for track, here in zip(tracks, placed, strict=True):
        written.update(dict.fromkeys(_write(track, here, wanted, single_file=single_file)))
    about = {"title": title, "description": description, "author": author, "category": category}
    about["base_url"] = base_url and base_url.rstrip("/") + "/"
    for name, data in _folder_views(placed, folder, wanted, about):
        write_atomically(folder / name, data)
        written[folder / name] = None
    return list(written)


def _check(
    tracks: Sequence[Track],
    wanted: frozenset[str],
    base_url: str,
    category: str,
    *,
    asked: bool,
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
        if "epub" in wanted and track.path.suffix.lower() not in EPUB_TYPES:
            if asked:
                raise UsageError(*unfit(track.path))
            warn(": ".join(unfit(track.path)))


def _targets(track: Track, here: Track, wanted: frozenset[str], *, single_file: bool) -> Iterator[Path]:
    """Every file that `_write` is going to write."""
    if _needs_sound(wanted, single_file=single_file) and not _lies_there(track.path, here.path):
        yield here.path
    for suffix, _ in _views(here, track.path, wanted, single_file=single_file):
        yield here.path.with_name(here.path.stem + suffix)
    if _fits_book(track, wanted):
        yield here.path.with_suffix(".epub")


def _write(track: Track, here: Track, wanted: frozenset[str], *, single_file: bool) -> Iterator[Path]:
    """Write the files of one track, which is going to lie where `here` has it, one by one."""
    if _needs_sound(wanted, single_file=single_file):
        _place(track.path, here.path)
        yield here.path
    for suffix, content in _views(here, track.path, wanted, single_file=single_file):
        target = here.path.with_name(here.path.stem + suffix)
        write_atomically(target, content())
        yield target
    if _fits_book(track, wanted):
        yield _bind(track, here.path.with_suffix(".epub"))


def _needs_sound(wanted: frozenset[str], *, single_file: bool) -> bool:
    return bool(wanted & {"audiobook", "feed", "library"}) or ("page" in wanted and not single_file)


def _fits_book(track: Track, wanted: frozenset[str]) -> bool:
    return "epub" in wanted and track.path.suffix.lower() in EPUB_TYPES


def _lies_there(source: Path, target: Path) -> bool:
    return target.is_file() and (source.samefile(target) or filecmp.cmp(source, target, shallow=False))


def _place(source: Path, target: Path) -> None:
    """Copy the sound, with its date, unless it lies there already."""
    if _lies_there(source, target):
        return
    with replacing(target) as half:
        shutil.copy2(source, half)


def _bind(track: Track, target: Path) -> Path:
    from rhapsode.listening.epub import write_epub

    with replacing(target) as half, half.open("wb") as out:
        write_epub(track, out)
    return target


def _views(track: Track, sound: Path, wanted: frozenset[str], *, single_file: bool) -> Iterator[Made]:
    """Every file of one track, what says who made it first; `sound` is where it can be read now."""
    from rhapsode.listening import audiobook, feed, page, picture

    def made(suffix: str, write: Callable[..., str], *given: object, **named: object) -> Made:
        return suffix, lambda: write(*given, **named).encode("utf-8", "replace")

    for form in FORMATS:
        if form in wanted or (form == "vtt" and wanted & {"feed", "library"}):
            yield made(SUFFIXES[form], captions, track, form)
    heard = track._replace(path=sound)
    image = picture.suffix(heard) if wanted & {"audiobook", "feed", "library"} else ""
    if image:
        yield made(".chapters.json", feed.chapters_json, track)
        yield image, lambda: picture.cover(heard)[0]
    if "page" in wanted or "library" in wanted:
        home = "index.html" if "library" in wanted else ""
        yield made(".html", page.page, heard if single_file else track, single_file=single_file, home=home)
    if "audiobook" in wanted:
        beside = {"picture": track.path.stem + image, "contents": f"{track.path.stem}.contents.html"}
        yield made(".publication.json", audiobook.audiobook, track, **beside)
        yield made(".contents.html", audiobook.contents_page, track)


def _folder_views(
    placed: Sequence[Track], folder: Path, wanted: frozenset[str], about: dict[str, str]
) -> Iterator[tuple[str, bytes]]:
    """Name and content of the files over all tracks, those of earlier calls kept in them."""
    from rhapsode.listening import feed, library, text

    if "library" in wanted:
        old = _old(folder / "library.json").decode("utf-8", "replace")
        listed = library.merged([library.entry(track, folder) for track in placed], old, folder)
        yield from library.files(listed, about["title"] or library.title_of(old)).items()
    if "feed" in wanted:
        before = _old(folder / feed.NAME)
        tongue = "" if before or not placed else text.language(placed[0].document).replace("und", "")
        yield feed.NAME, feed.feed(placed, feed.Channel(language=tongue, **about), folder, before)
        yield feed.PICTURE, library.files([], "")[feed.PICTURE]


def _old(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
