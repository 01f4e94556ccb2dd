"""A published folder for the phone beside this machine: at an address that only who has been shown it can know.

The address has a token of 128 random bits in its path, kept from one start to the next so that a podcast program that
follows the feed goes on finding it. Whoever asks without it learns nothing, not even that there is a folder.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
import socket
from collections.abc import Iterator, Mapping
from contextlib import suppress
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rhapsode.errors import RhapsodeError, UsageError
from rhapsode.folders import data_folder, private
from rhapsode.installed import extra_cure
from rhapsode.listening import feed

if TYPE_CHECKING:
    from segno import QRCode
    from starlette.types import ASGIApp, Receive, Scope, Send

TOKEN_BYTES = 16
KEPT_IN = "lan-token"
ELSEWHERE = ("192.0.2.1", 9)
"""An address of no machine (RFC 5737): the way there is looked up, and nothing is sent."""
PHONE_PAGE, PHONE_CODE = "phone", "phone.svg"
WHITE_ON_BLACK = "\033[38;5;231;48;5;16m{}\033[0m"
BLOCKS = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
"""Two rows of a code in one of text, by which of them is light: light is drawn, on a dark ground."""
NO_QR = ("a code for the phone needs segno", extra_cure("serve"))


class LanAddress(NamedTuple):
    """Where the folder is found."""

    host: str
    """Of this machine in its network, an IPv4 address."""
    port: int
    token: str

    @property
    def url(self) -> str:
        """Of the folder, ending in a slash."""
        return f"http://{self.host}:{self.port}/{self.token}/"

    @property
    def feed_url(self) -> str:
        """Of the podcast."""
        return f"{self.url}{feed.NAME}"


def lan_host(stated: str = "") -> str:
    """This machine's address in the phone's network: the one `stated`, or that by which it reaches others.

    Raises UsageError where what is stated is no IPv4 address that others could ask, RhapsodeError where none is found.
    """
    if stated:
        with suppress(ValueError):
            known = ipaddress.IPv4Address(stated)
            if not (known.is_loopback or known.is_unspecified or known.is_multicast):
                return str(known)
        raise UsageError(f"{stated} is no address of this machine in a network", "such as --host 192.168.1.20")
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        asked.connect(ELSEWHERE)
        host: str = asked.getsockname()[0]
        found = ipaddress.ip_address(host)
        if not (found.is_loopback or found.is_unspecified):
            return host
    raise RhapsodeError("this machine is in no network", "connect it to the phone's, or say --host ADDRESS")


def own_names(host: str) -> list[str]:
    """What this machine is called by others in its network, where `host` is its address."""
    name = socket.gethostname().partition(".")[0]
    return [host, *((name, f"{name}.local") if name else ())]


def kept_token(*, new: bool = False) -> str:
    """The token of this user's address: the one of last time, or a `new` one. Raises UsageError where none is kept."""
    file = private(data_folder()) / KEPT_IN
    with suppress(OSError, UnicodeDecodeError):
        token = file.read_text("ascii").strip()
        if not new and len(token) >= TOKEN_BYTES:
            return token
    token = secrets.token_urlsafe(TOKEN_BYTES)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as opened:
            opened.write(token + "\n")
    except OSError as fault:
        raise UsageError(
            f"{file} cannot be written ({fault.strerror})", "set RHAPSODE_DATA to a folder that can"
        ) from fault
    return token


class TokenGuard:
    """An ASGI application that hands on to `app` what is asked for below the token, and anybody else nothing.

    The feed goes out with the address that it was asked for at in place of the one that it was published for.
    """

    def __init__(self, app: ASGIApp, folder: Path, address: LanAddress, headers: Mapping[str, str]) -> None:
        """`headers` are for what is made here."""
        self._inner, self._folder, self._address, self._headers = app, folder, address, headers
        self._prefix = f"/{address.token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        from starlette.responses import PlainTextResponse, RedirectResponse, Response

        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        path: str = scope["path"]
        first, slash, rest = path.removeprefix("/").partition("/")
        if not secrets.compare_digest(first.encode("utf-8", "replace"), self._prefix[1:]):
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
            return
        own = {"/": rest, "": ""}[slash]
        made = self._made(own, scope)
        if not slash:
            await RedirectResponse(f"/{first}/")(scope, receive, send)
        elif made and scope["method"] in ("GET", "HEAD"):
            await Response(made[0], headers=self._headers, media_type=made[1])(scope, receive, send)
        else:
            await self._inner({**scope, "path": f"/{own}", "root_path": "", "raw_path": b""}, receive, send)

    def _made(self, name: str, scope: Scope) -> tuple[bytes, str] | None:
        """What is made for whoever asks, and its kind; None for what is a file of the folder."""
        host = next((value.decode("latin-1") for key, value in scope["headers"] if key == b"host"), "")
        here = f"http://{host}/{self._address.token}/"
        if name == feed.NAME:
            with suppress(OSError):
                return feed.moved((self._folder / feed.NAME).read_bytes(), here), "application/rss+xml"
        if name == PHONE_PAGE:
            return phone_page(self._address, (self._folder / feed.NAME).exists()).encode(), "text/html"
        if name == PHONE_CODE:
            return phone_svg(self._address.url), "image/svg+xml"
        return None


def qr_code(text: str) -> QRCode:
    """The code that a phone's camera reads `text` from. Raises RhapsodeError without segno."""
    try:
        import segno
    except ImportError as fault:
        raise RhapsodeError(*NO_QR) from fault
    return segno.make_qr(text, error="m")


def phone_svg(text: str) -> bytes:
    """The same as a picture, dark on white whatever is around it."""
    picture = BytesIO()
    qr_code(text).save(picture, kind="svg", scale=6, border=4, dark="#000", light="#fff", xmldecl=False)
    return picture.getvalue()


def terminal_code(text: str, *, coloured: bool) -> Iterator[str]:
    """The same in lines for a terminal, two rows of the code in each.

    `coloured` states both colours, so that it is right whatever the terminal's are; else light is what is drawn, which
    is right on a dark ground, and most cameras read it on a light one too.
    """
    rows = [[not dark for dark in row] for row in qr_code(text).matrix_iter(border=2)]
    rows += [[True] * len(rows[0])] * (len(rows) % 2)
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        line = "".join(BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        yield WHITE_ON_BLACK.format(line) if coloured else line


PHONE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>On the phone</title>
<link rel="stylesheet" href="library.css">
</head>
<body>
<header><h1>On the phone</h1></header>
<main>
<p>Point the phone's camera at this, or type the address. It must be in the same network as this machine.</p>
<p><img src="{code}" width="260" height="260" alt="A QR code of the address below"></p>
<p><a href="./">{url}</a></p>
{podcast}
</main>
</body>
</html>
"""
PODCAST = """<p>For a podcast program, which then gets every new track by itself:</p>
<p><a href="{name}">{url}</a></p>"""


def phone_page(address: LanAddress, has_feed: bool) -> str:
    """The page that shows the code, the address and, where there is a feed, that of the podcast."""
    podcast = PODCAST.format(name=feed.NAME, url=escape(address.feed_url)) if has_feed else ""
    return PHONE.format(code=PHONE_CODE, url=escape(address.url), podcast=podcast)
