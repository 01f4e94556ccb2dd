"""The pictures that a document names: fetched where it was fetched, read where it lies, and nothing else."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urljoin

from rhapsode.errors import SourceMissing, SourceRefused, SourceUnreadable
from rhapsode.model import Document
from rhapsode.reading.archive import MEMBER, Archive
from rhapsode.reading.fetch import fetch, is_address

MOST_PICTURE_BYTES = 15_000_000
"""Of one picture as it is fetched."""


def named_from(document: Document, source: str) -> str:
    """Where `document`, read from `source` (a path or an address), is: by that its pictures' addresses count."""
    return document.source if is_address(document.source) else source


def picture_at(address: str, location: str, *, allow_private: bool = False) -> bytes:
    """The picture at `address`, as the document at `location` (a path, or an `http` or `https` address) names it.

    What a document from the web names is fetched, as guarded as the document was. What a file names is read, and only
    where it lies in the file's own folder or one inside it: a text that somebody sent must not fetch or show anything
    else. What a document in an archive names as its `MEMBER` is taken from the document.
    Raises SourceRefused for what is neither, and what fetching or reading raises.
    """
    if address.startswith(MEMBER):
        document = fetch(location, allow_private=allow_private)
        data = Archive(document.data, document.location).read(address.removeprefix(MEMBER))
    elif location == "-":
        raise SourceRefused(f"{address[:200]} is named by a text that has no place", "give the text as a file")
    elif is_address(location):
        from rhapsode.reading.web_fetch import ask

        source = ask(urljoin(location, address), allow_private=allow_private).source
        data = source.data if source else b""
    else:
        data = _beside(address, Path(location))
    if len(data) > MOST_PICTURE_BYTES:
        raise SourceRefused(f"{address[:200]} is larger than {MOST_PICTURE_BYTES // 1_000_000} MB", "make it smaller")
    return data


def _beside(address: str, document: Path) -> bytes:
    if is_address(address) or address.startswith(("data:", "//")):
        raise SourceRefused(f"{address[:200]} is not beside {document.name}", "save the picture beside it")
    folder = document.resolve().parent
    try:
        path = (folder / unquote(address.partition("?")[0].partition("#")[0])).resolve()
        if not path.is_relative_to(folder):
            raise SourceRefused(
                f"{address[:200]} is outside the folder of {document.name}", "put the picture beside it"
            )
        if not path.is_file():
            raise SourceMissing(f"there is no picture {address[:200]}", "put it beside the text")
        if path.stat().st_size > MOST_PICTURE_BYTES:
            raise SourceRefused(f"{path.name} is larger than {MOST_PICTURE_BYTES // 1_000_000} MB", "make it smaller")
        return path.read_bytes()
    except (OSError, ValueError) as fault:
        raise SourceUnreadable(f"{address[:200]!r} cannot be read", "check the path") from fault
