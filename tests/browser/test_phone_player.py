"""On a phone: a player that leaves room for the text, and what is touched is large enough for a thumb."""

import pytest
from test_library_app import folder, row, wait_for  # noqa: F401  # a fixture is found by its name

PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
SMALLEST_PX = 44
"""WCAG 2.2, success criterion 2.5.5."""
MOST_SHARE = 0.15
HEIGHT = "return document.getElementById('player').getBoundingClientRect().height"


@pytest.fixture
def phone(browser):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    return browser


def shown(browser):
    """What can be touched, by what it is called: width and height."""
    found = browser.find_elements("css selector", "button, select, a.book")
    return {one.get_attribute("id") or one.text: one.size for one in found if one.is_displayed()}


def too_small(browser):
    return {name: size for name, size in shown(browser).items() if min(size["width"], size["height"]) < SMALLEST_PX}


@pytest.mark.parametrize("page", ["", "harbour.html"])
def test_the_player_leaves_the_text_room_until_it_is_opened(phone, serve, folder, page):  # noqa: F811
    phone.get(serve(folder).url + page)
    if page:
        phone.find_element("id", "play").click()
    else:
        row(phone, 0, "play").click()
    wait_for(lambda: 0 < phone.execute_script(HEIGHT) <= MOST_SHARE * PHONE["height"])
    assert too_small(phone) == {}
    assert "speed" not in shown(phone)
    more = phone.find_element("id", "more")
    more.click()
    assert more.get_attribute("aria-expanded") == "true"
    assert {"speed", "sleep", "back", "forward"} <= set(shown(phone))
    assert too_small(phone) == {}
    more.click()
    assert more.get_attribute("aria-expanded") == "false"
    assert phone.execute_script(HEIGHT) <= MOST_SHARE * PHONE["height"]
    assert [entry["message"] for entry in phone.get_log("browser")] == []


def test_a_large_screen_has_it_all_and_nothing_to_open(browser, serve, folder):  # noqa: F811
    browser.get(serve(folder).url + "harbour.html")
    assert {"speed", "sleep", "back", "forward"} <= set(shown(browser))
    assert "more" not in shown(browser)


def test_a_row_says_what_its_button_does(browser, serve, folder):  # noqa: F811
    browser.get(serve(folder).url)
    button = row(browser, 1, "play")
    assert button.text.startswith("Play")
    button.click()
    wait_for(lambda: button.text.startswith("Pause"))
    assert row(browser, 0, "play").text.startswith("Play")
    wait_for(lambda: browser.execute_script("return document.getElementById('audio').currentTime") > 1.2)
    button.click()
    wait_for(lambda: button.text.startswith("Resume"))
    browser.refresh()
    wait_for(lambda: row(browser, 1, "play").text.startswith("Resume"))


def test_how_far_a_button_skips_is_written_on_it(browser, serve, folder):  # noqa: F811
    browser.get(serve(folder).url + "harbour.html")
    for name in ("back", "forward"):
        assert browser.find_element("id", name).find_element("tag name", "text").text == "15"
