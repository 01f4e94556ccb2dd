"""Fetching as a good guest: robots.txt is kept (RFC 9309), no host is asked too often, what is busy is asked again."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from rhapsode.errors import SourceBusy, SourceError, SourceRefused
from rhapsode.reading.web_fetch import WebAnswer, ask

AGENT = "rhapsode"
BETWEEN_S = 1.0
"""From one request to a host to the next, where its robots.txt asks for no more."""
LONGEST_BETWEEN_S = 30.0
WAITS_S = (2.0, 8.0)
"""Before a busy address is asked again."""
LONGEST_WAIT_S = 60.0
"""That a host may ask for; one that wants to be left alone for longer is asked in the next update."""


class PoliteWeb:
    """What is known of hosts while an update lasts."""

    def __init__(
        self,
        *,
        allow_private: bool = False,
        between_s: float = BETWEEN_S,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._allow_private, self._between_s, self._sleep = allow_private, between_s, sleep
        self._robots: dict[str, RobotFileParser | SourceError] = {}
        self._next_s: dict[str, float] = {}

    def ask(self, address: str, etag: str = "", last_modified: str = "") -> WebAnswer:
        """What `reading.web_fetch.ask` gives. Raises what that does, and SourceRefused where robots.txt says no."""
        robots = self._rules(address)
        if isinstance(robots, SourceError):
            raise robots
        if not robots.can_fetch(AGENT, address):
            raise SourceRefused(f"{address} may not be fetched by programs (robots.txt)", "open it in a browser")
        return self._patiently(address, etag, last_modified)

    def _rules(self, address: str) -> RobotFileParser | SourceError:
        parts = urlsplit(address)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._robots:
            self._robots[host] = self._fetched_rules(host)
        return self._robots[host]

    def _fetched_rules(self, host: str) -> RobotFileParser | SourceError:
        """RFC 9309 2.3.1: without an answer nothing is allowed, without a robots.txt everything."""
        rules = RobotFileParser()
        try:
            found = self._patiently(f"{host}/robots.txt").source
            text = found.data.decode("utf-8", "replace") if found else ""
        except (SourceBusy, SourceRefused) as fault:
            return fault
        except SourceError:
            text = ""
        rules.parse(text.splitlines())
        return rules

    def _patiently(self, address: str, etag: str = "", last_modified: str = "") -> WebAnswer:
        for wait_s in WAITS_S:
            try:
                return self._in_turn(address, etag, last_modified)
            except SourceBusy as fault:
                if fault.wait_s > LONGEST_WAIT_S:
                    raise
                self._sleep(max(wait_s, fault.wait_s))
        return self._in_turn(address, etag, last_modified)

    def _in_turn(self, address: str, etag: str, last_modified: str) -> WebAnswer:
        parts = urlsplit(address)
        host = parts.netloc
        early_s = self._next_s.get(host, 0.0) - time.monotonic()
        if early_s > 0:
            self._sleep(early_s)
        try:
            return ask(address, etag=etag, last_modified=last_modified, allow_private=self._allow_private)
        finally:
            robots = self._robots.get(f"{parts.scheme}://{host}")
            asked = float(robots.crawl_delay(AGENT) or 0) if isinstance(robots, RobotFileParser) else 0.0
            self._next_s[host] = time.monotonic() + max(self._between_s, min(asked, LONGEST_BETWEEN_S))
