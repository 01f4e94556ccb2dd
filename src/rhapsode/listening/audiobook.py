"""The W3C Audiobook manifest (`publication.json`: Publication Manifest and Audiobooks, W3C Recommendations)."""

from __future__ import annotations

import json
from html import escape
from pathlib import PurePath
from typing import Any

from rhapsode.listening.addresses import address_of
from rhapsode.listening.markup_text import direction, language, markup_safe, sample
from rhapsode.listening.media import identity, media_type
from rhapsode.listening.times import clock, duration, iso, made_at, position_ms
from rhapsode.model import Track
from rhapsode.pictures import BY_SUFFIX


def audiobook(track: Track, *, picture: str = "", contents: str = "") -> str:
    """The manifest of `track`, to lie beside it; `picture` is its cover's file name, `contents` its table of contents'.

    The audio file is the whole reading order; sections are named in the table of contents, by media fragments.
    """
    document = track.document
    length = duration(position_ms(track, track.frames))
    sound = {
        "type": "LinkedResource",
        "url": address_of(track.path.name),
        "encodingFormat": media_type(track.path),
        "name": document.title,
        "duration": length,
    }
    manifest: dict[str, Any] = {
        "generator": "rhapsode",
        "@context": ["https://schema.org", "https://www.w3.org/ns/pub-context", {"language": language(document)}],
        "conformsTo": "https://www.w3.org/TR/audiobooks/",
        "type": "Audiobook",
        "id": f"urn:uuid:{identity(track)}",
        "name": document.title,
        "author": list(document.authors),
        "readBy": "synthetic voice",
        "inLanguage": language(document),
        "readingProgression": direction(sample(document)),
        "duration": length,
        "dateModified": iso(made_at(track)),
        "abridged": bool(track.ledger.skipped_words),
        "accessMode": ["auditory"],
        "accessModeSufficient": [{"type": "ItemList", "itemListElement": ["auditory"]}],
        "accessibilityFeature": ["tableOfContents", "readingOrder"],
        "accessibilityHazard": ["none"],
        "readingOrder": [sound],
        "resources": [*_picture(picture), *_contents(contents)],
    }
    if document.published:
        manifest["datePublished"] = document.published
    return (
        json.dumps({key: value for key, value in manifest.items() if value != []}, ensure_ascii=False, indent=1) + "\n"
    )


def _picture(picture: str) -> list[dict[str, str]]:
    if not picture:
        return []
    kind = BY_SUFFIX[PurePath(picture).suffix]
    return [{"type": "LinkedResource", "url": address_of(picture), "encodingFormat": kind, "rel": "cover"}]


def _contents(contents: str) -> list[dict[str, str]]:
    kind = {"type": "LinkedResource", "url": address_of(contents), "encodingFormat": "text/html", "rel": "contents"}
    return [kind] if contents else []


def contents_page(track: Track) -> str:
    """The table of contents as HTML: each section's place in the sound (W3C Media Fragments, 4.2.1)."""
    sound = address_of(track.path.name)
    rows = "".join(
        f'<li><a href="{escape(sound)}#t={position_ms(track, s.start_frame) / 1000:.3f}">'
        f"{escape(markup_safe(s.title)) or '…'}</a> "
        f"{clock(track.seconds(s.start_frame))}</li>\n"
        for s in track.sections
    )
    title = escape(markup_safe(track.document.title))
    return (
        f'<!doctype html>\n<html lang="{language(track.document)}" dir="{direction(sample(track.document))}">\n'
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="generator" content="rhapsode">'
        f'<title>{title}</title></head>\n<body>\n<main>\n<h1>{title}</h1>\n<nav role="doc-toc" aria-label="{title}">'
        f"<ol>\n{rows}</ol></nav>\n</main>\n</body>\n</html>\n"
    )
