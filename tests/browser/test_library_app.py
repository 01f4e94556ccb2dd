"""The library in a real browser: it lists, plays, remembers, and goes on without a server."""

import json
import time

import pytest

from made_tracks import ARABIC, HARBOUR, HOSTILE, recorded, timeline
from rhapsode.listening import publish

TIME = "return document.getElementById('audio').currentTime"
PAUSE = "document.getElementById('audio').pause()"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("library")
    documents = {"harbour": HARBOUR, "arabic": ARABIC, "hostile": HOSTILE}
    tracks = [recorded(timeline(d, word_ms=300), root / "in" / f"{name}.mp3") for name, d in documents.items()]
    publish(tracks, root / "out")
    return root / "out"


def row(browser, number, name):
    return browser.find_elements("css selector", ".track")[number].find_element("class name", name)


def wait_for(check, seconds=10):
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def settled(browser, address):
    """The page at `address`, its worker in charge."""
    browser.get(address)
    wait_for(lambda: row(browser, 0, "keep").is_displayed())
    wait_for(lambda: browser.execute_script("return Boolean(navigator.serviceWorker.controller)"))


def test_it_lists_every_track(browser, serve, folder):
    browser.get(serve(folder).url)
    assert [e.text for e in browser.find_elements("tag name", "h2")] == [HARBOUR.title, ARABIC.title, HOSTILE.title]
    pictures = "return [...document.images].map(i => i.complete && i.naturalWidth)"
    wait_for(lambda: browser.execute_script(pictures) == [1400] * 3)
    assert [entry["message"] for entry in browser.get_log("browser")] == []


def test_the_player_shows_the_cover_of_what_it_plays(browser, serve, folder):
    settled(browser, serve(folder).url)
    for number in (0, 1):
        row(browser, number, "play").click()
        own = row(browser, number, "art").find_element("tag name", "img").get_attribute("src")
        wait_for(lambda own=own: browser.execute_script("return document.querySelector('#art img')?.src") == own)
    browser.execute_script(PAUSE)


def test_a_kept_track_plays_with_the_server_stopped(browser, serve, folder):
    server = serve(folder)
    settled(browser, server.url)
    row(browser, 0, "keep").click()
    wait_for(lambda: row(browser, 0, "keep").get_attribute("aria-pressed") == "true")
    server.stop()
    browser.get(server.url)
    wait_for(lambda: row(browser, 0, "keep").get_attribute("aria-pressed") == "true")
    row(browser, 0, "play").click()
    wait_for(lambda: browser.execute_script(TIME) > 0.3)
    # A seek asks for a range in the middle, which only the worker can answer now.
    browser.execute_script("document.getElementById('audio').currentTime = 12")
    wait_for(lambda: browser.execute_script(TIME) > 12.1)
    browser.execute_script(PAUSE)
    browser.find_element("link text", HARBOUR.title).click()
    wait_for(lambda: browser.find_elements("id", "article"))
    wait_for(lambda: browser.execute_script(TIME) > 12)
    browser.find_element("id", "play").click()
    wait_for(lambda: browser.execute_script("return document.querySelectorAll('.saying').length") == 1)
    browser.execute_script(PAUSE)


def test_a_track_that_is_not_kept_says_so_without_the_server(browser, serve, folder):
    server = serve(folder)
    settled(browser, server.url)
    server.stop()
    browser.get(server.url)
    row(browser, 1, "play").click()
    wait_for(lambda: "kept tracks play" in browser.find_element("id", "status").text)


def test_a_track_can_be_let_go_again(browser, serve, folder):
    settled(browser, serve(folder).url)
    for pressed in ("true", "false"):
        row(browser, 1, "keep").click()
        wait_for(lambda pressed=pressed: row(browser, 1, "keep").get_attribute("aria-pressed") == pressed)
    left = "const done = arguments[0]; caches.open('rhapsode-kept').then(c => c.keys()).then(k => done(k.length))"
    assert browser.execute_async_script(left) == 0


def test_each_track_has_a_place_of_its_own(browser, serve, folder):
    settled(browser, serve(folder).url)
    for number, seconds in ((0, 7), (1, 3)):
        row(browser, number, "play").click()
        wait_for(lambda: browser.execute_script("return document.getElementById('audio').readyState >= 1"))
        browser.execute_script(f"{PAUSE}; document.getElementById('audio').currentTime = {seconds}")
        wait_for(lambda seconds=seconds: abs(browser.execute_script(TIME) - seconds) < 0.1)
        time.sleep(0.2)
    row(browser, 0, "play").click()
    wait_for(lambda: 7 <= browser.execute_script(TIME) < 9)
    browser.execute_script(PAUSE)
    browser.refresh()
    wait_for(lambda: "left" in row(browser, 0, "left").text)
    bar, length = row(browser, 0, "heard"), json.loads((folder / "library.json").read_text())["tracks"][0]["seconds"]
    assert bar.is_displayed()
    assert 7 <= float(bar.get_property("value")) * length < 9
    assert not row(browser, 2, "heard").is_displayed()
    row(browser, 1, "play").click()
    wait_for(lambda: 3 <= browser.execute_script(TIME) < 5)
    browser.execute_script(PAUSE)


def test_the_system_s_keys_know_what_plays(browser, serve, folder):
    settled(browser, serve(folder).url)
    row(browser, 1, "play").click()
    shown = "const m = navigator.mediaSession.metadata; return m && [m.title, m.artist, m.artwork.length]"
    wait_for(lambda: browser.execute_script(shown) == [ARABIC.title, "سلمى", 1])
    browser.execute_script(PAUSE)


def test_it_fits_a_phone(browser, serve, folder):
    phone = {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    server = serve(folder)
    for page in ("", "harbour.html", "arabic.html", "hostile.html"):
        browser.get(server.url + page)
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 360
