"""Views of finished tracks for listening offline: captions, read-along page, EPUB, audiobook, feed, library.

The front door is `publish`, which writes them into a folder; `check` says beforehand whether it can. Each view is also
a pure function of a `Track` in the file of its name: `captions.captions`, `page.page`, `epub.epub`,
`audiobook.audiobook`, `feed.feed`, `library.index`. All are views of the one timeline; none measures time itself.
"""

from rhapsode.listening.publishing import publish
from rhapsode.listening.views import CATEGORIES, GROUPS, VIEWS, check

__all__ = ["CATEGORIES", "GROUPS", "VIEWS", "check", "publish"]
