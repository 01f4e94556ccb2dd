"""A blog that is followed, in a real browser: a post that was added is on the shelf, and plays."""

import os
import subprocess
import sys
import time

import pytest

from subscriptions.feed_site import feed_site, page, rss

PATIENCE_S = 60
TITLES = "return [...document.querySelectorAll('#tracks h2')].map(e => e.textContent)"
TIME = "return document.querySelector('audio').currentTime"


@pytest.fixture
def follow(tmp_path):
    """`follow(*words)` runs rhapsode as a user would, with nothing kept but by this test."""
    own = {"RHAPSODE_DATA": str(tmp_path / "data"), "RHAPSODE_STORE": str(tmp_path / "store")}

    def run(*words):
        command, all_of_it = [sys.executable, "-m", "rhapsode", *words], {**os.environ, **own}
        done = subprocess.run(
            command, env=all_of_it, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
        assert (done.returncode, done.stderr.count("error")) == (0, 0), done.stderr
        return done.stdout

    return run


def wait_for(check):
    end_s = time.monotonic() + PATIENCE_S
    while not check():
        assert time.monotonic() < end_s, "it did not happen in time"
        time.sleep(0.05)


def test_a_post_that_is_added_is_on_the_shelf_after_the_next_update_and_plays(browser, follow, serve, tmp_path):
    update = ("update", "--to", "shelf", "--engine", "tone", "--allow-private")
    with feed_site() as site:
        site.replies["/feed"] = rss(site.address, ["post0"])
        site.replies.update({f"/post{number}": page(f"post{number}") for number in range(2)})
        follow("subscribe", f"{site.address}/feed", "--allow-private")
        follow(*update)
        shelf = serve(tmp_path / "shelf")
        browser.get(shelf.url)
        wait_for(lambda: browser.execute_script(TITLES) == ["post0"])
        site.replies["/feed"] = rss(site.address, ["post1", "post0"])
        assert "1 new, 0 failed" in follow(*update)
        browser.refresh()
        wait_for(lambda: sorted(browser.execute_script(TITLES)) == ["post0", "post1"])
        browser.execute_script(
            "[...document.querySelectorAll('#tracks li')].find(e => e.textContent.includes('post1'))"
            ".querySelector('button').click()"
        )
        wait_for(lambda: browser.execute_script(TIME) > 0)
        assert browser.find_element("id", "title").text == "post1"
        assert [entry["message"] for entry in browser.get_log("browser")] == []
