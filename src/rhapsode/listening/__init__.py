"""Views of finished tracks for listening offline: captions, read-along page, EPUB, audiobook, feed, library.

The front door is `publish`, which writes them into a folder; `check` says beforehand whether it can. Each view is also
a pure function of a `Track` in a file of its own: `captions.captions`, `page.page`, `epub_book.epub`,
`audiobook.audiobook`, `feed.feed`, `library.index`. All are views of the one timeline; none measures time itself.
Each name is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhapsode.lazy_names import opened

if TYPE_CHECKING:
    from rhapsode.listening.publishing import publish
    from rhapsode.listening.views import CATEGORIES, GROUPS, VIEWS, check

__all__ = ["CATEGORIES", "GROUPS", "VIEWS", "check", "publish"]

_HOMES = {"publish": "publishing", **dict.fromkeys(("CATEGORIES", "GROUPS", "VIEWS", "check"), "views")}

__getattr__ = opened(__name__, _HOMES)
