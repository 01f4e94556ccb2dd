"""The picture that a page names for itself, got while sentences are spoken, as the cover of its track."""

from __future__ import annotations

from threading import Thread

from rhapsode.errors import RhapsodeError
from rhapsode.metadata_text import metadata_line
from rhapsode.mixing import Master
from rhapsode.model import Document, Script
from rhapsode.request import Request

PATIENCE_S = 10.0
"""How long a finished speech waits for it."""


class LeadPicture:
    """It is fetched in a thread that nobody waits for longer than `PATIENCE_S`, and that a program may end over."""

    def __init__(self, request: Request, document: Document, master: Master) -> None:
        self._request, self._document, self._master = request, document, master
        self._cover: bytes | None = None
        self._why = "it did not come in time"
        self._thread: Thread | None = None
        if document.picture and not (document.cover or master.cover or master.drawn_cover) and master.generate_cover:
            self._thread = Thread(target=self._fetch, name="lead picture", daemon=True)
            self._thread.start()

    def onto(self, script: Script) -> Script:
        """`script` with the picture as its document's cover, or with a warning where there should have been one."""
        if self._thread is None:
            return script
        self._thread.join(PATIENCE_S)
        if self._cover:
            return script._replace(document=script.document._replace(cover=self._cover))
        warning = f"the cover is drawn, since the picture that the page names is not to be had: {self._why}"
        return script._replace(warnings=(*script.warnings, warning))

    def _fetch(self) -> None:
        from rhapsode.covers import site_of
        from rhapsode.covers.photograph import with_photograph
        from rhapsode.reading.named_pictures import named_from, picture_at

        document = self._document
        location = named_from(document, self._request.source)
        title = metadata_line(self._master.title or document.title)
        authors = tuple(metadata_line(name) for name in self._master.authors or document.authors)
        try:
            found = picture_at(document.picture, location, allow_private=self._request.allow_private)
            site, language = site_of(document.source), document.language
            self._cover = with_photograph(found, title, authors, site=site, language=language)
        except RhapsodeError as fault:
            self._why = fault.what
        except ValueError as fault:
            self._why = f"{document.picture[:200]} is {fault}"
