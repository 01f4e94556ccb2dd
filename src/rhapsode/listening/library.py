"""A static, installable web app over a folder of tracks: it lists them, keeps the chosen ones and plays them.

Web Application Manifest and Service Workers (W3C). What is listed stands in `library.json`, so that tracks published
earlier stay.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from rhapsode.listening.addresses import address_of, name_of
from rhapsode.listening.assets import asset
from rhapsode.listening.markup_text import direction, language, markup_safe, sample
from rhapsode.listening.media import digest, identity, media_type
from rhapsode.listening.page import json_block
from rhapsode.listening.times import clock, position_ms
from rhapsode.listening.waveform_drawing import bar_picture
from rhapsode.model import Track

Entry = Mapping[str, Any]
TITLE = "Read aloud"
ICON = (0.3, 0.55, 0.85, 0.5, 1.0, 0.65, 0.9, 0.45, 0.25)
ICON_HUE = 0.51


def entry(track: Track, folder: Path) -> Entry:
    """What the library lists of `track`, whose files lie in `folder`; addresses are relative to it."""
    stem, document = track.path.stem, track.document

    def address(*suffixes: str) -> str:
        return next((address_of(stem + suffix) for suffix in suffixes if (folder / (stem + suffix)).exists()), "")

    return {
        "id": identity(track),
        "title": markup_safe(document.title),
        "authors": [markup_safe(name) for name in document.authors],
        "language": language(document),
        "direction": direction(sample(document)),
        "published": document.published,
        "seconds": position_ms(track, track.frames) / 1000,
        "audio": address_of(track.path.name),
        "type": media_type(track.path),
        "bytes": (folder / track.path.name).stat().st_size,
        "sha256": digest(folder / track.path.name, "sha256").hex(),
        "cover": address(".png", ".jpg"),
        "page": address(".html"),
        "captions": address(".vtt"),
        "epub": address(".epub"),
        "chapters": [[position_ms(track, s.start_frame) / 1000, markup_safe(s.title)] for s in track.sections],
    }


def merged(new: Iterable[Entry], previous: str, folder: Path) -> list[Entry]:
    """`new` before the entries of the `previous` `library.json` whose sound still lies in `folder`."""
    first = {str(item["audio"]): item for item in new}
    try:
        old = json.loads(previous or "{}").get("tracks", [])
        stay = [e for e in old if e["audio"] not in first and (folder / name_of(e["audio"])).is_file()]
    except (ValueError, AttributeError, TypeError, KeyError):
        stay = []
    return [*first.values(), *stay]


def title_of(previous: str) -> str:
    """The title that the `previous` `library.json` has, or the usual one."""
    try:
        return str(json.loads(previous)["title"]) or TITLE
    except (ValueError, TypeError, KeyError):
        return TITLE


def files(entries: Sequence[Entry], title: str) -> dict[str, bytes]:
    """Every file of the app by name; the worker's version changes when any of them does."""
    shell = {
        "index.html": index(entries, title).encode(),
        "library.css": asset("theme.css", "library.css").encode(),
        "library.js": asset("timeline.js", "player.js", "library.js").encode(),
        "manifest.webmanifest": manifest(title).encode(),
        "icon-192.png": bar_picture(ICON, 192, ICON_HUE),
        "icon-512.png": bar_picture(ICON, 512, ICON_HUE),
    }
    version = hashlib.sha256(b"".join(shell.values())).hexdigest()[:16]
    worker = asset("worker.js").replace("{version}", version).replace('"{shell}"', json.dumps([*shell])[1:-1])
    listed = {"generator": "rhapsode", "schema": 1, "title": title, "tracks": list(entries)}
    listing = json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
    return {
        **shell,
        "worker.js": worker.encode(),
        "library.json": listing.encode(),
        "library.png": bar_picture(ICON, 1400, ICON_HUE),
    }


def index(entries: Sequence[Entry], title: str) -> str:
    """The app's page; the list is in it, so that it can be read without a script."""
    return Template(asset("library.html")).substitute(
        title=escape(markup_safe(title)),
        tracks="".join(_row(item) for item in entries),
        data=json_block(list(entries)),
    )


def _row(item: Entry) -> str:
    authors = ", ".join(f"<bdi>{escape(name)}</bdi>" for name in item["authors"])
    about = [authors, escape(_date(item["published"])), clock(item["seconds"])]
    safe = {key: escape(value) for key, value in item.items() if isinstance(value, str)}
    return Template(asset("library-row.html")).substitute(
        safe,
        address=safe["page"] or safe["audio"],
        about=" · ".join(part for part in about if part),
        picture=f'<img src="{safe["cover"]}" alt="" width="96" height="96" loading="lazy">' if safe["cover"] else "",
        book=f'<a class="book" href="{safe["epub"]}" download>EPUB</a>' if safe["epub"] else "",
    )


def _date(published: str) -> str:
    try:
        day = date.fromisoformat(published) if len(published) == 10 else None
    except ValueError:
        day = None
    return f"{day.day} {day:%b %Y}" if day else published


def manifest(title: str) -> str:
    """The web application manifest."""
    icons = [
        {"src": f"icon-{side}.png", "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
        for side in (192, 512)
        for purpose in ("any", "maskable")
    ]
    about = {
        "id": "./",
        "name": title,
        "short_name": title,
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": "#fbfaf7",
        "theme_color": "#155e63",
        "categories": ["books", "news"],
        "icons": icons,
    }
    return json.dumps(about, ensure_ascii=False, indent=1) + "\n"
