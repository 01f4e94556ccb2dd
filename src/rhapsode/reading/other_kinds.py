"""Files of kinds that are known and not read: each is refused by its name, with what to do instead."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import NoReturn

from rhapsode.errors import ReaderMissing
from rhapsode.model import Document, Source

_OFFICE = "open it in a word processor and save it as .docx or .odt"
_TABLE = "save the part to be heard as text or HTML"
_SLIDES = "export it as PDF, or save its notes as text"
_PICTURE = "if it shows text, run it through an OCR program first"
_EBOOK = "convert it to EPUB, with Calibre for instance"
_UNPACK = "unpack it and name a file in it"
_SOUND = "it is a recording already; name a text"
_KINDS: tuple[tuple[str, str, str], ...] = (
    ("LaTeX", "tex latex ltx", "make a PDF of it and name that, or convert it to HTML with pandoc"),
    ("RTF", "rtf", _OFFICE),
    ("Mobipocket", "mobi prc", _EBOOK),
    ("Kindle", "azw azw3 azw4 kfx kpf", _EBOOK),
    ("an old e-book format", "lit lrf pdb snb chm", _EBOOK),
    ("DjVu", "djvu djv", "convert it to PDF with text in it"),
    ("PostScript", "ps eps", "convert it to PDF, with ps2pdf for instance"),
    ("Word's old format", "doc dot wri", _OFFICE),
    ("WordPerfect", "wpd wps", _OFFICE),
    ("Apple Pages", "pages", "export it as .docx or EPUB"),
    ("slides", "ppt pptx pps ppsx odp key", _SLIDES),
    ("a spreadsheet", "xls xlsx xlsm ods numbers", _TABLE),
    ("a notebook", "ipynb", "export it as Markdown or HTML"),
    ("an Outlook letter", "msg", "save it as .eml"),
    ("a mailbox", "mbox", "save the letter to be heard as .eml"),
    ("a comic book", "cbz cbr cb7", "there is no text in it to read"),
    ("a picture", "jpg jpeg png gif webp bmp tif tiff heic avif svg psd", _PICTURE),
    ("sound", "mp3 m4a m4b aac wav flac ogg opus wma aiff", _SOUND),
    ("a film", "mp4 mkv avi mov webm wmv mpg mpeg", "name its subtitles, saved as text"),
    ("an archive", "zip tar gz tgz bz2 xz 7z rar zst jar iso", _UNPACK),
    ("a program or a database", "exe dll so bin dmg apk msi sqlite db", "name a text"),
    ("XML of a kind of its own", "xml dita xsl", "convert it to HTML"),
)
"""What it is, suffixes, what to do instead."""
_SUFFIXES = {suffix: (what, cure) for what, suffixes, cure in _KINDS for suffix in suffixes.split()}
_SIGNS: tuple[tuple[bytes, str], ...] = (
    (rb"\{\\rtf", "rtf"), (rb"%!PS", "ps"), (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"), (rb".{60}BOOKMOBI", "mobi"),
    (rb"AT&TFORM", "djvu"), (rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF.{4}WEBP|BM.{4}\0\0\0\0|II\*\0|MM\0\*", "png"),
    (rb"ID3|\xff[\xfb\xf3]|fLaC|OggS|RIFF.{4}WAVE", "mp3"), (rb".{4}ftyp|\x1aE\xdf\xa3", "mp4"),
    (rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd", "gz"), (rb"MZ|\x7fELF|SQLite format", "exe"),
    (rb"ITSF|ITOLITLS", "chm"), (rb"\s*\\documentclass", "tex"),
)  # fmt: skip
"""First bytes, and a suffix of the kind."""
_FIRST = re.compile(b"|".join(b"(%s)" % sign for sign, _ in _SIGNS), re.S)
_BY_SIGN, _BY_SUFFIX, _ZIP = 0.85, 0.5, 0.2


class OtherKindsReader:
    """Says of a file what it is, and refuses it."""

    name = "other"
    suffixes: tuple[str, ...] = ()

    def score(self, source: Source) -> float:
        """By suffix or first bytes; less than any reader that can read it."""
        if _FIRST.match(source.data[:80]):
            return _BY_SIGN
        if PurePath(source.name.lower()).suffix.removeprefix(".") in _SUFFIXES:
            return _BY_SUFFIX
        return _ZIP if source.data.startswith(b"PK\x03\x04") else 0.0

    def read(self, source: Source) -> Document:
        """Raises ReaderMissing, always."""
        _refuse(source)


def _refuse(source: Source) -> NoReturn:
    suffix = PurePath(source.name.lower()).suffix.removeprefix(".")
    found = _FIRST.match(source.data[:80])
    if suffix not in _SUFFIXES:
        suffix = _SIGNS[(found.lastindex or 1) - 1][1] if found else "zip"
    what, cure = _SUFFIXES[suffix]
    raise ReaderMissing(f"{source.location} is {what}, which is not read", cure)
