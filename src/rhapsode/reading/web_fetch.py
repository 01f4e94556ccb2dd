"""Fetching an address: http and https only, few redirects, limits on time and size, no private networks."""

from __future__ import annotations

import ipaddress
import socket
import time
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from rhapsode.errors import ReaderMissing, SourceMissing, SourceRefused, SourceUnreadable
from rhapsode.installed import extra_cure
from rhapsode.model import Source

if TYPE_CHECKING:
    import httpx

MOST_BYTES = 50_000_000
"""Of a page, unpacked."""
MOST_REDIRECTS = 5
LONGEST_S = 60.0
"""For all of it, redirects too."""
_SILENCE_S = 15.0
_SCHEMES = ("http", "https")
_MISSING = (404, 410)
_AGENT = "Mozilla/5.0 (compatible; rhapsode)"


def fetch_address(location: str, *, allow_private: bool = False) -> Source:
    """The source at an `http` or `https` address.

    Every hop's host is resolved once, checked, and connected to at that very address, so that a name cannot change
    its mind in between. Proxies of the environment are not used.
    Raises SourceRefused, SourceMissing, SourceUnreadable, or ReaderMissing without the `web` extra.
    """
    try:
        import httpx
    except ImportError as fault:
        raise ReaderMissing("reading addresses needs httpx", extra_cure("web")) from fault
    deadline = time.monotonic() + LONGEST_S
    address = location
    with httpx.Client(timeout=_SILENCE_S, trust_env=False, follow_redirects=False) as client:
        for _ in range(MOST_REDIRECTS + 1):
            request = _request(client, address, allow_private=allow_private)
            try:
                response = client.send(request, stream=True)
                try:
                    if response.is_redirect:
                        address = urljoin(address, response.headers.get("location", ""))
                        continue
                    return _source(location, address, response, deadline)
                finally:
                    response.close()
            except httpx.TimeoutException as fault:
                raise SourceUnreadable(f"{location} did not answer in time", "try again later") from fault
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as fault:
                reason = " ".join(str(fault).split())[:120] or type(fault).__name__
                raise SourceUnreadable(f"{location} could not be fetched ({reason})", "check the address") from fault
    raise SourceRefused(f"{location} redirects more than {MOST_REDIRECTS} times", "check the address")


def _request(client: httpx.Client, address: str, *, allow_private: bool) -> httpx.Request:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as fault:
        raise SourceUnreadable(f"{address[:200]!r} is no address", "check it") from fault
    if parts.scheme.lower() not in _SCHEMES or not host:
        raise SourceRefused(f"{address[:200]!r} is not an http or https address", "give one that is")
    ip = _resolve(host, port or (443 if parts.scheme.lower() == "https" else 80), allow_private=allow_private)
    bare = f"[{ip}]" if ":" in ip else ip
    target = parts._replace(netloc=bare if port is None else f"{bare}:{port}", fragment="").geturl()
    shown = host if port is None else f"{host}:{port}"
    return client.build_request(
        "GET",
        target,
        headers={
            "Host": shown if ":" not in host else f"[{host}]" + ("" if port is None else f":{port}"),
            "User-Agent": _AGENT,
            "Accept": "text/html,application/xhtml+xml,text/markdown,text/plain;q=0.9,*/*;q=0.5",
        },
        extensions={"sni_hostname": host},
    )


def _resolve(host: str, port: int, *, allow_private: bool) -> str:
    """The address to connect to. All that the name stands for must be public."""
    try:
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError, ValueError) as fault:
        raise SourceMissing(f"there is no host {host[:200]!r}", "check the address and the connection") from fault
    for one in found:
        if not allow_private and not is_public(one):
            raise SourceRefused(f"{host[:200]} is in a private network ({one})", "allow it with --allow-private")
    return found[0].partition("%")[0]


def is_public(address: str) -> bool:
    """Whether an IP address, in text, is reachable by everybody."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if ip in _TRANSLATED:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast


_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


def _source(location: str, address: str, response: httpx.Response, deadline: float) -> Source:
    if response.status_code in _MISSING:
        raise SourceMissing(f"there is nothing at {location} ({response.status_code})", "check the address")
    if response.status_code != 200:
        raise SourceUnreadable(f"{location} answered {response.status_code}", "see whether a browser can open it")
    parts: list[bytes] = []
    size = 0
    for part in response.iter_bytes():
        size += len(part)
        if size > MOST_BYTES:
            raise SourceRefused(f"{location} is larger than {MOST_BYTES // 1_000_000} MB", "save it and cut it")
        if time.monotonic() > deadline:
            raise SourceUnreadable(f"{location} took longer than {LONGEST_S:.0f} s", "try again later")
        parts.append(part)
    if not size:
        raise SourceUnreadable(f"{location} is empty", "check the address")
    kind, _, rest = response.headers.get("content-type", "").partition(";")
    charset = rest.partition("charset=")[2].partition(";")[0].strip(" \"'")
    path = unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2]
    name = path or urlsplit(address).hostname or location
    return Source(location, name, b"".join(parts), media_type=kind.strip().lower(), charset=charset)
