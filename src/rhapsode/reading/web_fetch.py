"""Fetching an address: http and https only, few redirects, limits on time and size, no private networks."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from rhapsode.errors import ReaderMissing, SourceBusy, SourceMissing, SourceRefused, SourceUnreadable
from rhapsode.installed import extra_cure
from rhapsode.model import Source

if TYPE_CHECKING:
    import httpcore
    import httpx

MOST_BYTES = 50_000_000
"""Of a page, unpacked."""
MOST_REDIRECTS = 5
LONGEST_S = 60.0
"""For all of it: connections, headers, pages, redirects; but a name is looked up as long as the system takes."""
_SCHEMES = ("http", "https")
_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)
_MISSING = (404, 410)
_UNCHANGED = 304
_BUSY = (408, 429, 500, 502, 503, 504)
"""What may be otherwise in a while."""
_PACKED = {"": 0, "identity": 0, "gzip": 31, "x-gzip": 31, "deflate": 47}
"""How an answer may be packed, once, and zlib's `wbits` for it."""
_HEADERS: Mapping[bytes | str, bytes | str] = {
    "User-Agent": "Mozilla/5.0 (compatible; rhapsode)",
    "Accept": "text/html,application/xhtml+xml,text/markdown,text/plain;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}


class WebAnswer(NamedTuple):
    """What came from an address."""

    source: Source | None
    """None: it is as it was when its `etag` and `last_modified` were told."""
    moved_to: str
    """Where it is from now on: the address asked for, or where permanent redirects led."""
    etag: str = ""
    last_modified: str = ""
    """Both as the server told them, for asking again."""


def fetch_address(location: str, *, allow_private: bool = False) -> Source:
    """The source at an `http` or `https` address; raises what `ask` does."""
    source = ask(location, allow_private=allow_private).source
    if source is None:
        raise SourceUnreadable(f"{_without_password(location)} answered {_UNCHANGED}", "try again later")
    return source


def ask(location: str, *, etag: str = "", last_modified: str = "", allow_private: bool = False) -> WebAnswer:
    """What is at an `http` or `https` address, if it is not what `etag` or `last_modified` were told of (RFC 9110 13).

    Every hop is a connection of its own over `GuardedNetwork`. No cookie is kept, no password in an address is sent
    or kept, proxies of the environment are not used.
    Raises SourceRefused, SourceMissing, SourceUnreadable (of these SourceBusy where it may be otherwise in a while), or
    ReaderMissing without the `web` extra.
    """
    try:
        import httpcore

        from rhapsode.reading import guarded_network
    except ImportError as fault:
        raise ReaderMissing("reading addresses needs httpx and httpcore", extra_cure("web")) from fault
    network = guarded_network.GuardedNetwork(
        time.monotonic() + LONGEST_S, lambda ip: allow_private or guarded_network.is_public(ip)
    )
    try:
        return _followed(location, network, _conditions(etag, last_modified))
    except httpcore.TimeoutException as fault:
        raise SourceBusy(f"{_without_password(location)} did not answer in time", "try again later") from fault
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as fault:
        reason = " ".join(str(fault).split())[:120] or type(fault).__name__
        what = f"{_without_password(location)} could not be fetched ({reason})"
        raise SourceBusy(what, "check the address") from fault


def _conditions(etag: str, last_modified: str) -> Mapping[bytes | str, bytes | str]:
    told = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in told.items() if value and value.isascii() and value.isprintable()}


def _followed(
    location: str, network: httpcore.NetworkBackend, conditions: Mapping[bytes | str, bytes | str]
) -> WebAnswer:
    import httpcore

    address, shown, settled = location, _without_password(location), True
    moved_to = shown
    for _ in range(MOST_REDIRECTS + 1):
        url = _checked(address)
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        with (
            httpcore.ConnectionPool(network_backend=network) as pool,
            pool.stream("GET", target, headers={**_HEADERS, **conditions}) as response,
        ):
            headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            if response.status not in _REDIRECTS:
                told = (moved_to, headers.get("etag", ""), headers.get("last-modified", ""))
                if response.status == _UNCHANGED and conditions:
                    return WebAnswer(None, *told)
                source = _source(shown, address, response.status, headers, response.iter_stream())
                return WebAnswer(source, *told)
            address = urljoin(address, headers.get("location", ""))
            settled = settled and response.status in _PERMANENT
            moved_to = _without_password(address) if settled else moved_to
    raise SourceRefused(f"{shown} redirects more than {MOST_REDIRECTS} times", "check the address")


def _checked(address: str) -> httpx.URL:
    """`address` with its host in ASCII and its path escaped."""
    import httpx

    try:
        url = httpx.URL(address)
        _ = urlsplit(address).port  # raises where it is out of range
    except (httpx.InvalidURL, ValueError) as fault:
        raise SourceUnreadable(f"{_without_password(address)[:200]!r} is no address", "check it") from fault
    if url.scheme not in _SCHEMES or not url.host:
        raise SourceRefused(f"{_without_password(address)[:200]!r} is not an http or https address", "give one that is")
    return url


def _without_password(address: str) -> str:
    """`address` without a user's name and password before its host: it is shown, and kept in the track."""
    scheme, mark, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path}"


def _source(shown: str, address: str, status: int, headers: Mapping[str, str], parts: Iterable[bytes]) -> Source:
    if status in _MISSING:
        raise SourceMissing(f"there is nothing at {shown} ({status})", "check the address")
    if status in _BUSY:
        wait = headers.get("retry-after", "")
        raise SourceBusy(f"{shown} answered {status}", "try again later", int(wait) if wait.isdecimal() else 0)
    if status != 200:
        raise SourceUnreadable(f"{shown} answered {status}", "see whether a browser can open it")
    data = _unpacked(parts, headers.get("content-encoding", "").strip().lower(), shown)
    if not data:
        raise SourceUnreadable(f"{shown} is empty", "check the address")
    kind, _, rest = headers.get("content-type", "").partition(";")
    charset = rest.partition("charset=")[2].partition(";")[0].strip(" \"'")
    path = unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2]
    name = path or urlsplit(address).hostname or shown
    return Source(shown, name, data, media_type=kind.strip().lower(), charset=charset)


def _unpacked(parts: Iterable[bytes], packed: str, shown: str) -> bytes:
    """The whole content. Never more than MOST_BYTES of it are in memory, however well it is packed."""
    if packed not in _PACKED:
        raise SourceRefused(f"{shown} answers packed as {packed[:40]!r}, which nobody asked for", "save it and cut it")
    data = bytearray()
    try:
        for part in _opened(parts, _PACKED[packed]):
            data += part
            if len(data) > MOST_BYTES:
                raise SourceRefused(f"{shown} is larger than {MOST_BYTES // 1_000_000} MB", "save it and cut it")
    except zlib.error as fault:
        raise SourceUnreadable(f"{shown} answers what cannot be unpacked ({fault})", "try again later") from fault
    return bytes(data)


def _opened(parts: Iterable[bytes], wbits: int) -> Iterator[bytes]:
    if not wbits:
        yield from parts
        return
    opener = zlib.decompressobj(wbits)
    for part in parts:
        rest = part
        while rest and not opener.eof:
            yield opener.decompress(rest, _AT_ONCE)
            rest = opener.unconsumed_tail
    if not opener.eof:
        raise zlib.error("it is cut short")


_AT_ONCE = 1_000_000
"""Bytes unpacked before they are counted."""
