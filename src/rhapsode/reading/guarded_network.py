"""Connections that go nowhere private and end in time: what `httpcore` is given for a network."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from rhapsode.errors import SourceMissing, SourceRefused, SourceUnreadable

SILENCE_S = 15.0
"""Longest wait for a connection, or for the next bytes on one."""


class GuardedNetwork(httpcore.NetworkBackend):
    """Resolves a name once, checks every address it has, and connects to those very addresses: a name cannot change
    its mind in between. Nothing waits past `deadline` (of `time.monotonic`), however slowly the bytes drip in.

    Raises SourceMissing, SourceRefused or SourceUnreadable, and httpcore's own errors.
    """

    def __init__(self, deadline: float, may_reach: Callable[[str], bool]) -> None:
        self._deadline, self._may_reach = deadline, may_reach
        self._plain = httpcore.SyncBackend()

    def connect_tcp(self, host: str, port: int, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """A connection to the first address of `host` that takes one."""
        fault: Exception | None = None
        for address in self._addresses(host, port):
            try:
                stream = self._plain.connect_tcp(address, port, timeout=left_s(self._deadline))
                return _TimedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as one:
                fault = one
        raise fault or httpcore.ConnectError(f"{host} has no address")

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError, ValueError) as fault:
            raise SourceMissing(f"there is no host {host[:200]!r}", "check the address and the connection") from fault
        for one in found:
            if not self._may_reach(one):
                raise SourceRefused(f"{host[:200]} is in a private network ({one})", "allow it with --allow-private")
        return list(dict.fromkeys(found))


class _TimedStream(httpcore.NetworkStream):
    """A stream each of whose waits ends at the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, left_s(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, left_s(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, left_s(self._deadline))
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def left_s(deadline: float) -> float:
    """How long the next wait may be. Raises SourceUnreadable where the deadline is past."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise SourceUnreadable("the address took longer than it may", "try again later, or save the page")
    return min(left, SILENCE_S)


def is_public(address: str) -> bool:
    """Whether an IP address, in text, is reachable by everybody; one that carries another is as public as that."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.is_site_local:
            return False
        return all(is_public(str(one)) for one in _carried(ip)) and (ip in _TRANSLATED or _is_everybodys(ip))
    return _is_everybodys(ip)


def _is_everybodys(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return ip.is_global and not (ip.is_multicast or ip.is_unspecified or ip.is_reserved)


_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""Addresses that a gateway translates to the IPv4 one that they carry (RFC 6052 2.1)."""
_LAST_32_BITS = [_TRANSLATED, *map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96"))]
"""These, and compatible and mapped (RFC 4291 2.5.5) and formerly translated (RFC 2765 2.1) IPv4 addresses."""
_ISATAP = (0x00005EFE, 0x02005EFE)
"""The upper half of an interface identifier that ends in an IPv4 address (RFC 5214 6.1)."""


def _carried(ip: ipaddress.IPv6Address) -> Iterable[ipaddress.IPv4Address]:
    """The IPv4 addresses inside `ip`."""
    if any(ip in net for net in _LAST_32_BITS) or (int(ip) >> 32) & 0xFFFFFFFF in _ISATAP:
        yield ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip.sixtofour:
        yield ip.sixtofour
    yield from ip.teredo or ()
