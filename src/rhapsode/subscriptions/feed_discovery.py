"""From what the user typed, a feed or a site, to the feed."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree, html

from rhapsode.errors import SourceError, SourceUnreadable
from rhapsode.model import Source
from rhapsode.subscriptions.feed_posts import FeedPosts, read_feed
from rhapsode.subscriptions.polite_web import PoliteWeb
from rhapsode.subscriptions.subscription_list import LATEST, Subscription

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")
"""Of a page's `<link rel="alternate">`, as the feeds' specifications and RSS Autodiscovery have them."""
USUAL_PLACES = ("/feed", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml")
"""Of a site whose page names none."""


def find_feed(address: str, web: PoliteWeb, *, latest: int = LATEST) -> Subscription:
    """The subscription to the feed at `address`, or to the one that the page there names, or that lies where feeds do.

    Raises SourceError.
    """
    address = address if "://" in address else f"https://{address}"
    answer = web.ask(address)
    if answer.source is None:
        raise SourceUnreadable(f"{address} is empty", "check the address")
    try:
        return _of(answer.moved_to, _read(answer.source, answer.moved_to), latest)
    except SourceUnreadable:
        named = [*feeds_named(answer.source.data, answer.moved_to)]
    for place in named or [urljoin(answer.moved_to, path) for path in USUAL_PLACES]:
        try:
            found = web.ask(place)
            if found.source is not None:
                return _of(found.moved_to, _read(found.source, found.moved_to), latest)
        except SourceError:
            continue
    raise SourceUnreadable(f"{address} is no feed and names none", "give the address of its RSS, Atom or JSON feed")


def feeds_named(page: bytes, address: str) -> Iterator[str]:
    """The feeds that an HTML page at `address` names: those of posts first, those of comments last."""
    try:
        root = html.document_fromstring(page)
    except (etree.ParserError, ValueError):
        return
    base = urljoin(address, next((str(one.get("href", "")) for one in root.iter("base")), ""))
    links = [
        (str(link.get("title", "")).casefold(), urljoin(base, str(link.get("href"))))
        for link in root.iter("link")
        if "alternate" in str(link.get("rel", "")).lower().split()
        and str(link.get("type", "")).lower().partition(";")[0].strip() in FEED_TYPES
        and link.get("href")
    ]
    yield from (place for title, place in sorted(links, key=lambda one: "comment" in one[0] or "comment" in one[1]))


def _read(source: Source, address: str) -> FeedPosts:
    return read_feed(source.data, source.media_type, address)


def _of(address: str, feed: FeedPosts, latest: int) -> Subscription:
    return Subscription(address, feed.title, latest=latest)
