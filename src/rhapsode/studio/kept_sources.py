"""Sources as they were when they were looked at, so that what is made is what was shown, after a restart too."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Collection
from pathlib import Path

from rhapsode.errors import SourceMissing
from rhapsode.files import write_atomically
from rhapsode.model import Document, Source
from rhapsode.reading.reader_choice import read_source
from rhapsode.request import read_text

ID = re.compile(r"[0-9a-f]{16}")


class KeptSources:
    """A folder of sources, each under an id of 16 hexadecimal digits."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, source: Source) -> str:
        """Keep it; its id."""
        own = secrets.token_hex(8)
        about = {"location": source.location, "name": source.name}
        about |= {"media_type": source.media_type, "charset": source.charset}
        write_atomically(self._folder / f"{own}.source", source.data)
        write_atomically(self._folder / f"{own}.json", json.dumps(about).encode())  # last: with it the source is whole
        return own

    def document(self, own: str) -> Document:
        """The source of that id, read. Raises SourceMissing where there is none, and what its reader raises."""
        try:
            about = json.loads(self._file(own, "json").read_bytes())
            data = self._file(own, "source").read_bytes()
        except (OSError, ValueError) as fault:
            raise SourceMissing("this text is no longer kept", "paste it again") from fault
        return read_text(data, "") if about["location"] == "-" else read_source(Source(data=data, **about))

    def path(self, own: str) -> Path:
        """Where the source of that id lies, if it is kept. Raises SourceMissing for what is no id."""
        return self._file(own, "source")

    def drop(self, own: str) -> None:
        """Keep it no longer."""
        for suffix in ("json", "source"):
            self._file(own, suffix).unlink(missing_ok=True)

    def drop_others(self, wanted: Collection[str]) -> None:
        """Keep none but those."""
        for file in self._folder.glob("*.*"):
            if ID.fullmatch(file.stem) and file.stem not in wanted:
                file.unlink(missing_ok=True)

    def _file(self, own: str, suffix: str) -> Path:
        if not ID.fullmatch(own):
            raise SourceMissing("there is no such text", "paste it again")
        return self._folder / f"{own}.{suffix}"
