"""rhapsode: turns an article into one narrated track with a chapter per section.

    import rhapsode
    track = rhapsode.narrate("article.md", "article.mp3", voice="en-gb")

Each name is loaded when it is first used, so that `import rhapsode` costs nothing. What the names of `__all__` take and
give is in `content/guide/python.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhapsode.lazy_names import opened

if TYPE_CHECKING:
    from rhapsode.article_pictures import publish
    from rhapsode.errors import RhapsodeError
    from rhapsode.listening import VIEWS
    from rhapsode.mixing import Inspection, Master, inspect, read_track
    from rhapsode.model import Document, Progress, Track
    from rhapsode.narration import narrate
    from rhapsode.pipeline import Outline, outline, workers
    from rhapsode.reading import read
    from rhapsode.request import Request
    from rhapsode.store import Store

__version__ = "0.1.0"

__all__ = [
    "VIEWS",
    "Document",
    "Inspection",
    "Master",
    "Outline",
    "Progress",
    "Request",
    "RhapsodeError",
    "Store",
    "Track",
    "__version__",
    "inspect",
    "narrate",
    "outline",
    "publish",
    "read",
    "read_track",
    "workers",
]

_HOMES = {
    "VIEWS": "listening",
    "Document": "model",
    "Inspection": "mixing",
    "Master": "mixing",
    "Outline": "pipeline",
    "Progress": "model",
    "Request": "request",
    "RhapsodeError": "errors",
    "Store": "store",
    "Track": "model",
    "inspect": "mixing",
    "narrate": "narration",
    "outline": "pipeline",
    "publish": "article_pictures",
    "read": "reading",
    "read_track": "mixing",
    "workers": "pipeline",
}

__getattr__ = opened(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
