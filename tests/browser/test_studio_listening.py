"""Listening in the studio while it is made: at once, with the words lit, and from wherever one likes."""

import os
import signal
import time
from pathlib import Path

import pytest
from test_accessibility import AXE, DESKTOP, PHONE, RUN
from test_studio_page import article, by, foreign, outlined, paste, shelved, studio, texts, wait_for

from rhapsode.store import Store

__all__ = ["article", "studio"]

PARTS, SENTENCES = 59, 12
BOOK = "# Tides\n\n" + "\n\n".join(
    f"## Part {part}\n\n"
    + " ".join(f"The water of part {part} rises over stone {at} and falls again." for at in range(SENTENCES))
    for part in range(1, PARTS + 1)
)
TIME = "return document.getElementById('live-audio').currentTime"
LIT = "return document.querySelector('#live-text .lit')?.textContent ?? ''"
NOW = "return document.querySelector('#live-text .now')?.textContent ?? ''"


def script(browser, code):
    return browser.execute_script(code)


def press(browser, name):
    """As a click does, wherever the page is being scrolled to."""
    browser.execute_script("document.getElementById(arguments[0]).click()", name)


def listen(browser, text):
    wait_for(lambda: by(browser, "listen-at-once").is_displayed())
    browser.execute_script("document.getElementById('box').value = arguments[0]", text)
    press(browser, "listen-at-once")
    begun_s = time.monotonic()
    wait_for(lambda: script(browser, TIME) > 0 or by(browser, "add-problem").text)
    assert by(browser, "add-problem").text == ""
    return time.monotonic() - begun_s


def children(process):
    """All processes below `process`, but Python's own that cleans up after them."""
    found, wanted = set(), {process.pid}
    while wanted:
        stats = [Path(folder, "stat") for folder in Path("/proc").glob("[0-9]*")]
        below = set()
        for stat in stats:
            try:
                words = stat.read_text().rpartition(")")[2].split()
                called = stat.with_name("cmdline").read_bytes()
            except OSError:
                continue
            if int(words[1]) in wanted and b"resource_tracker" not in called:
                below.add(int(stat.parent.name))
        wanted = below - found
        found |= below
    return found


def test_a_link_is_heard_at_once_with_its_words_lit(browser, studio, article, capsys):
    browser.get(studio.url)
    first_s = listen(browser, article)
    with capsys.disabled():
        print(f"\nlink to first sound {first_s:.2f} s")
    assert by(browser, "live-title").text == "Tides"
    seen = set()
    wait_for(lambda: seen.add(script(browser, LIT)) or {"Tides", "water", "twice"} <= seen)
    assert script(browser, NOW).startswith("The water rises twice")
    assert texts(browser, "#live-section option") == ["Tides", "At night", "By day"]
    assert browser.switch_to.active_element == by(browser, "live-title")
    press(browser, "live-play")
    wait_for(lambda: by(browser, "live-play").text == "Play")
    at = script(browser, TIME)
    wait_for(lambda: by(browser, "live-about").text.startswith("Paused · 0:0"))
    assert script(browser, TIME) == at
    press(browser, "live-play")
    wait_for(lambda: script(browser, TIME) > at)
    press(browser, "live-make")
    shelved(browser)
    wait_for(lambda: script(browser, "return document.getElementById('live-audio').ended"))
    assert foreign(browser, studio) == []
    assert [entry["message"] for entry in browser.get_log("browser")] == []


def test_one_goes_ahead_in_a_book_long_before_it_is_spoken(browser, studio):
    browser.get(studio.url)
    listen(browser, BOOK)
    wait_for(lambda: len(texts(browser, "#live-section option")) == PARTS + 1)
    begun_s = time.monotonic()
    script(
        browser,
        "const s = document.getElementById('live-section'); s.value = '50'; s.dispatchEvent(new Event('change'))",
    )
    wait_for(lambda: script(browser, NOW) == "Part 50")
    assert time.monotonic() - begun_s < 30
    kept = sum(1 for _ in Store(studio.folder / "store").entries())
    assert kept < PARTS * SENTENCES / 2  # and so most of it was not spoken
    press(browser, "live-on")
    wait_for(lambda: script(browser, NOW).startswith("The water of part 50"))
    wait_for(lambda: len(texts(browser, "#live-text .sentence")) > 3)
    script(browser, "document.querySelectorAll('#live-text .sentence')[2].click()")
    wait_for(lambda: "part 50" in script(browser, NOW) and len(texts(browser, "#live-text .sentence")) > 0)
    press(browser, "live-back")
    wait_for(lambda: script(browser, NOW) != "")
    assert by(browser, "live-problem").text == ""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are counted by Linux's /proc")
def test_leaving_the_page_ends_its_processes(browser, studio):
    browser.get(studio.url)
    wait_for(lambda: by(browser, "listen-at-once").is_displayed())
    before = children(studio.process)
    listen(browser, BOOK)
    assert len(children(studio.process)) > len(before)
    browser.get("about:blank")
    wait_for(lambda: children(studio.process) <= before)


def test_what_is_shown_is_heard_as_it_was_chosen(browser, studio, article):
    browser.get(studio.url)
    paste(browser, article)
    outlined(browser)
    browser.find_elements("css selector", "#sections input")[0].click()
    press(browser, "listen")
    wait_for(lambda: script(browser, NOW) == "At night")
    press(browser, "live-end")
    wait_for(lambda: not by(browser, "live").is_displayed())


def test_a_file_is_heard_while_it_is_still_looked_at(browser, studio, tmp_path):
    (tmp_path / "book.md").write_text(BOOK * 8)
    browser.get(studio.url)
    wait_for(lambda: by(browser, "listen-at-once").is_displayed())
    by(browser, "file").send_keys(str(tmp_path / "book.md"))
    press(browser, "listen-at-once")
    wait_for(lambda: script(browser, TIME) > 0)
    assert by(browser, "live-title").text == "Tides"
    wait_for(lambda: not by(browser, "choose").get_attribute("aria-busy"))
    assert not by(browser, "outline").is_displayed()
    assert by(browser, "in-hand").text == ""


def test_a_studio_that_ends_is_named(browser, studio):
    browser.get(studio.url)
    listen(browser, BOOK)
    studio.stop(signal.SIGKILL)
    wait_for(lambda: "start rhapsode studio again" in by(browser, "live-problem").text)


def test_what_cannot_be_fetched_is_named_at_the_box(browser, studio):
    browser.get(studio.url)
    wait_for(lambda: by(browser, "listen-at-once").is_displayed())
    press(browser, "listen-at-once")
    wait_for(lambda: "nothing in the box" in by(browser, "add-problem").text)
    by(browser, "box").send_keys("http://127.0.0.1:9/none")
    press(browser, "listen-at-once")
    wait_for(lambda: "127.0.0.1" in by(browser, "add-problem").text)
    assert not by(browser, "live").is_displayed()


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm install axe-core; RHAPSODE_NODE_MODULES)")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_and_it_fits(browser, studio, device, theme):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", device)
    features = [{"name": "prefers-color-scheme", "value": theme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.get(studio.url)
    listen(browser, BOOK)
    wait_for(lambda: script(browser, LIT))
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": Path(AXE).read_text(encoding="utf-8")})
    press(browser, "live-play")
    assert browser.execute_async_script(RUN) == []
    assert script(browser, "return document.documentElement.scrollWidth") <= device["width"]
    small = script(
        browser,
        "return [...document.querySelectorAll('#live :is(button, select)')].filter(e => {"
        " const box = e.getBoundingClientRect();"
        " return box.width && (box.height < 43.5 || box.width < 43.5) }).map(e => e.outerHTML.slice(0, 80))",
    )
    assert small == []
    if folder := os.environ.get("RHAPSODE_SCREENSHOTS"):
        browser.save_screenshot(f"{folder}/studio-live-{device['width']}-{theme}.png")
