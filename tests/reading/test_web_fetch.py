"""Against a real server on this machine; nothing leaves it."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from rhapsode.errors import SourceMissing, SourceRefused, SourceUnreadable
from rhapsode.reading import guarded_network, read, web_fetch
from rhapsode.reading.fetch import fetch

PAGE = "<html><body><p>Words of a page that was fetched, here, and read aloud.</p></body></html>"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        Handler.hosts.append(self.headers["Host"])
        Handler.heads.append(dict(self.headers))
        path, _, count = self.path.partition("?")
        if path == "/hop":
            left = int(count)
            self.send_response(302)
            self.send_header("Location", f"/hop?{left - 1}" if left else "/page.html")
        elif path == "/away":
            self.send_response(301)
            self.send_header("Location", count)
            self.send_header("Set-Cookie", "who=me; Path=/")
        elif path == "/big":
            self.send_response(200)
        elif path == "/packed":
            self.send_response(200)
            self.send_header("Content-Encoding", count)
        elif path in ("/page.html", "/latin"):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=ISO-8859-1" if path == "/latin" else "text/html")
        else:
            self.send_response(int(path.strip("/")))
        self.end_headers()
        if path == "/page.html":
            self.wfile.write(PAGE.encode())
        elif path == "/latin":
            self.wfile.write(PAGE.replace("Words", "Wörds").encode("latin-1"))
        elif path == "/big":
            self.wfile.write(b"x" * 5000)
        elif path == "/packed":
            self.wfile.write(Handler.packed)

    def log_message(self, *_: object) -> None:
        pass

    hosts: list[str] = []  # noqa: RUF012
    heads: list[dict[str, str]] = []  # noqa: RUF012
    packed = b""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_page_is_fetched_and_read(site: str) -> None:
    document = read(f"{site}/page.html", allow_private=True)
    assert document.blocks[0].text.startswith("Words of a page")
    assert document.source == f"{site}/page.html"


def test_the_servers_charset_counts(site: str) -> None:
    assert read(f"{site}/latin", allow_private=True).blocks[0].text.startswith("Wörds")


def test_private_addresses_are_refused_before_anything_is_sent(site: str) -> None:
    before = len(Handler.hosts)
    with pytest.raises(SourceRefused, match="private"):
        read(f"{site}/page.html")
    with pytest.raises(SourceRefused, match="private"):
        read(site.replace("127.0.0.1", "localhost") + "/page.html")
    assert len(Handler.hosts) == before


def test_a_redirect_cannot_lead_into_a_private_network(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = guarded_network.is_public
    monkeypatch.setattr(guarded_network, "is_public", lambda address: address == "127.0.0.1" or real(address))
    with pytest.raises(SourceRefused, match=r"10\.0\.0\.1"):
        read(f"{site}/away?http://10.0.0.1/")


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/x", "gopher://x/"])
def test_a_redirect_cannot_leave_http(site: str, target: str) -> None:
    with pytest.raises(SourceRefused, match="http"):
        read(f"{site}/away?{target}", allow_private=True)


def test_five_redirects_are_followed_and_no_more(site: str) -> None:
    assert read(f"{site}/hop?4", allow_private=True).blocks
    with pytest.raises(SourceRefused, match="more than 5"):
        read(f"{site}/hop?5", allow_private=True)


def test_size_is_capped(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_fetch, "MOST_BYTES", 1000)
    with pytest.raises(SourceRefused, match="larger"):
        read(f"{site}/big", allow_private=True)


def test_slow_servers_are_given_up(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_fetch, "LONGEST_S", -1.0)
    with pytest.raises(SourceUnreadable, match="longer than"):
        read(f"{site}/big", allow_private=True)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, SourceMissing),
        (410, SourceMissing),
        (403, SourceUnreadable),
        (500, SourceUnreadable),
        (200, SourceUnreadable),
    ],
)
def test_answers_without_a_page(site: str, status: int, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        read(f"{site}/{status}", allow_private=True)


def test_nobody_listens(site: str) -> None:
    with pytest.raises(SourceUnreadable, match="could not be fetched"):
        fetch("http://127.0.0.1:9/x", allow_private=True)


@pytest.mark.parametrize(
    "address", ["http://", "http:///x", "http://[::1", "http://host:99999/", "ftp://example.org/a"]
)
def test_what_is_no_address_is_said(address: str) -> None:
    with pytest.raises((SourceUnreadable, SourceRefused)):
        fetch(address)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.9.9", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "::1", "fe80::1%eth0",  # noqa: E501
     "fc00::1", "fec0::1", "::", "ff02::1", "::10.0.0.1", "::7f00:1", "2001:db8::1", "64:ff9b:1::1",
     "64:ff9b::a00:1", "2002:a00:1::1", "::ffff:0:7f00:1", "2606:2800:220:1:0:5efe:a00:1", "2001:0:7f00:1::f5ff:fffe",
     "240.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "255.255.255.255"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not guarded_network.is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::808:808", "8.8.8.8"]
)
def test_addresses_that_are(address: str) -> None:
    assert guarded_network.is_public(address)


def test_what_is_packed_once_is_unpacked(site: str) -> None:
    Handler.packed = gzip.compress(PAGE.encode())
    assert fetch(f"{site}/packed?gzip", allow_private=True).data == PAGE.encode()


def test_a_page_packed_a_thousandfold_costs_no_more_memory_than_a_page_may_have(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Handler.packed = gzip.compress(bytes(200_000_000), 9)
    monkeypatch.setattr(web_fetch, "MOST_BYTES", 2_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(SourceRefused, match="larger than 2 MB"):
            fetch(f"{site}/packed?gzip", allow_private=True)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("packed", ["gzip,gzip", "br", "zstd", "gzip,deflate"])
def test_packed_twice_or_as_nobody_asked_is_refused(site: str, packed: str) -> None:
    Handler.packed = gzip.compress(gzip.compress(PAGE.encode()))
    with pytest.raises(SourceRefused, match="packed as"):
        fetch(f"{site}/packed?{packed}", allow_private=True)


@pytest.mark.parametrize("packed", [b"no gzip", gzip.compress(PAGE.encode())[:-9]])
def test_what_cannot_be_unpacked_is_an_error(site: str, packed: bytes) -> None:
    Handler.packed = packed
    with pytest.raises(SourceUnreadable, match="unpacked"):
        fetch(f"{site}/packed?gzip", allow_private=True)


@pytest.mark.parametrize("said", [b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"])
def test_headers_and_pages_that_drip_in_end_at_the_one_time_limit(said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_fetch, "LONGEST_S", 0.5)
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            with listening.accept()[0] as taken:
                taken.sendall(said)
                while not ended.wait(0.02):
                    try:
                        taken.sendall(b"a")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        started = time.monotonic()
        try:
            with pytest.raises(SourceUnreadable, match=r"longer than it may|in time"):
                fetch(f"http://127.0.0.1:{listening.getsockname()[1]}/", allow_private=True)
            assert time.monotonic() - started < 5
        finally:
            ended.set()
            thread.join()


def test_no_cookie_and_no_password_goes_anywhere(site: str) -> None:
    Handler.heads.clear()
    named = site.replace("127.0.0.1", "me:secret@127.0.0.1")
    elsewhere = site.replace("127.0.0.1", "localhost")
    source = fetch(f"{named}/away?{elsewhere}/page.html", allow_private=True)
    assert len(Handler.heads) == 2
    assert not {"cookie", "authorization"} & {name.lower() for head in Handler.heads for name in head}
    assert "secret" not in source.location


def test_the_address_connected_to_is_the_one_that_was_checked(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public when first asked and private ever after: it is asked once, and that answer is used."""
    port = int(site.rpartition(":")[2])
    answers = [[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]]
    real = socket.getaddrinfo

    def asked(host: str, *rest: object, **named: object) -> object:
        return answers.pop() if host == "changing.example" else real(host, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", asked)
    monkeypatch.setattr(guarded_network, "is_public", lambda address: address == "127.0.0.1")
    assert fetch(f"http://changing.example:{port}/page.html").data == PAGE.encode()
    assert not answers
    assert Handler.hosts[-1] == f"changing.example:{port}"
