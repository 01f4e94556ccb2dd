"""A site with feeds on this machine, for the tests of subscriptions: what it answers is a table, and it counts."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

PROSE = "The boats come in after dark and the quay waits for them with its ropes and its one lit window. "


class Reply(NamedTuple):
    body: str = ""
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = {}


class Site(NamedTuple):
    address: str
    replies: dict[str, Reply]
    asked: Counter[tuple[str, int]]
    """By path and the status that was answered."""


def rss(address: str, titles: list[str], *, name: str = "Quay notes") -> Reply:
    items = "".join(
        f"<item><title>{title}</title><link>{address}/{title}</link><guid>{title}</guid>"
        f"<pubDate>Mon, {number % 28 + 1:02} Jan 2024 08:00:00 GMT</pubDate></item>"
        for number, title in enumerate(titles)
    )
    channel = f"<channel><title>{name}</title><language>en</language>{items}</channel>"
    headers = {"ETag": f'"{len(titles)}"'}
    return Reply(f'<rss version="2.0">{channel}</rss>', media_type="application/rss+xml", headers=headers)


def page(title: str) -> Reply:
    return Reply(f"<html lang=en><title>{title}</title><article><h1>{title}</h1><p>{PROSE}</p></article></html>")


@contextmanager
def feed_site() -> Iterator[Site]:
    replies: dict[str, Reply] = {}
    asked: Counter[tuple[str, int]] = Counter()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = replies.get(self.path, Reply(status=404))
            etag = reply.headers.get("ETag")
            same = bool(etag) and self.headers["If-None-Match"] == etag
            status = 304 if same else reply.status
            asked[self.path, status] += 1
            self.send_response(status)
            self.send_header("Content-Type", reply.media_type)
            for key, value in reply.headers.items():
                self.send_header(key, value)
            self.end_headers()
            if not same:
                self.wfile.write(reply.body.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_address[1]}", replies, asked)
    finally:
        server.shutdown()
        server.server_close()
