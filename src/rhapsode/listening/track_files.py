"""The files that views put beside a track: what each is called, which views want it, and how it is written."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from rhapsode.files import replacing, write_atomically
from rhapsode.listening.captions import FORMATS, captions
from rhapsode.listening.media import digest
from rhapsode.listening.views import BESIDE
from rhapsode.model import Track

Pictured = Callable[[Track], Mapping[str, bytes]]
"""From a track to the pictures of its document, by their addresses."""


def unpictured(_: Track) -> Mapping[str, bytes]:
    """No pictures."""
    return {}


class PlacedTrack(NamedTuple):
    """A track and the folder that views of it are made in."""

    track: Track
    """Its path is where it is going to lie."""
    sound: Path
    """Where its sound can be read now."""
    views: frozenset[str]
    single_file: bool = False
    """Whether the sound stands inside the page."""
    pictures: Pictured = unpictured

    @property
    def stem(self) -> str:
        """What the files beside the track are called, without suffix."""
        return self.track.path.stem

    @property
    def heard(self) -> Track:
        """The track with the path of its sound as it lies now."""
        return self.track._replace(path=self.sound)

    @property
    def checked(self) -> Track:
        """The track with its checksum, which a track read back from its sound does not know."""
        if self.track.sha256 or not self.sound.is_file():
            return self.track
        return self.track._replace(sha256=digest(self.sound, "sha256").hex())

    @property
    def picture(self) -> str:
        """The suffix of its cover."""
        from rhapsode.listening import picture

        return picture.suffix(self.heard)


class TrackFile(NamedTuple):
    """One file beside a track."""

    name: str
    """With the fields of a `PlacedTrack` in it, as `str.format` takes them."""
    views: frozenset[str]
    """Any of these wants it."""
    write: Callable[[PlacedTrack, Path], None]
    """Writes it, whole or not at all."""

    def path(self, placed: PlacedTrack) -> Path:
        """Where it is going to lie."""
        return placed.track.path.with_name(self.name.format(placed))


def wanted(placed: PlacedTrack) -> Iterator[TrackFile]:
    """The files that the views of `placed` want, in the order of the table."""
    sound_is_left_out = (placed.single_file and not placed.views & LISTED) or not placed.sound.is_file()
    return (file for file in TRACK_FILES if file.views & placed.views and not (sound_is_left_out and file is SOUND))


def lies_there(placed: PlacedTrack) -> bool:
    """Whether the sound lies already where it is going to."""
    source, target = placed.sound, placed.track.path
    return target.is_file() and (source.samefile(target) or filecmp.cmp(source, target, shallow=False))


def _copy_sound(placed: PlacedTrack, target: Path) -> None:
    if lies_there(placed):
        return
    with replacing(target) as half:
        shutil.copy2(placed.sound, half)  # with its date, which is the track's


def _text(write: Callable[[PlacedTrack], str]) -> Callable[[PlacedTrack, Path], None]:
    return lambda placed, target: write_atomically(target, write(placed).encode("utf-8", "replace"))


def _captions(form: str) -> Callable[[PlacedTrack, Path], None]:
    return _text(lambda placed: captions(placed.checked if form == "json" else placed.track, form))


def _chapters(placed: PlacedTrack) -> str:
    from rhapsode.listening.feed import chapters_json

    return chapters_json(placed.track)


def _picture(placed: PlacedTrack, target: Path) -> None:
    from rhapsode.listening.picture import cover

    write_atomically(target, cover(placed.heard)[0])


def _page(placed: PlacedTrack) -> str:
    from rhapsode.listening.page import page

    home = "index.html" if "library" in placed.views else ""
    track = placed.heard if placed.single_file else placed.track
    return page(track, single_file=placed.single_file, home=home, pictures=placed.pictures(placed.track))


def _audiobook(placed: PlacedTrack) -> str:
    from rhapsode.listening.audiobook import audiobook

    return audiobook(placed.track, picture=placed.stem + placed.picture, contents=f"{placed.stem}.contents.html")


def _contents(placed: PlacedTrack) -> str:
    from rhapsode.listening.audiobook import contents_page

    return contents_page(placed.track)


def _book(placed: PlacedTrack, target: Path) -> None:
    from rhapsode.listening.epub_book import write_epub

    with replacing(target) as half, half.open("wb") as out:
        write_epub(placed.heard, out, pictures=placed.pictures(placed.track))


LISTED = frozenset({"audiobook", "feed", "library"})
"""Views that name the sound as a file beside them, with a picture and its chapters."""
SHOWN = {"vtt": ("feed", "library")}
"""Captions that other views show."""
SOUND = TrackFile("{0.track.path.name}", LISTED | {"page"}, _copy_sound)
TRACK_FILES = (
    SOUND,
    *(
        TrackFile("{0.stem}" + BESIDE[form], frozenset({form, *SHOWN.get(form, ())}), _captions(form))
        for form in FORMATS
    ),
    TrackFile("{0.stem}.chapters.json", LISTED, _text(_chapters)),
    TrackFile("{0.stem}{0.picture}", LISTED, _picture),
    TrackFile("{0.stem}" + BESIDE["page"], frozenset({"page", "library"}), _text(_page)),
    TrackFile("{0.stem}.publication.json", frozenset({"audiobook"}), _text(_audiobook)),
    TrackFile("{0.stem}.contents.html", frozenset({"audiobook"}), _text(_contents)),
    TrackFile("{0.stem}" + BESIDE["epub"], frozenset({"epub"}), _book),
)
"""What says who made it comes before what can hold no mark of ours: see `ownership`."""
