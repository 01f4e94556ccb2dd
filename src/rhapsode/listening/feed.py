"""A podcast of a folder's tracks: RSS 2.0 with Apple's and Podcasting 2.0's tags, rebuilt in place.

An entry keeps its guid and date from one build to the next, and entries of tracks that are not named again stay.
Sources: RSS 2.0 (rssboard.org), Apple's podcast RSS requirements, the Podcasting 2.0 namespace.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Sequence
from datetime import date, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from rhapsode.listening.addresses import address_of, name_of, shown
from rhapsode.listening.inline_markup import Element
from rhapsode.listening.markup_text import language, markup_safe
from rhapsode.listening.media import NAMESPACE, digest, media_type
from rhapsode.listening.times import clock, made_at, position_ms
from rhapsode.model import Track

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
SPACES = {"itunes": ITUNES, "podcast": PODCAST, "atom": ATOM, "dc": DC}
TRANSCRIPTS = {".vtt": "text/vtt", ".srt": "application/x-subrip"}


class Channel(NamedTuple):
    """What a feed says of itself; what is empty is as the feed had it before, else as `DEFAULTS` has it."""

    base_url: str = ""
    """Where the folder will be, ending in a slash: enclosures need absolute addresses."""
    title: str = ""
    description: str = ""
    author: str = ""
    language: str = ""
    category: str = ""
    """One of Apple's top categories."""


BASE_URL = "http://127.0.0.1:8000/"
"""Where `rhapsode serve` shows a folder when it is told nothing else."""
NAME = "feed.xml"
PICTURE = "library.png"
DEFAULTS = Channel(BASE_URL, "Read aloud", "Articles, read aloud.", "", "en", "Education")


def _settled(channel: Channel, old: Element | None) -> Channel:
    """`channel` with its gaps filled."""

    def value(name: str, tag: str, attribute: str = "") -> str:
        element = None if old is None else old.find(tag)
        before = "" if element is None else element.get(attribute) if attribute else element.text
        return getattr(channel, name) or before or getattr(DEFAULTS, name)

    return Channel(
        value("base_url", "link"),
        value("title", "title"),
        value("description", "description"),
        value("author", f"{{{ITUNES}}}author"),
        value("language", "language"),
        value("category", f"{{{ITUNES}}}category", "text"),
    )


def chapters_json(track: Track) -> str:
    """Podcasting 2.0 chapters, version 1.2.0: times in seconds."""
    rows = [{"startTime": position_ms(track, s.start_frame) / 1000, "title": s.title} for s in track.sections]
    about = {"generator": "rhapsode", "version": "1.2.0", "title": track.document.title, "chapters": rows}
    if track.document.authors:
        about["author"] = ", ".join(track.document.authors)
    return json.dumps(about, ensure_ascii=False, indent=1) + "\n"


def feed(tracks: Sequence[Track], channel: Channel, folder: Path, previous: bytes = b"") -> bytes:
    """The feed of `tracks`, whose files lie in `folder`, and of the entries of the `previous` feed; newest first.

    Enclosures' lengths and hashes are those of the files as they lie there.
    """
    old = _parse(previous)
    channel = _settled(channel, old)
    own = old.findtext(f"{{{PODCAST}}}guid") if old is not None else None
    guid = own or str(uuid.uuid5(NAMESPACE, urlsplit(channel.base_url)._replace(scheme="").geturl().strip("/")))
    kept = {} if old is None else {_file_name(item): item for item in old.iter("item")}
    made = {track.path.name: _item(track, channel, folder, guid, kept.get(track.path.name)) for track in tracks}
    base = "" if old is None else old.findtext("link", "")
    stay = {name: _moved(item, base, channel, folder) for name, item in kept.items() if name not in made}
    rss = etree.Element("rss", {"version": "2.0"}, nsmap=SPACES)
    head = etree.SubElement(rss, "channel")
    _head(head, channel, guid)
    for item in sorted([*made.values(), *stay.values()], key=_date, reverse=True):
        head.append(item)
    return _written(head)


def moved(data: bytes, base_url: str) -> bytes:
    """The feed `data` as it would be if its folder were at `base_url`; what is no feed of ours as it is."""
    head = _parse(data)
    base = "" if head is None else head.findtext("link", "")
    if not base or head is None:
        return data
    _rebase(head, base, base_url)
    return _written(head)


def without(data: bytes, name: str) -> bytes:
    """The feed `data` without its entry of the file `name`; what is no feed as it is."""
    head = _parse(data)
    gone = [] if head is None else [item for item in head.iter("item") if _file_name(item) == name]
    if not gone or head is None:
        return data
    for item in gone:
        head.remove(item)
    return _written(head)


def _written(head: Element) -> bytes:
    rss = head.getroottree().getroot()
    etree.indent(rss, " ")
    data: bytes = etree.tostring(rss, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return data


def _head(head: Element, channel: Channel, guid: str) -> None:
    picture = channel.base_url + PICTURE
    _put(head, "title", channel.title)
    _put(head, "link", channel.base_url)
    _put(head, "description", channel.description)
    _put(head, "language", channel.language)
    _put(head, "generator", "rhapsode")
    _put(head, "atom:link", href=channel.base_url + NAME, rel="self", type="application/rss+xml")
    if channel.author:
        _put(head, "itunes:author", channel.author)
    _put(head, "itunes:image", href=picture)
    _put(head, "itunes:category", text=channel.category)
    _put(head, "itunes:explicit", "false")
    _put(head, "itunes:type", "episodic")
    _put(head, "podcast:guid", guid)
    _put(head, "podcast:medium", "podcast")
    _put(head, "podcast:locked", "no")


def _item(track: Track, channel: Channel, folder: Path, guid: str, old: Element | None) -> Element:
    item = etree.Element("item", nsmap=SPACES)
    name, document = track.path.name, track.document
    length, sri = str((folder / name).stat().st_size), _sri(folder / name)
    kind = media_type(track.path)
    _put(item, "title", document.title)
    own = old.findtext("guid") if old is not None else None
    _put(item, "guid", own or str(uuid.uuid5(uuid.UUID(guid), shown(name))), isPermaLink="false")
    before = old.findtext("pubDate") if old is not None else None
    _put(item, "pubDate", before or format_datetime(made_at(track)))
    _put(item, "description", _summary(track))
    address = channel.base_url + address_of(name)
    _put(item, "enclosure", url=address, length=length, type=kind)
    _put(item, "itunes:duration", str(int(track.seconds(track.frames))))
    _put(item, "itunes:explicit", "false")
    _put(item, "itunes:episodeType", "full")
    if (tongue := language(document)) != "und":
        _put(item, "dc:language", tongue)
    if _is_day(document.published):
        _put(item, "dc:date", document.published)
    if document.authors:
        _put(item, "itunes:author", ", ".join(document.authors))
    other = etree.SubElement(item, f"{{{PODCAST}}}alternateEnclosure", {"type": kind, "length": length})
    other.set("default", "true")
    _put(other, "podcast:source", uri=address)
    _put(other, "podcast:integrity", type="sri", value=sri)
    _beside(item, track, channel, folder)
    return item


def _beside(item: Element, track: Track, channel: Channel, folder: Path) -> None:
    """Links to what lies beside the track: page, cover, chapters, transcripts."""
    stem = track.path.stem

    def address(suffix: str) -> str:
        return channel.base_url + address_of(stem + suffix) if (folder / (stem + suffix)).exists() else ""

    if page := address(".html"):
        _put(item, "link", page)
    if picture := address(".png") or address(".jpg"):
        _put(item, "itunes:image", href=picture)
    if chapters := address(".chapters.json"):
        _put(item, "podcast:chapters", url=chapters, type="application/json+chapters")
    for suffix, kind in TRANSCRIPTS.items():
        if captions := address(suffix):
            about = {"type": kind, "language": language(track.document), "rel": "captions"}
            _put(item, "podcast:transcript", url=captions, **about)


def _summary(track: Track) -> str:
    by = f"By {', '.join(track.document.authors)}. " if track.document.authors else ""
    rows = "\n".join(f"{clock(track.seconds(s.start_frame))} {s.title}" for s in track.sections)
    return f"{by}{clock(track.seconds(track.frames))}\n\n{rows}"


def _put(parent: Element, name: str, content: str = "", /, **attributes: str) -> None:
    prefix, _, tag = name.rpartition(":")
    element = etree.SubElement(parent, f"{{{SPACES[prefix]}}}{tag}" if prefix else tag)
    element.text = markup_safe(content) or None
    for key, value in attributes.items():
        element.set(key, markup_safe(value))


def _parse(previous: bytes) -> Element | None:
    """The old feed's channel; None where there is none, or what is there is no feed."""
    safe = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True, load_dtd=False)
    try:
        return etree.fromstring(previous, safe).find("channel") if previous.strip() else None
    except etree.XMLSyntaxError:
        return None


def _file_name(item: Element) -> str:
    enclosure = item.find("enclosure")
    address = "" if enclosure is None else enclosure.get("url", "")
    return name_of(address) or item.findtext("guid", "")


def _moved(item: Element, base: str, channel: Channel, folder: Path) -> Element:
    """An old entry: addresses under the new base, length and hash of the file where it still lies here."""
    _rebase(item, base, channel.base_url)
    file = folder / _file_name(item)
    if item.find("enclosure") is not None and file.is_file():
        for sound in item.iter("enclosure", f"{{{PODCAST}}}alternateEnclosure"):
            sound.set("length", str(file.stat().st_size))
        for hashed in item.iter(f"{{{PODCAST}}}integrity"):
            hashed.set("value", _sri(file))
    return item


def _rebase(within: Element, base: str, base_url: str) -> None:
    """Have every address that begins with `base` begin with `base_url`."""
    for element in within.iter():
        if base and (element.text or "").startswith(base):
            element.text = base_url + (element.text or "")[len(base) :]
        for key in ("url", "href", "uri"):
            if base and element.get(key, "").startswith(base):
                element.set(key, base_url + element.get(key, "")[len(base) :])


def _sri(file: Path) -> str:
    """A Subresource Integrity value (W3C SRI)."""
    return f"sha384-{base64.b64encode(digest(file, 'sha384')).decode()}"


def _is_day(written: str) -> bool:
    try:
        return len(written) == 10 and bool(date.fromisoformat(written))
    except ValueError:
        return False


def _date(item: Element) -> tuple[datetime, str]:
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(item.findtext("pubDate", ""))
    except ValueError:
        moment = datetime.fromtimestamp(0).astimezone()
    return (moment if moment.tzinfo else moment.astimezone(), item.findtext("guid", ""))
