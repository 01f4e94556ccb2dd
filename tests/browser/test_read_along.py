"""The read-along page in a real browser: the light follows the voice, and nothing else happens."""

import json
import random
import time

import pytest

from made_pictures import picture
from made_tracks import ARABIC, HARBOUR, HOSTILE, recorded, timeline
from rhapsode import plugins
from rhapsode.listening import publish
from rhapsode.model import Block, Document, Mark
from rhapsode.pipeline import Request, render
from rhapsode.plugins import EngineChoice
from rhapsode.store import Store

NATURAL = """# At the Mill

The wheel turned all night, and nobody slept. In 1842 the miller counted 37 sacks before dawn.

## The Morning

"Who was it?" she asked; but the river kept its counsel.
"""
SPOKEN = "return [...document.querySelectorAll('.spoken')].map(e => [e.dataset.w, e.textContent])"
SEEK = """
const [seconds, done] = arguments;
const audio = document.getElementById('audio');
audio.addEventListener('seeked', () => requestAnimationFrame(() => done(audio.currentTime)), { once: true });
audio.currentTime = seconds;
"""
TIME = "return document.getElementById('audio').currentTime"
READY = """
const done = arguments[0];
const audio = document.getElementById('audio');
if (audio.readyState >= 1) done(audio.duration);
else audio.addEventListener('loadedmetadata', () => done(audio.duration), { once: true });
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("pages")
    documents = {"harbour": HARBOUR, "arabic": ARABIC, "hostile": HOSTILE}
    tracks = [recorded(timeline(d, word_ms=300), root / "in" / f"{name}.mp3") for name, d in documents.items()]
    if not plugins.engine(EngineChoice("natural")).missing():
        (root / "natural.md").write_text(NATURAL)
        request = Request(str(root / "natural.md"), engine="natural")
        tracks.append(render(request, root / "in" / "natural.mp3", store=Store(root / "store")))
    publish(tracks, root / "out", views=["page", "json"])
    return root / "out"


@pytest.fixture(scope="module")
def site(folder, serve):
    return serve(folder)


def opened(browser, address):
    browser.get(address)
    browser.execute_async_script(READY)
    return browser


def requests(browser):
    events = [json.loads(row["message"])["message"] for row in browser.get_log("performance")]
    return {e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"}


def wait_for(check, seconds=5):
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@pytest.mark.parametrize("name", ["harbour", "natural"])
def test_at_twenty_random_times_the_lit_word_is_the_one_the_json_says(browser, site, folder, name):
    if not (folder / f"{name}.json").exists():
        pytest.skip("the natural voice is not installed")
    words = [w for u in json.loads((folder / f"{name}.json").read_text())["utterances"] for w in u["words"]]
    opened(browser, site.url + f"{name}.html")
    chance = random.Random(7)
    for _ in range(20):
        asked = chance.uniform(0, words[-1]["end"])
        now = browser.execute_async_script(SEEK, asked)
        # A browser's clock is in microseconds: a word that begins or ends that near may be lit or not.
        if any(abs(now - w[edge]) < 0.002 for w in words for edge in ("start", "end")):
            continue
        wanted = next((w["text"] for w in words if w["start"] <= now < w["end"]), "")
        lit = browser.execute_script(SPOKEN)
        assert "".join(text for _, text in lit) == wanted
        assert len({number for number, _ in lit}) <= 1


def test_it_plays_and_the_light_moves_on(browser, site):
    opened(browser, site.url + "harbour.html")
    browser.execute_async_script(SEEK, 0)
    browser.find_element("id", "play").click()
    seen = set()
    end = time.monotonic() + 8
    while len(seen) < 4 and time.monotonic() < end:
        seen.update(number for number, _ in browser.execute_script(SPOKEN))
        time.sleep(0.05)
    assert {"0", "1", "2"} <= seen
    assert browser.execute_script("return document.querySelectorAll('.saying').length") <= 1
    browser.find_element("id", "play").click()
    wait_for(lambda: browser.execute_script("return document.getElementById('audio').paused"))


def test_a_click_on_a_word_plays_from_there(browser, site, folder):
    words = [w for u in json.loads((folder / "harbour.json").read_text())["utterances"] for w in u["words"]]
    number = next(i for i, w in enumerate(words) if w["text"] == "ropes,")
    opened(browser, site.url + "harbour.html")
    browser.find_element("css selector", f"[data-w='{number}']").click()
    wait_for(lambda: not browser.execute_script("return document.getElementById('audio').paused"))
    now = browser.execute_script("const a = document.getElementById('audio'); a.pause(); return a.currentTime")
    assert words[number]["start"] - 0.01 <= now < words[number]["start"] + 2


def test_the_place_survives_a_reload(browser, site):
    opened(browser, site.url + "harbour.html")
    browser.execute_async_script(SEEK, 5.5)
    opened(browser, site.url + "harbour.html")
    wait_for(
        lambda: (
            browser.execute_script("return document.getElementById('audio').currentTime") == pytest.approx(5.5, abs=0.1)
        )
    )


def test_an_address_may_name_the_time(browser, site):
    opened(browser, site.url + "harbour.html#t=3.25")
    wait_for(
        lambda: (
            browser.execute_script("return document.getElementById('audio').currentTime")
            == pytest.approx(3.25, abs=0.1)
        )
    )


def test_keys_and_how_to_turn_them_off(browser, site):
    from selenium.webdriver.common.by import By

    opened(browser, site.url + "harbour.html")
    browser.execute_async_script(SEEK, 6)
    body = browser.find_element(By.TAG_NAME, "body")
    now = TIME
    body.send_keys("j")
    wait_for(lambda: browser.execute_script(now) < 1)
    body.send_keys("n")
    wait_for(lambda: browser.execute_script(now) > 5)
    assert browser.execute_script("return document.querySelector('[aria-current]').textContent").startswith(
        "What is unloaded"
    )
    body.send_keys("?")
    browser.find_element("id", "use-keys").click()
    browser.find_element("css selector", "#keys form button").click()
    before = browser.execute_script(now)
    body.send_keys("j")
    assert browser.execute_script(now) == before
    browser.execute_script("localStorage.clear()")


def test_a_chapter_s_button_goes_there(browser, site, folder):
    sections = json.loads((folder / "harbour.json").read_text())["sections"]
    opened(browser, site.url + "harbour.html")
    browser.find_element("css selector", "[data-chapter='2']").click()
    wait_for(lambda: browser.execute_script("return document.getElementById('now').textContent") != "0:00")
    now = browser.execute_script("const a = document.getElementById('audio'); a.pause(); return a.currentTime")
    assert sections[2]["start"] <= now < sections[2]["start"] + 2


def test_speed_is_remembered(browser, site):
    opened(browser, site.url + "harbour.html")
    browser.find_element("css selector", "#speed option[value='1.5']").click()
    opened(browser, site.url + "arabic.html")
    assert browser.execute_script("return document.getElementById('audio').playbackRate") == 1.5
    browser.execute_script("localStorage.clear()")


@pytest.mark.parametrize("name", ["harbour", "arabic", "hostile"])
def test_no_error_and_no_request_to_anywhere_else(browser, site, name):
    opened(browser, f"{site.url}{name}.html")
    browser.find_element("id", "play").click()
    time.sleep(0.3)
    browser.execute_script("document.getElementById('audio').pause()")
    assert [row["message"] for row in browser.get_log("browser")] == []
    asked = requests(browser)
    assert asked
    assert {url for url in asked if not url.startswith((site.url, "data:"))} == set()
    assert browser.title == {"harbour": HARBOUR, "arabic": ARABIC, "hostile": HOSTILE}[name].title


def test_a_single_file_plays_from_the_disk(browser, folder, tmp_path):
    track = recorded(timeline(HARBOUR), tmp_path / "harbour.mp3")
    page = publish([track], tmp_path / "out", views=["page"], single_file=True)[0]
    track.path.unlink()
    opened(browser, page.as_uri())
    browser.find_element("id", "play").click()
    wait_for(lambda: browser.execute_script("return document.getElementById('audio').currentTime") > 0.2)
    browser.execute_script("document.getElementById('audio').pause()")
    assert browser.get_log("browser") == []


def test_it_lies_rightly_for_each_script(browser, site, serve, tmp_path):
    mongolian = Document("ᠮᠣᠩᠭᠣᠯ", (Block("b1", "paragraph", "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ ᠪᠣᠯ ᠮᠣᠩᠭᠣᠯ᠃"),), language="mn-Mong")
    page = publish([recorded(timeline(mongolian), tmp_path / "mn.wav")], tmp_path, views=["page"])[1]
    places = "return ['0', '1'].map(n => document.querySelector(`[data-w='${n}']`).getBoundingClientRect().toJSON())"
    opened(browser, page.as_uri())
    first, second = browser.execute_script(places)
    assert second["top"] >= first["bottom"] - 1
    opened(browser, site.url + "arabic.html")
    first, second = browser.execute_script(places)
    assert second["right"] <= first["left"] + 1
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")


def test_motion_is_reduced_where_that_is_wished(browser, site):
    features = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    opened(browser, site.url + "harbour.html")
    browser.execute_script("Element.prototype.scrollIntoView = function (how) { window.how = how.behavior; }")
    browser.set_window_size(500, 420)
    browser.find_element("id", "play").click()
    browser.execute_script("scrollTo(0, 5000)")
    browser.execute_async_script(SEEK, 2)
    wait_for(lambda: browser.execute_script("return window.how") == "auto")
    browser.execute_script("document.getElementById('audio').pause()")


def test_print_shows_the_article_alone(browser, site):
    opened(browser, site.url + "harbour.html")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    shown = "return ['player', 'chapters'].map(id => getComputedStyle(document.getElementById(id)).display)"
    assert browser.execute_script(shown) == ["none", "none"]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_without_marks_of_words_the_page_still_follows(browser, tmp_path):
    track = timeline(HARBOUR, exact=False)
    wordless = track._replace(utterances=tuple(u._replace(words=()) for u in track.utterances))
    page = publish([recorded(wordless, tmp_path / "w.wav")], tmp_path, views=["page"])[1]
    opened(browser, page.as_uri())
    browser.execute_async_script(SEEK, track.seconds(track.utterances[0].start_frame) + 0.05)
    assert browser.execute_script("return document.querySelector('.saying').textContent") == HARBOUR.title


LOOKS = """
const style = getComputedStyle(document.getElementById('article'));
return [style.fontSize, style.fontFamily.split(',')[0], style.lineHeight, style.maxWidth];
"""


@pytest.mark.parametrize("from_disk", [False, True], ids=["served", "from the disk"])
def test_how_the_text_looks_is_chosen_and_remembered(browser, site, folder, from_disk):
    address = (folder / "harbour.html").as_uri() if from_disk else site.url + "harbour.html"
    opened(browser, address)
    browser.execute_script("localStorage.clear()")
    before = opened(browser, address).execute_script(LOOKS)
    browser.find_element("id", "text").click()
    for name, value in {"size": "large", "face": "sans", "lines": "wide", "width": "wide"}.items():
        browser.find_element("css selector", f"[data-look={name}] [value={value}]").click()
    chosen = browser.execute_script(LOOKS)
    assert all(one != other for one, other in zip(before, chosen, strict=True))
    assert opened(browser, address).execute_script(LOOKS) == chosen
    browser.execute_script("localStorage.clear()")


def test_pictures_are_shown_without_a_request_and_what_is_said_beside_them_stays_in_sight(browser, serve, tmp_path):
    text = f"The lamp was lit a lamp and then it was seen{' from every boat' * 25} that came in that night."
    marks = (Mark(17, 23, "image", "lamp.png"),)
    blocks = (Block("b1", "paragraph", "Once. " * 40), Block("b2", "paragraph", text, marks))
    track = recorded(timeline(Document("Lamps", blocks, language="en"), word_ms=150), tmp_path / "in" / "lamps.mp3")
    shown = picture("png", "200x700")
    publish([track], tmp_path / "out", views=["page"], pictures=lambda _: {"lamp.png": shown})
    opened(browser, serve(tmp_path / "out").url + "lamps.html")
    browser.set_window_size(500, 620)
    image = "const image = document.querySelector('article img'); return [image.naturalWidth, image.alt]"
    assert browser.execute_script(image) == [200, "a lamp"]
    first = sum(len(said.words) for said in track.utterances if said.block_id == "b1")
    said = next(said for said in track.utterances if said.block_id == "b2")
    seen = """
    const word = document.querySelector(`[data-w="${arguments[0]}"]`).getBoundingClientRect();
    return word.top >= 0 && word.bottom <= document.getElementById('player').getBoundingClientRect().top;
    """
    browser.find_element("id", "play").click()
    for number in (0, len(said.words) - 1):
        browser.execute_async_script(SEEK, track.seconds(said.words[number].start_frame) + 0.01)
        wait_for(lambda number=number: browser.execute_script(seen, first + number))
    browser.execute_script("document.getElementById('audio').pause()")
    assert browser.get_log("browser") == []
