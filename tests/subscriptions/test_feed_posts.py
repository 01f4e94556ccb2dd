"""Feeds that lie: wrong dates, shared ids, posts told twice, sites that move."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rhapsode.errors import SourceUnreadable
from rhapsode.subscriptions.feed_posts import Post, new_posts, newest_first, read_feed

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def titles(posts: list[Post], seen: list[Post] | None = None) -> list[str]:
    told = [facts for _, facts in new_posts(seen or [], [])]
    return [post.title for post, _ in new_posts(posts, told)]


def test_posts_that_share_an_id_are_told_apart() -> None:
    assert titles([Post("1", "https://a.example/x", "X"), Post("1", "https://a.example/y", "Y")]) == ["X", "Y"]


def test_posts_that_share_a_link_are_told_apart() -> None:
    assert titles([Post("1", "https://a.example/", "X"), Post("2", "https://a.example/", "Y")]) == ["X", "Y"]


@pytest.mark.parametrize(
    "again",
    [
        Post("1", "https://a.example/x?utm_source=feed", "X"),
        Post("1", "https://a.example/x", "X, mended"),
        Post("new", "https://a.example/x", "X"),
        Post("1", "https://moved.example/x", "X"),
    ],
)
def test_a_post_told_again_is_not_new(again: Post) -> None:
    assert titles([again], [Post("1", "https://a.example/x", "X")]) == []


def test_dates_that_have_yet_to_come_do_not_decide_the_order() -> None:
    feed = """<rss version="2.0"><channel><title>T</title>
      <item><title>new</title><pubDate>Thu, 01 Jan 2026 08:00:00 GMT</pubDate></item>
      <item><title>old</title><pubDate>Tue, 01 Jan 2999 08:00:00 GMT</pubDate></item></channel></rss>"""
    posts = read_feed(feed.encode(), "application/rss+xml", "https://a.example/feed", now=NOW).posts
    assert [post.title for post in newest_first(posts)] == ["new", "old"]
    assert [post.published for post in posts] == ["2026-01-01T08:00:00Z", ""]


def test_a_json_feed() -> None:
    feed = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "T", "language": "de", "items": [
      {"id": "1", "url": "/x", "content_html": "<p>Wind.</p>", "date_published": "2025-12-31T23:00:00-02:00",
       "authors": [{"name": "Ada"}]}]}"""
    assert read_feed(feed, address="https://a.example/feed.json", now=NOW).posts == (
        Post("1", "https://a.example/x", "Wind.", "2026-01-01T01:00:00Z", ("Ada",), "<p>Wind.</p>", "de"),
    )


@pytest.mark.parametrize("data", [b"", b"<html><p>Not found", b"{}", b"{", b"\x00\xff", b'{"version": 1}'])
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(SourceUnreadable, match="no feed"):
        read_feed(data, address="https://a.example/")
