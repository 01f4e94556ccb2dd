"""What can be made of a track: the views' names, and what is known to be impossible before anything is spoken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from rhapsode.errors import UsageError
from rhapsode.listening.captions import FORMATS, SUFFIXES
from rhapsode.listening.media import EPUB_TYPES, MEDIA_TYPES, unfit
from rhapsode.listening.ownership import FOLDER_NAMES, refuse_foreign

VIEWS = (*FORMATS, "page", "epub", "audiobook", "feed", "library")
USUAL = "usual"
GROUPS = {USUAL: ("page", "epub", "feed", "library"), "captions": tuple(FORMATS), "all": VIEWS}
"""Names that stand for several views: what one listens and reads with, what some players and programs read, all."""
BESIDE = {**SUFFIXES, "page": ".html", "epub": ".epub"}
"""The suffix of each view that is one file beside its track."""
NEED_SOUND = frozenset(VIEWS) - {*FORMATS, "page"}
"""What cannot be made of a record alone."""
CATEGORIES = (
    "Arts",
    "Business",
    "Comedy",
    "Education",
    "Fiction",
    "Government",
    "Health & Fitness",
    "History",
    "Kids & Family",
    "Leisure",
    "Music",
    "News",
    "Religion & Spirituality",
    "Science",
    "Society & Culture",
    "Sports",
    "TV & Film",
    "Technology",
    "True Crime",
)
"""Apple Podcasts' top categories."""
OWN_STEMS = frozenset(Path(name).stem for name in FOLDER_NAMES)


def check(views: Collection[str], target: Path) -> None:
    """Whether `views` (names of `VIEWS` or `GROUPS`) can be made beside a track that is going to be `target`.

    Raises UsageError for an unknown view, for any view of what is no single track (a playlist of sections, or a file
    of another kind), for an EPUB of a format that none can hold, and where a file that rhapsode did not make lies in
    the way. Reads no more than the beginnings of files.
    """
    names = chosen(views)
    if not names:
        return
    if target.suffix.lower() not in MEDIA_TYPES:
        what = f"{', '.join(name for name in VIEWS if name in names)} cannot be made beside {target.name}"
        raise UsageError(what, f"render one file ({', '.join(MEDIA_TYPES)}), not split")
    if "epub" in names and target.suffix.lower() not in EPUB_TYPES:
        raise UsageError(*unfit(target))
    stem = Path(next(free_names([target]))).stem
    refuse_foreign(target.with_name(stem + suffix) for name, suffix in BESIDE.items() if name in names)


def chosen(views: Collection[str] | None) -> frozenset[str]:
    """The views that `views` name, groups opened up; None means all. Raises UsageError for an unknown one."""
    if views is None:
        return frozenset(VIEWS)
    names = [name for view in views for name in GROUPS.get(view, (view,))]
    if unknown := [name for name in names if name not in VIEWS]:
        raise UsageError(f"no view {unknown[0]!r}", f"choose from {', '.join((*GROUPS, *VIEWS))}")
    return frozenset(names)


def free_names(tracks: Iterable[Path]) -> Iterator[str]:
    """A file name for each track: its own, with a number where the folder would hold it twice."""
    taken = set(OWN_STEMS)
    for path in tracks:
        stem, number = path.stem, 1
        while stem.lower() in taken:
            number += 1
            stem = f"{path.stem}-{number}"
        taken.add(stem.lower())
        yield stem + path.suffix
