"""The studio in a real browser: a link pasted, looked at, made, listened to, taken along and deleted."""

import contextlib
import http.server
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys
from test_accessibility import AXE, DESKTOP, PHONE, RUN

from rhapsode.mixing import read_track

PATIENCE_S = 60
ARTICLE = (
    "<html lang='en'><head><title>Tides</title></head><body><article><h1>Tides</h1>"
    "<p>The water rises twice a day, and nobody has to ask it to.[1]</p><h2>At night</h2>"
    "<p>It falls again, and leaves the boats upon the sand.</p><pre><code>set tide = low</code></pre>"
    "<h2>By day</h2><p>It waits for the moon, as it has always done.</p></article></body></html>"
)


def walk(steps):
    return "# A long walk\n\n" + "\n\n".join(f"Step {n} of the walk leads past tree number {n}." for n in range(steps))


LONG = walk(1_500)
TIME = "return document.getElementById('audio').currentTime"


class Pages(http.server.BaseHTTPRequestHandler):
    """One article, and what was asked for."""

    asked: list[str] = []  # noqa: RUF012  # shared on purpose

    def do_GET(self):
        self.asked.append(self.path)
        body = ARTICLE.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def article():
    """The address of an article on this machine."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/tides"
        server.shutdown()
        thread.join()


class Opened:
    """`rhapsode studio`, in a process of its own; ended and started again it has the same address."""

    def __init__(self, folder, *options):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder, self.options = folder, options
        self.url = f"http://127.0.0.1:{self.port}/"
        self.start()

    def start(self):
        own = {"RHAPSODE_DATA": str(self.folder / "data"), "RHAPSODE_STORE": str(self.folder / "store")}
        command = [sys.executable, "-m", "rhapsode", "studio", "--engine", "tone", "--no-browser", *self.options]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)],
            env={**os.environ, **own},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(400):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        self.stop()
        raise AssertionError("the studio did not start")

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        self.process.wait(20)


@pytest.fixture
def studio(tmp_path):
    opened = Opened(tmp_path, "--allow-private")
    yield opened
    if opened.process.poll() is None:
        opened.stop()


def by(browser, name):
    return browser.find_element("id", name)


def wait_for(check):
    end_s = time.monotonic() + PATIENCE_S
    while not check():
        assert time.monotonic() < end_s, "it did not happen in time"
        time.sleep(0.05)


def paste(browser, text):
    wait_for(lambda: by(browser, "look").is_displayed())
    by(browser, "box").send_keys(text)
    by(browser, "look").click()


def outlined(browser):
    wait_for(lambda: by(browser, "outline").is_displayed() or by(browser, "add-problem").text)
    assert by(browser, "add-problem").text == ""
    wait_for(lambda: browser.execute_script("return document.getElementById('voice').options.length > 1"))


def texts(browser, selector):
    return browser.execute_script(
        "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector
    )


def hand_in(browser, folder, name, text):
    (folder / name).write_text(text)
    by(browser, "file").send_keys(str(folder / name))
    outlined(browser)


def shelved(browser, count=1):
    wait_for(lambda: len(browser.find_elements("css selector", ".track")) == count)


def foreign(browser, studio):
    """The addresses that were asked for and are not the studio's own."""
    return [
        request["params"]["request"]["url"]
        for entry in browser.get_log("performance")
        if (request := json.loads(entry["message"])["message"])["method"] == "Network.requestWillBeSent"
        and not request["params"]["request"]["url"].startswith((studio.url, "data:", "blob:", "about:"))
    ]


def test_a_link_pasted_becomes_a_track_that_plays(browser, studio, article):
    browser.get(studio.url)
    paste(browser, article)
    outlined(browser)
    assert by(browser, "outline-title").text == "Tides"
    assert browser.switch_to.active_element == by(browser, "outline-title")
    assert texts(browser, "#sections label span:first-of-type") == ["Tides", "At night", "By day"]
    assert "code, for the eye" in texts(browser, "#skips .soft")
    browser.find_elements("css selector", "#sections input")[2].click()
    before = by(browser, "outline-about").text
    browser.execute_script("document.getElementById('skips').open = true")
    browser.find_element("css selector", "#skips input").click()
    wait_for(lambda: by(browser, "outline-about").text != before or by(browser, "make").is_enabled())
    wait_for(lambda: by(browser, "make").is_enabled())
    by(browser, "make").click()
    shelved(browser)
    row = browser.find_element("css selector", ".track")
    assert row.find_element("tag name", "h2").text == "Tides"
    assert texts(browser, ".track .files a") == ["MP3 Tides", "EPUB Tides"]
    row.find_element("class name", "play").click()
    wait_for(lambda: browser.execute_script(TIME) > 1.5)
    browser.execute_script("document.getElementById('audio').pause()")
    wait_for(lambda: texts(browser, ".track .play")[0].startswith("Go on"))
    browser.refresh()
    shelved(browser)
    assert "left" in texts(browser, ".track p")[0]
    assert by(browser, "shelf-place").text == str(studio.folder / "data" / "shelf")
    listing = json.loads((studio.folder / "data" / "shelf" / "library.json").read_text())["tracks"][0]
    assert [title for _, title in listing["chapters"]][:2] == ["Tides", "At night"]
    said = [one.text for one in read_track(studio.folder / "data" / "shelf" / listing["audio"]).utterances]
    assert "set tide = low" in said
    assert not any("moon" in text for text in said)
    assert foreign(browser, studio) == []
    assert [entry["message"] for entry in browser.get_log("browser")] == []


def test_what_another_page_brings_only_fills_the_box(browser, studio, article):
    asked = len(Pages.asked)
    browser.get(f"{studio.url}?url={article}&title=x")
    wait_for(lambda: by(browser, "box").get_attribute("value") == article)
    assert browser.current_url == studio.url
    time.sleep(0.5)
    assert len(Pages.asked) == asked
    by(browser, "box").send_keys(Keys.ENTER)
    outlined(browser)
    assert len(Pages.asked) == asked + 1


def test_an_address_of_the_own_network_is_refused_unless_it_is_allowed(browser, tmp_path, article):
    careful = Opened(tmp_path)
    try:
        asked = len(Pages.asked)
        browser.get(careful.url)
        paste(browser, article)
        wait_for(lambda: "is in a private network" in by(browser, "add-problem").text)
        assert len(Pages.asked) == asked
    finally:
        careful.stop()


def test_a_studio_that_is_killed_in_the_middle_goes_on_and_so_does_its_page(browser, studio, tmp_path):
    browser.get(studio.url)
    hand_in(browser, tmp_path, "walk.md", LONG)
    by(browser, "make").click()
    wait_for(lambda: browser.find_elements("css selector", "#queue progress[value]"))
    studio.stop(signal.SIGKILL)
    wait_for(lambda: "start rhapsode studio again" in by(browser, "status").text)
    studio.start()
    shelved(browser)
    wait_for(lambda: not by(browser, "queue").is_displayed())
    hand_in(browser, tmp_path, "short.md", "# Short\n\nOne step.\n")  # with the new token


def test_one_that_is_cancelled_goes_and_the_next_is_made(browser, studio, tmp_path):
    browser.get(studio.url)
    hand_in(browser, tmp_path, "walk.md", walk(5_000))  # a slow browser must not come too late
    by(browser, "make").click()
    wait_for(lambda: browser.find_elements("css selector", "#queue progress[value]"))
    hand_in(browser, tmp_path, "short.md", "# Short\n\nOne step.\n")
    by(browser, "make").click()
    browser.execute_script("document.querySelector('#queue [data-path=cancel]').click()")
    shelved(browser)
    assert texts(browser, ".track h2") == ["Short"]


def test_deleting_asks_first(browser, studio, tmp_path):
    browser.get(studio.url)
    hand_in(browser, tmp_path, "short.md", "# Short\n\nOne step.\n")
    by(browser, "make").click()
    shelved(browser)
    for answer, left in (("sure-no", 1), ("sure-yes", 0)):
        browser.execute_script("document.querySelector('.track .delete').click()")
        assert by(browser, "sure-title").text == "Delete “Short”?"
        by(browser, answer).click()
        shelved(browser, left)
    assert not list((studio.folder / "data" / "shelf").glob("*.mp3"))


@pytest.fixture(scope="module")
def furnished(tmp_path_factory):
    """A studio with a track on the shelf and one that failed."""
    opened = Opened(tmp_path_factory.mktemp("furnished"), "--allow-private")
    yield opened
    opened.stop()


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm install axe-core; RHAPSODE_NODE_MODULES)")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_and_it_fits(browser, furnished, article, device, theme):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", device)
    features = [{"name": "prefers-color-scheme", "value": theme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.get(furnished.url)
    time.sleep(0.5)
    paste(browser, article)
    outlined(browser)
    if not browser.find_elements("css selector", ".track"):
        by(browser, "make").click()
        shelved(browser)
        paste(browser, article)
        outlined(browser)
    browser.execute_script("for (const all of document.querySelectorAll('details')) all.open = true")
    browser.execute_script("document.querySelector('.track .play').click()")
    wait_for(lambda: by(browser, "player").is_displayed())
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": Path(AXE).read_text(encoding="utf-8")})
    assert browser.execute_async_script(RUN) == []
    assert browser.execute_script("return document.documentElement.scrollWidth") <= device["width"]
    small = browser.execute_script(
        "return [...document.querySelectorAll('main :is(button, select, input, a, summary, textarea)')].filter(e => {"
        " const box = (e.closest('label') ?? e).getBoundingClientRect();"
        " return box.width && (box.height < 43.5 || box.width < 43.5) }).map(e => e.outerHTML.slice(0, 80))"
    )
    assert small == []
    browser.execute_script("document.querySelector('.track .delete').click()")
    assert browser.execute_async_script(RUN) == []
    browser.execute_script("document.getElementById('audio').pause()")
