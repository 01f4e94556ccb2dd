"""One update: every subscription looked at, each new post narrated and published, what failed kept for the next."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from datetime import datetime
from html import escape
from pathlib import Path
from typing import NamedTuple

from rhapsode import article_pictures, pipeline
from rhapsode.errors import RhapsodeError, SourceMissing, SourceRefused
from rhapsode.metadata_text import HIDDEN
from rhapsode.mixing import Master, MixedTrack
from rhapsode.model import Document, Source, Track
from rhapsode.plugins import reader_suffixes
from rhapsode.reading.fetch import fetch
from rhapsode.reading.reader_choice import read_source
from rhapsode.request import Request
from rhapsode.subscriptions.feed_posts import FeedPosts, Post, new_posts, newest_first, read_feed
from rhapsode.subscriptions.polite_web import PoliteWeb
from rhapsode.subscriptions.subscription_list import FailedPost, Subscription, SubscriptionList

WHOLE_WORDS = 200
"""What a feed has of a post is taken for all of it from so many words on; else its page is fetched."""
MOST_NEW = 30
"""Posts of one subscription in one update; a feed that makes everything new must not fill the disk."""
MOST_TRIES = 20
"""After so many a post is given up."""
SETTLED_S = 2.0
"""A file changed later than this ago may still be being written."""
MOST_STEM = 60
"""Characters of a title in a file's name."""


class PostOutcome(NamedTuple):
    """What became of a post; or of a whole subscription, where `post` is None."""

    subscription: str
    post: Post | None
    track: Track | None = None
    error: RhapsodeError | None = None
    gave_up: bool = False

    @property
    def name(self) -> str:
        """For people."""
        return f"{self.subscription}: {self.post.title}" if self.post else self.subscription


class Narrating(NamedTuple):
    """How posts become episodes: what the command line was told."""

    request: Request
    shelf: Path
    """The published folder; made where it is not there."""
    executor: Executor
    master: Master = Master()
    base_url: str = ""


def update(
    kept: SubscriptionList,
    web: PoliteWeb,
    how: Narrating,
    *,
    kinds: Sequence[str] = ("feed", "folder"),
    warn: Callable[[str], None] = lambda _: None,
) -> Iterator[PostOutcome]:
    """Look at every subscription once; yields what becomes of each post as soon as it is known.

    A post is remembered as seen when its episode is published, or it has failed and will be tried again. Raises
    RhapsodeError where another update is at work, or the list or the shelf cannot be used.
    """
    with kept.updating():
        for one in kept.read():
            if one.kind in kinds:
                yield from _updated(one, kept, web, how, warn)


def _updated(
    one: Subscription, kept: SubscriptionList, web: PoliteWeb, how: Narrating, warn: Callable[[str], None]
) -> Iterator[PostOutcome]:
    tries = {failed.post: failed.tries for failed in one.failed}
    try:
        looked, fresh = _looked_at(one, web)
    except Exception as fault:  # whatever a stranger's feed does, the others go on
        looked, fresh = one, []
        yield PostOutcome(one.name, None, error=_told(fault))
    done: list[tuple[str, ...]] = []
    made: list[MixedTrack] = []
    failed: list[FailedPost] = []
    outcomes: list[PostOutcome] = []
    for post, facts in [*((post, ()) for post in tries), *fresh]:
        count = tries.get(post, 0) + 1
        try:
            made.append(_episode(post, one, web, how))
            outcomes.append(PostOutcome(one.name, post, made[-1]))
        except Exception as fault:  # nor may a post be in the way of the next
            error = _told(fault)
            failed += [FailedPost(post, str(error), count)] if count < MOST_TRIES else []
            outcomes.append(PostOutcome(one.name, post, error=error, gave_up=count >= MOST_TRIES))
        done += [facts] if facts else []
    if made:
        article_pictures.publish(made, how.shelf, views=("feed", "library"), base_url=how.base_url, warn=warn)
    new = looked._replace(seen=(*looked.seen, *done), failed=tuple(failed))
    if new != one:
        kept.change(one.address, lambda _: new)
    yield from outcomes


def _told(fault: Exception) -> RhapsodeError:
    if isinstance(fault, RhapsodeError):
        return fault
    if isinstance(fault, OSError):
        return RhapsodeError(f"{fault.strerror or fault}: {fault.filename or 'input or output'}")
    return RhapsodeError(f"a fault of the program ({type(fault).__name__}: {fault})", "please report it")


def _looked_at(one: Subscription, web: PoliteWeb) -> tuple[Subscription, list[tuple[Post, tuple[str, ...]]]]:
    """The subscription as it is now, and its new posts, the oldest first."""
    if one.kind == "folder":
        posts = _files(Path(one.address))
        return one, [*reversed(new_posts(posts, one.seen)[:MOST_NEW])]
    answer = web.ask(one.address, one.etag, one.last_modified)
    if answer.source is None:
        return one._replace(address=answer.moved_to), []
    feed = read_feed(answer.source.data, answer.source.media_type, answer.moved_to)
    now = one._replace(address=answer.moved_to, title=one.title or feed.title)
    return _chosen(now._replace(etag=answer.etag, last_modified=answer.last_modified), feed)


def _chosen(one: Subscription, feed: FeedPosts) -> tuple[Subscription, list[tuple[Post, tuple[str, ...]]]]:
    """Of a feed never read before the latest posts, the others passed over; else all that are new, if not too many."""
    fresh = dict(new_posts(newest_first(feed.posts), one.seen))
    posts = [*fresh]
    if not one.seen:
        posts, passed_over = posts[: one.latest], posts[one.latest :]
        return one._replace(seen=tuple(fresh[post] for post in passed_over)), _oldest_first(posts, fresh)
    if len(posts) > MOST_NEW:  # it must be read again for the rest, changed or not
        one = one._replace(etag="", last_modified="")
    return one, _oldest_first(posts[-MOST_NEW:], fresh)


def _oldest_first(posts: Sequence[Post], facts: dict[Post, tuple[str, str, str]]) -> list[tuple[Post, tuple[str, ...]]]:
    return [(post, facts[post]) for post in reversed(posts)]


def _files(folder: Path) -> list[Post]:
    """A post for each file that can be read, the newest first. Raises SourceMissing."""
    if not folder.is_dir():
        raise SourceMissing(f"there is no folder {folder}", "rhapsode subscribe --remove it, or bring it back")
    suffixes = reader_suffixes()
    files = [file for file in folder.iterdir() if file.suffix.lower() in suffixes and not file.name.startswith(".")]
    times = {file: file.stat().st_mtime for file in files if file.is_file()}
    newest_s = max(times.values(), default=0.0)
    if (early_s := SETTLED_S - (time.time() - newest_s)) > 0:
        time.sleep(min(early_s, SETTLED_S))
        times = {file: at for file, at in times.items() if file.exists() and file.stat().st_mtime == at}
    newest = sorted(times, key=lambda file: times[file], reverse=True)
    return [Post(file.name, str(file), file.stem, _iso(times[file])) for file in newest]


def _iso(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def _episode(post: Post, one: Subscription, web: PoliteWeb, how: Narrating) -> MixedTrack:
    document = _document(post, one, web)
    target = how.shelf / f"{stem(post, one.address)}.{how.master.format or 'mp3'}"
    track = pipeline.render(
        how.request._replace(source=document.source or post.title),
        target,
        document=document,
        master=how.master,
        executor=how.executor,
    )
    if post.published:  # by which the feed dates it
        at_s = datetime.fromisoformat(post.published).timestamp()
        with suppress(OSError):
            os.utime(target, (at_s, at_s))
    return track


def stem(post: Post, address: str) -> str:
    """A file's name for the episode, the same whenever it is asked for: an update that was ended leaves no second."""
    letters = "".join(c if c.isalnum() else "-" for c in HIDDEN.sub("", post.title))
    words = "-".join(part for part in letters.split("-") if part)[:MOST_STEM]
    own = hashlib.sha256("\n".join((address, post.id, post.link, post.title)).encode("utf-8", "replace")).hexdigest()
    return "-".join(filter(None, (post.published[:10], words, own[:8])))


def _document(post: Post, one: Subscription, web: PoliteWeb) -> Document:
    """The post, read; what the page does not say of itself the feed says."""
    if one.kind == "folder":
        return read_source(fetch(post.link))
    if len(post.content.split()) >= WHOLE_WORDS or not post.link:
        page = f"<html><head><title>{escape(post.title)}</title></head><body><article><h1>{escape(post.title)}</h1>"
        data = f"{page}{post.content}</article></body></html>".encode("utf-8", "replace")
        document = read_source(
            Source(post.link or post.title, "post.html", data, media_type="text/html", charset="utf-8")
        )
    else:
        source = web.ask(post.link).source
        if source is None or source.media_type.partition("/")[0] in {"audio", "video", "image"}:
            raise SourceRefused(f"{post.link} is no text", "it is left to other programs")
        document = read_source(source)
    return document._replace(
        title=document.title if document.title not in ("", "post.html") else post.title,
        authors=document.authors or post.authors,
        language=document.language or post.language,
        published=document.published or post.published[:10],
        source=post.link or document.source,
    )
