"""Which files rhapsode made: only those are ever written over.

Most kinds can say who made them. Sound and pictures are known by the pages and chapters that are written with them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from pathlib import Path

from rhapsode.errors import UsageError

HEAD_BYTES = 1 << 16
"""How far into a file its mark is looked for."""
MARKS = {
    ".html": re.compile(rb'<meta name="generator" content="rhapsode"'),
    ".xml": re.compile(rb"<generator>rhapsode</generator>"),
    ".json": re.compile(rb'\A\{\s*"generator": "rhapsode"'),
    ".vtt": re.compile(rb"\AWEBVTT\n\nNOTE Made by rhapsode\n"),
    ".lrc": re.compile(rb"^\[by:rhapsode\]$", re.M),
    ".srt": re.compile(rb"\A1\n\d\d+:\d\d:\d\d,\d{3} --> "),
}
"""By suffix. SubRip has no comments, so what is written exactly as ours is taken for ours."""
BOOK_MARK = re.compile(rb'<meta name="generator" content="rhapsode"/>')
BOOK_PACKAGE = "EPUB/package.opf"
FOLDER_FILES = {
    "library": (
        "index.html",
        "library.css",
        "library.js",
        "manifest.webmanifest",
        "icon-192.png",
        "icon-512.png",
        "worker.js",
        "library.json",
        "library.png",
    ),
    "feed": ("library.png", "feed.xml"),
}
"""Names of the files that stand for the whole folder, by view."""
FOLDER_NAMES = frozenset(name for names in FOLDER_FILES.values() for name in names)
FOLDER_WITNESSES = ("index.html", "library.json", "feed.xml")
TRACK_WITNESSES = (".chapters.json", ".html")
"""What is written together with files that can hold no mark: names for the folder, suffixes for a track."""


def refuse_foreign(targets: Iterable[Path], source: str = "") -> None:
    """Raise UsageError where one of `targets` is a file that rhapsode did not make, or the file at `source`."""
    for path in targets:
        if not path.exists():
            continue
        if _is_same(path, source):
            raise UsageError(f"{path} is the article itself", "choose another folder or another name")
        if not is_ours(path):
            raise UsageError(f"{path} was not made by rhapsode", "move it away, or choose another folder or name")


def is_ours(path: Path) -> bool:
    """Whether the file at `path` was made by rhapsode, or has nothing in it that could be lost."""
    if not path.is_file():
        return False
    if path.stat().st_size == 0:
        return True
    if path.suffix.lower() == ".epub":
        return _is_our_book(path)
    if path.suffix.lower() in MARKS:
        return _is_marked(path)
    witnesses = FOLDER_WITNESSES if path.name in FOLDER_NAMES else [path.stem + end for end in TRACK_WITNESSES]
    return any(_is_marked(path.with_name(name)) for name in witnesses)


def _is_marked(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return bool(MARKS[path.suffix.lower()].search(file.read(HEAD_BYTES)))


def _is_our_book(path: Path) -> bool:
    import zipfile  # late: few calls meet a book

    try:
        with zipfile.ZipFile(path) as book, book.open(BOOK_PACKAGE) as package:
            return bool(BOOK_MARK.search(package.read(HEAD_BYTES)))
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, OSError):
        return False


def _is_same(path: Path, source: str) -> bool:
    try:
        return bool(source) and Path(source).samefile(path)
    except (OSError, ValueError):  # an address, standard input, or what no system takes for a path
        return False
