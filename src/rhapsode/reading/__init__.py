"""The reading room: a path, an address or standard input becomes a `Document`.

`read` fetches the source and gives it to the reader that is surest of it; `expand` turns folders and reading lists
into single locations first.
"""

from __future__ import annotations

from rhapsode.model import Document
from rhapsode.reading.source_lists import expand

__all__ = ["Document", "expand", "read"]


def read(location: str, *, stdin: bytes | None = None, allow_private: bool = False, reader: str = "") -> Document:
    """The document at `location`: a path, an `http(s)` address, or `-` for the bytes in `stdin`.

    `reader` names the reader to use, whatever the source looks like. `allow_private` lets an address lead into a
    private network. Raises SourceMissing, SourceUnreadable, SourceRefused or ReaderMissing.
    """
    from rhapsode.reading.fetch import fetch
    from rhapsode.reading.reader_choice import read_source

    return read_source(fetch(location, stdin=stdin, allow_private=allow_private), reader)
