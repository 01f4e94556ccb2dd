"""A feed's posts (RSS, Atom, JSON Feed), and which of them are new: pure functions of what was fetched."""

from __future__ import annotations

import calendar
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import combinations
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from rhapsode.errors import ReaderMissing, SourceUnreadable
from rhapsode.installed import extra_cure

MOST_POSTS = 1_000
"""Of one feed; what follows is older."""
TITLE_CHARACTERS = 80
"""Of the text, in place of a title."""
JSON_FEED = "https://jsonfeed.org/version/"
"""What `version` begins with (JSON Feed 1.1)."""
_TAG = re.compile(r"<[^>]*>")


class Post(NamedTuple):
    """One entry of a feed."""

    id: str
    """As the feed has it; may be empty, or a lie."""
    link: str
    """Where the post can be read; may be empty."""
    title: str
    """Never empty: without one the first words."""
    published: str = ""
    """ISO 8601 in UTC, to the second; empty where the feed has none, or one that has yet to come."""
    authors: tuple[str, ...] = ()
    content: str = ""
    """The post as HTML, where the feed has it whole; or all there is, where there is no link."""
    language: str = ""


class FeedPosts(NamedTuple):
    """What a feed is called, and its posts as it lists them."""

    title: str
    posts: tuple[Post, ...]


def read_feed(data: bytes, media_type: str = "", address: str = "", *, now: datetime | None = None) -> FeedPosts:
    """The posts of the feed `data`, whose links are relative to `address`.

    Raises SourceUnreadable where it is no feed, and ReaderMissing without the `feeds` extra.
    """
    moment = now or datetime.now(UTC)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(data, address, moment)
    try:
        import feedparser
    except ImportError as fault:
        raise ReaderMissing("reading feeds needs feedparser", extra_cure("feeds")) from fault
    headers = {"content-type": media_type, "content-location": address}
    found = feedparser.parse(io.BytesIO(data), response_headers=headers, sanitize_html=False)
    if not found.get("version"):
        raise SourceUnreadable(f"{address} is no feed", "give the address of an RSS, Atom or JSON feed")
    about = found.feed
    posts = (_parsed(entry, str(about.get("language") or ""), address, moment) for entry in found.entries[:MOST_POSTS])
    return FeedPosts(_plain(about.get("title", "")), tuple(posts))


def _parsed(entry: Any, language: str, address: str, now: datetime) -> Post:
    whole: Any = next((part for part in entry.get("content", ()) if part.get("value")), {})
    text = whole.get("value") or (entry.get("summary", "") if not entry.get("link") else "")
    if whole.get("type") == "text/plain":
        text = "".join(f"<p>{_escaped(part)}</p>" for part in text.split("\n\n"))
    day = entry.get("published_parsed") or entry.get("updated_parsed")
    return Post(
        str(entry.get("id", "")),
        _address(entry.get("link", ""), address),
        _plain(entry.get("title", "")) or _first_words(text or entry.get("summary", "")),
        _past(_moment(day), now),
        tuple(name for one in entry.get("authors", ()) if (name := _plain(one.get("name", "")))),
        text,
        str(whole.get("language") or language or ""),
    )


def _json_feed(data: bytes, address: str, now: datetime) -> FeedPosts:
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        raise SourceUnreadable(f"{address} is no feed", "it begins as JSON and is none") from fault
    if not (isinstance(told, dict) and str(told.get("version", "")).startswith(JSON_FEED)):
        raise SourceUnreadable(f"{address} is no feed", "JSON it is, but no JSON Feed")
    items = told.get("items")
    found = [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []
    language = str(told.get("language") or "")
    return FeedPosts(_plain(told.get("title")), tuple(_item(one, language, address, now) for one in found[:MOST_POSTS]))


def _item(item: dict[str, Any], language: str, address: str, now: datetime) -> Post:
    text = str(item.get("content_html") or "")
    if not text and item.get("content_text"):
        text = "".join(f"<p>{_escaped(part)}</p>" for part in str(item["content_text"]).split("\n\n"))
    people = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    try:
        moment = datetime.fromisoformat(str(item.get("date_published") or item.get("date_modified") or ""))
    except ValueError:
        moment = None
    return Post(
        str(item.get("id") or ""),
        _address(str(item.get("url") or item.get("external_url") or ""), address),
        _plain(item.get("title")) or _first_words(text or str(item.get("summary") or "")),
        _past(moment, now),
        tuple(_plain(one.get("name")) for one in people or () if isinstance(one, dict) and one.get("name")),
        text,
        str(item.get("language") or language),
    )


def _moment(day: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(day), UTC) if day else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _past(moment: datetime | None, now: datetime) -> str:
    """`moment` in UTC; empty where it is before there were feeds, or more than a day ahead: no post is."""
    if moment is None:
        return ""
    try:
        day = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return ""
    return day.strftime("%Y-%m-%dT%H:%M:%SZ") if day.year >= 1990 and day <= now + timedelta(days=1) else ""


def _address(link: str, base: str) -> str:
    try:
        whole = urljoin(base, link.strip()) if link.strip() else ""
        return whole if urlsplit(whole).scheme in {"http", "https"} else ""
    except ValueError:
        return ""


def _plain(text: object) -> str:
    return " ".join(unescape(_TAG.sub("", str(text or ""))).split())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _first_words(text: str) -> str:
    plain = _plain(_TAG.sub(" ", text))
    return plain if len(plain) <= TITLE_CHARACTERS else f"{plain[: TITLE_CHARACTERS - 1].rpartition(' ')[0]}…"


def identity(post: Post, *, shared_link: bool = False) -> tuple[str, str, str]:
    """What tells a post from others: its id, link and title, the first two without what changes when a site moves.

    Without an id the link stands for it, unless other posts of the feed have the same (`shared_link`).
    """
    link = _place(post.link)
    own = post.id.strip() or ("" if shared_link else post.link)
    return _place(own) if urlsplit(own).netloc else own, link, post.title.casefold()


def _place(link: str) -> str:
    """Path and query of an address, without what only counts visitors."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return link
    query = [(name, value) for name, value in parse_qsl(parts.query) if not name.startswith("utm_")]
    return f"{parts.path.rstrip('/') or '/'}?{urlencode(query)}".rstrip("?") if link else ""


def _agreements(facts: Sequence[str]) -> Iterator[tuple[tuple[int, str], ...]]:
    """Pairs of facts; who shares one is the same post. An id, a link or a title alone may be shared by a lie."""
    return combinations([(place, fact) for place, fact in enumerate(facts) if fact], 2)


def new_posts(posts: Sequence[Post], seen: Iterable[Sequence[str]]) -> list[tuple[Post, tuple[str, str, str]]]:
    """Those of `posts` that agree with none of `seen` (see `identity`), nor with one before, in two facts of three."""
    known = {pair for facts in seen for pair in _agreements(facts)}
    links = Counter(_place(post.link) for post in posts)
    found = []
    for post in posts:
        facts = identity(post, shared_link=links[_place(post.link)] > 1)
        pairs = [*_agreements(facts)]
        if not known.intersection(pairs) and pairs:
            found.append((post, facts))
        known.update(pairs)
    return found


def newest_first(posts: Sequence[Post]) -> list[Post]:
    """By date where every post has one that can be true, else as the feed lists them."""
    if all(post.published for post in posts):
        return sorted(posts, key=lambda post: post.published, reverse=True)
    return list(posts)
