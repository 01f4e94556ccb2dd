"""axe-core on page and library, light and dark, desktop and phone: no violation."""

import os
from pathlib import Path

import pytest

from made_pictures import picture
from made_tracks import ARABIC, HARBOUR, HOSTILE, recorded, timeline
from rhapsode.listening import publish

ROOT = Path(__file__).parents[2]
AXE = Path(os.environ.get("RHAPSODE_NODE_MODULES", ROOT / "node_modules")) / "axe-core" / "axe.min.js"
RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ['violations'] }).then(found => done(
  found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 120)} ${n.failureSummary.slice(0, 200)}`))
));
"""
DESKTOP = {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False}
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}


@pytest.fixture(scope="module")
def site(tmp_path_factory, serve):
    root = tmp_path_factory.mktemp("accessible")
    documents = {"harbour": HARBOUR, "arabic": ARABIC, "hostile": HOSTILE}
    tracks = [recorded(timeline(d, word_ms=300), root / "in" / f"{name}.mp3") for name, d in documents.items()]
    pictures = {"lamp.png": picture("png", "320x200")}
    publish(tracks, root / "out", pictures=lambda track: pictures)
    return serve(root / "out")


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm install axe-core; RHAPSODE_NODE_MODULES)")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("page", ["index.html", "harbour.html", "arabic.html", "hostile.html", "harbour.contents.html"])
def test_axe_finds_nothing(browser, site, page, device, theme):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", device)
    features = [{"name": "prefers-color-scheme", "value": theme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.get(site.url + page)
    if page == "harbour.html":
        browser.execute_script("document.getElementById('audio').currentTime = 6")
    if page == "index.html":
        browser.execute_script("document.querySelector('.play').click()")
    # Through the debugger, not as a script of the page: the page's policy lets no other script in.
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    assert browser.execute_async_script(RUN) == []
    browser.execute_script("document.getElementById('audio')?.pause()")


SMALL = """
const inside = '#player button, #player select, #player input, #chapters :is(button, a), .actions :is(button, a), '
  + '.track h2 a, header button, dialog[open] :is(button, select)';
return [...document.querySelectorAll(inside)].filter(e => e.checkVisibility()).flatMap(e => {
  const { width, height } = e.getBoundingClientRect();
  return Math.min(width, height) < 44 ? [`${e.id || e.className} ${width} ${height}`] : [];
});
"""


@pytest.mark.parametrize("page", ["index.html", "harbour.html", "arabic.html"])
def test_a_finger_can_touch_all_that_can_be_touched(browser, site, page):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    browser.get(site.url + page)
    if page == "index.html":
        browser.execute_script("document.querySelector('.play').click()")
    assert browser.execute_script(SMALL) == []
    browser.find_element("id", "more").click()
    assert browser.execute_script(SMALL) == []
    if page != "index.html":
        browser.find_element("id", "list").click()
        assert browser.execute_script(SMALL) == []
        browser.find_element("id", "list").click()
        browser.find_element("id", "text").click()
        assert browser.execute_script(SMALL) == []
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
    browser.execute_script("document.getElementById('audio').pause()")
