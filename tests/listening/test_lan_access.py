"""Who has been shown the address gets everything, anybody else nothing, and the phone's camera can read it."""

import asyncio
import io
import os
import re
import stat
import sys

import feedparser
import httpx
import numpy as np
import pytest
import zxingcpp
from lxml import etree

from made_tracks import HARBOUR, timeline
from rhapsode.errors import RhapsodeError, UsageError
from rhapsode.listening import feed, lan_access
from rhapsode.listening.lan_access import LanAddress, kept_token, lan_host, own_names, phone_svg, terminal_code
from rhapsode.listening.server import application

ADDRESS = LanAddress("192.0.2.7", 8000, "tokenTOKENtoken-_12345")


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "shelf"
    place.mkdir()
    (place / "index.html").write_text("<title>x</title>")
    (place / "harbour.mp3").write_bytes(bytes(range(200)))
    track = timeline(HARBOUR)._replace(path=place / "harbour.mp3")
    (place / "feed.xml").write_bytes(feed.feed([track], feed.Channel(), place))
    return place


@pytest.fixture
def get(folder):
    app = application(folder, ADDRESS)

    def ask(path, base="http://192.0.2.7:8000", **headers):
        async def asked():
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=base) as client:
                return await client.get(path, headers=headers)

        return asyncio.run(asked())

    return ask


@pytest.mark.parametrize("path", ["/", "/feed.xml", "/harbour.mp3", "/phone", "/tokenTOKENtoken-_1234/", "//", "/%00/"])
def test_without_the_token_there_is_nothing(get, path):
    answer = get(path)
    assert (answer.status_code, answer.text) == (404, "Not Found")


def test_with_it_there_is_everything(get):
    assert get(f"/{ADDRESS.token}/").text == "<title>x</title>"
    part = get(f"/{ADDRESS.token}/harbour.mp3", Range="bytes=10-19")
    assert (part.status_code, part.content) == (206, bytes(range(10, 20)))
    assert get(f"/{ADDRESS.token}").headers["location"].endswith(f"/{ADDRESS.token}/")
    assert get(f"/{ADDRESS.token}/nothing").status_code == 404
    assert get(f"/{ADDRESS.token}/../../secret").status_code == 404


@pytest.mark.parametrize("path", ["", "phone", "phone.svg", "feed.xml", "harbour.mp3"])
def test_no_answer_tells_the_address_to_others(get, path):
    answer = get(f"/{ADDRESS.token}/{path}")
    assert answer.status_code == 200
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["evil.example", "192.0.2.8:8000", "127.0.0.1:8000", "localhost"])
def test_another_name_is_refused(get, host):
    assert get(f"/{ADDRESS.token}/", Host=host).status_code == 400


def test_the_feed_leads_through_the_token_under_the_name_it_was_asked_for(get):
    for name in own_names(ADDRESS.host):
        base = f"http://{name}:8000"
        data = get(f"/{ADDRESS.token}/feed.xml", base=base).content
        found = feedparser.parse(data)
        assert not found.bozo
        assert found.entries[0].enclosures[0].href == f"{base}/{ADDRESS.token}/harbour.mp3"
        addresses = re.findall(rb'(?:url|href|uri)="(http:[^"]+)"|<link>([^<]+)</link>', data)
        assert addresses
        assert all((a or b).startswith(f"{base}/{ADDRESS.token}/".encode()) for a, b in addresses)


def test_what_is_no_feed_of_ours_goes_out_as_it_is(folder, get):
    (folder / "feed.xml").write_bytes(b"<no feed")
    assert get(f"/{ADDRESS.token}/feed.xml").content == b"<no feed"


def read(pixels):
    (found,) = zxingcpp.read_barcodes(np.array(pixels, np.uint8))
    return found.text


def test_a_camera_reads_the_address_from_the_terminal():
    lines = [re.sub(r"\033\[[\d;]*m", "", line) for line in terminal_code(ADDRESS.url, coloured=True)]
    assert max(map(len, lines)) < 60
    halves = {sign: pair for pair, sign in lan_access.BLOCKS.items()}
    rows = [[halves[sign][half] for sign in line] for line in lines for half in (0, 1)]
    assert read(np.kron(np.array(rows) * 255, np.ones((8, 8)))) == ADDRESS.url


def test_it_says_both_colours_or_none():
    assert all(line.startswith("\033[38;5;231;48;5;16m") for line in terminal_code("x", coloured=True))
    assert "\033" not in "".join(terminal_code("x", coloured=False))


def test_and_from_the_page(get):
    svg = etree.fromstring(phone_svg(ADDRESS.url))
    assert svg.get("width") == svg.get("height")
    page = get(f"/{ADDRESS.token}/phone")
    assert ADDRESS.url in page.text
    assert ADDRESS.feed_url in page.text
    assert get(f"/{ADDRESS.token}/phone.svg").headers["content-type"].startswith("image/svg+xml")


def test_the_token_stays_until_a_new_one_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.setenv("RHAPSODE_DATA", str(tmp_path / "data"))
    first = kept_token()
    assert re.fullmatch(r"[\w-]{22}", first)
    assert kept_token() == first
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "data" / "lan-token").stat().st_mode) == 0o600
    second = kept_token(new=True)
    assert second != first
    assert kept_token() == second
    (tmp_path / "data" / "lan-token").write_text("short")
    assert len(kept_token()) == 22


def test_a_token_that_cannot_be_kept_is_an_error_with_its_cure(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("RHAPSODE_DATA", str(tmp_path / "file" / "data"))
    with pytest.raises(UsageError, match="RHAPSODE_DATA"):
        kept_token()


def test_a_machine_in_no_network_is_told_so(monkeypatch):
    class NoWay(io.BytesIO):
        def connect(self, _):
            raise OSError("unreachable")

    monkeypatch.setattr(lan_access.socket, "socket", lambda *_: NoWay())
    with pytest.raises(RhapsodeError, match="in no network"):
        lan_host()


def test_the_network_can_be_chosen():
    assert lan_host("192.168.7.20") == "192.168.7.20"


@pytest.mark.parametrize(
    "stated", ["127.0.0.1", "0.0.0.0", "224.0.0.1", "192.168.7", "router", "::1", "192.168.7.20:80"]
)
def test_what_others_could_not_ask_is_refused(stated):
    with pytest.raises(UsageError, match="no address of this machine"):
        lan_host(stated)


def test_without_segno_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "segno", None)
    with pytest.raises(RhapsodeError, match="serve"):
        phone_svg("x")
