"""Updates against a real server on this machine, spoken by the `tone` engine."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path

import pytest
from lxml import etree

from rhapsode import pipeline
from rhapsode.errors import SourceRefused
from rhapsode.request import Request
from rhapsode.subscriptions import PoliteWeb, Subscription, SubscriptionList, find_feed, update
from rhapsode.subscriptions.updating import Narrating, PostOutcome
from subscriptions.feed_site import Reply, Site, feed_site, page, rss


@pytest.fixture
def site() -> Iterator[Site]:
    with feed_site() as running:
        yield running


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    with pipeline.workers(1) as executor:
        yield executor


def polite() -> PoliteWeb:
    return PoliteWeb(allow_private=True, between_s=0, sleep=lambda _: None)


def updated(folder: Path, pool: Executor) -> list[PostOutcome]:
    how = Narrating(Request("-", engine="tone"), folder / "shelf", pool)
    return [*update(SubscriptionList(folder / "list.json"), polite(), how)]


def episodes(folder: Path) -> list[str]:
    tree = etree.parse(folder / "shelf" / "feed.xml")
    for sound in tree.iter("enclosure"):
        assert (folder / "shelf" / sound.get("url").rpartition("/")[2]).stat().st_size == int(sound.get("length"))
    return [item.findtext("title") for item in tree.iter("item")]


def follow(site: Site, folder: Path, path: str = "/feed") -> SubscriptionList:
    kept = SubscriptionList(folder / "list.json")
    kept.add(Subscription(site.address + path))
    return kept


def test_each_post_is_an_episode_once_and_one_that_fails_is_tried_again(
    site: Site, tmp_path: Path, pool: Executor
) -> None:
    site.replies.update({"/feed": rss(site.address, ["one", "two", "three"]), "/one": page("one"), "/two": page("two")})
    follow(site, tmp_path)
    first = updated(tmp_path, pool)
    assert [(one.name, bool(one.track)) for one in first] == [
        (f"{site.address}/feed: {title}", made) for title, made in [("one", True), ("two", True), ("three", False)]
    ]
    assert episodes(tmp_path) == ["two", "one"]
    site.replies["/three"] = page("three")
    assert [bool(one.track) for one in updated(tmp_path, pool)] == [True]
    assert updated(tmp_path, pool) == []
    assert sorted(episodes(tmp_path)) == ["one", "three", "two"]
    assert (site.asked["/feed", 200], site.asked["/feed", 304], site.asked["/one", 200]) == (1, 2, 1)


def test_a_feed_that_moved_is_asked_at_its_new_place(site: Site, tmp_path: Path, pool: Executor) -> None:
    site.replies.update({"/feed": Reply(status=301, headers={"Location": "/new"}), "/one": page("one")})
    site.replies["/new"] = rss(site.address, ["one"])
    kept = follow(site, tmp_path)
    assert len(updated(tmp_path, pool)) == 1
    assert [one.address for one in kept.read()] == [f"{site.address}/new"]
    assert updated(tmp_path, pool) == []
    assert site.asked["/feed", 301] == 1


def test_a_broken_feed_is_named_and_the_others_go_on(site: Site, tmp_path: Path, pool: Executor) -> None:
    site.replies.update({"/broken": Reply("no feed"), "/feed": rss(site.address, ["one"]), "/one": page("one")})
    follow(site, tmp_path, "/broken")
    follow(site, tmp_path, "/gone")
    follow(site, tmp_path)
    assert [bool(one.track) for one in updated(tmp_path, pool)] == [False, False, True]


def test_robots_txt_is_kept(site: Site) -> None:
    site.replies["/robots.txt"] = Reply("User-agent: *\nDisallow: /feed", media_type="text/plain")
    with pytest.raises(SourceRefused, match=r"robots\.txt"):
        polite().ask(f"{site.address}/feed")
    assert not site.asked["/feed", 200]


def test_a_busy_address_is_asked_again(site: Site) -> None:
    waited: list[float] = []
    site.replies["/feed"] = Reply(status=503, headers={"Retry-After": "5"})
    with pytest.raises(Exception, match="503"):
        PoliteWeb(allow_private=True, between_s=0, sleep=waited.append).ask(f"{site.address}/feed")
    assert site.asked["/feed", 503] == 3
    assert [wait for wait in waited if wait >= 2] == [5, 8]


def test_the_feed_of_a_site_is_found_by_its_page(site: Site) -> None:
    links = '<link rel=alternate type="application/rss+xml" title="Comments" href=/c><link rel=alternate type="application/rss+xml" href=/feed>'  # noqa: E501
    site.replies.update({"/": Reply(f"<html><head>{links}</head></html>"), "/feed": rss(site.address, ["one"])})
    found = find_feed(f"{site.address}/", polite())
    assert (found.address, found.title) == (f"{site.address}/feed", "Quay notes")


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_fifty_subscriptions_with_five_hundred_posts(site: Site, tmp_path: Path, pool: Executor) -> None:
    kept = SubscriptionList(tmp_path / "list.json")
    for blog in range(50):
        titles = [f"b{blog}p{post}" for post in range(10)]
        site.replies[f"/feed{blog}"] = rss(site.address, titles)
        site.replies.update({f"/{title}": page(title) for title in titles[1:]})  # the first of each is broken
        kept.add(Subscription(f"{site.address}/feed{blog}", latest=10))
    first = updated(tmp_path, pool)
    assert (len([one for one in first if one.track]), len([one for one in first if one.error])) == (450, 50)
    assert len(set(episodes(tmp_path))) == 450
    before = site.asked.copy()
    second = updated(tmp_path, pool)
    assert [one.track for one in second] == [None] * 50
    new = site.asked - before
    assert {status for _, status in new} == {304, 404}
    assert sum(count for (path, status), count in new.items() if status == 304) == 50
