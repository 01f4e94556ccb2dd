import json
import re
import threading

import pytest

from made_tracks import HARBOUR, recorded, timeline
from rhapsode.executors import InlineExecutor
from rhapsode.listening import publish
from rhapsode.mixing import read_track
from rhapsode.studio import studio_server
from rhapsode.studio.studio_server import MOST_BYTES, application, manifest, page
from rhapsode.studio.studio_work import Studio

testclient = pytest.importorskip("starlette.testclient", reason="the serve extra is not installed")

TIDES = b"# Tides\n\nThe water rises.\n\n## At night\n\nIt falls.\n\n```\nset x\n```\n"
WAIT_S = 30


class Asking:
    """The studio's page, as the browser has it."""

    def __init__(self, studio):
        self.studio = studio
        self.client = testclient.TestClient(application(studio), base_url="http://127.0.0.1:8001")
        self.headers = {"X-Rhapsode-Token": studio.token, "Origin": "http://127.0.0.1:8001"}

    def get(self, path, **headers):
        return self.client.get(path, headers=headers)

    def post(self, path, told=None, data=None, **headers):
        content = json.dumps(told or {}).encode() if data is None else data
        return self.client.post(path, content=content, headers={**self.headers, **headers})

    def upload(self, name, data):
        return self.post("/sources", data=data, **{"X-File-Name": name})

    def state(self):
        return self.get("/state").json()

    def made(self):
        for _ in range(WAIT_S * 20):
            if not (state := self.state())["queue"]:
                return state["shelf"]
            assert state["queue"][0]["state"] != "failed", state["queue"][0]["error"]
            threading.Event().wait(0.05)
        raise AssertionError("it is still at work")


@pytest.fixture
def asking(tmp_path):
    studio = Studio(tmp_path / "shelf", tmp_path / "kept", "tone", executor=InlineExecutor())
    studio.begin()
    opened = Asking(studio)
    with opened.client:
        yield opened
    studio.close()


def test_a_file_becomes_a_track_on_the_shelf(asking, tmp_path):
    shown = asking.upload("Tides.md", TIDES).json()
    assert (shown["title"], [one["title"] for one in shown["sections"]]) == ("Tides", ["Tides", "At night"])
    assert [(one["text"], one["can_be_said"]) for one in shown["skipped"]] == [("set x", True)]
    assert shown["seconds"] > 1
    assert asking.post("/queue", {"id": shown["id"], "choices": {"m4b": True}}).status_code == 200
    (listed,) = asking.made()
    assert (listed["title"], len(listed["chapters"])) == ("Tides", 2)
    for name in ("audio", "m4b", "epub", "page", "cover"):
        assert asking.get(f"/shelf/{listed[name]}").status_code == 200, name
    track = read_track(tmp_path / "shelf" / listed["audio"])
    assert "It falls." in [one.text for one in track.utterances]
    assert not list((tmp_path / "kept" / "sources").iterdir())


def test_a_section_is_left_out_and_a_passage_restored(asking, tmp_path):
    shown = asking.upload("Tides.md", TIDES + b"\n## By day\n\nIt waits.\n").json()
    choices = {"left_out": ["By day"], "restored": ["set x"]}
    asking.post("/queue", {"id": shown["id"], "choices": choices})
    (listed,) = asking.made()
    said = [one.text for one in read_track(tmp_path / "shelf" / listed["audio"]).utterances]
    assert "set x" in said
    assert "It waits." not in said


def test_a_text_is_read_as_one(asking):
    assert asking.post("/sources", {"text": "The water rises at night."}).json()["words"]["spoken"] == 5


def test_what_comes_next_has_the_same_voice_and_rate(asking):
    shown = asking.upload("Tides.md", TIDES).json()
    asking.post("/queue", {"id": shown["id"], "choices": {"rate_wpm": 240, "left_out": ["At night"]}})
    assert asking.state()["choices"] == {"voice": "", "rate_wpm": 240, "m4b": False, "left_out": [], "restored": []}
    asking.made()


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("file:///etc/passwd", "is no web address: give one that begins with https://, or drop a file"),
        ("/etc/passwd", "is no web address"),
        ("s3://bucket/name", "is no web address"),
        ("-", "is no web address"),
        ("http://127.0.0.1:9/", "private"),
        ("http://[::1]/", "private"),
    ],
)
def test_a_link_leads_to_the_web_and_nowhere_else(asking, link, why):
    answer = asking.post("/sources", {"link": link})
    assert answer.status_code == 422
    assert why in answer.json()["error"]


@pytest.mark.parametrize("name", ["..%2F..%2Fetc%2Fpasswd.md", "C%3A%5Cnotes.md", "%2Fetc%2Fnotes.md"])
def test_a_file_s_name_is_no_path(asking, name):
    assert asking.upload(name, TIDES).json()["source"] in {"passwd.md", "notes.md"}


def test_what_cannot_be_read_is_one_line_and_nothing_is_kept(asking, tmp_path):
    answer = asking.upload("x.pdf", b"%PDF-1.4 broken")
    assert answer.status_code == 422
    assert "\n" not in answer.json()["error"]
    assert not list((tmp_path / "kept" / "sources").glob("*"))


def test_what_is_too_large_is_refused(asking, monkeypatch):
    monkeypatch.setattr(studio_server, "MOST_BYTES", 10)
    answer = asking.upload("Tides.md", TIDES)
    assert (answer.status_code, answer.json()["error"]) == (422, "this is larger than 0 MB: split it")
    assert MOST_BYTES == 50_000_000


@pytest.mark.parametrize("told", [b"{", b"[]", b"[" * 100_000])
def test_what_is_no_table_is_refused(asking, told):
    for path in ("/sources", "/outline", "/queue", "/sample"):
        assert asking.post(path, data=told).status_code == 422


@pytest.mark.parametrize("path", ["/sources", "/outline", "/queue", "/sample", "/queue/1/cancel", "/tracks/1/delete"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"X-Rhapsode-Token": ""},
        {"X-Rhapsode-Token": "guessed"},
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_no_other_page_can_have_anything_done(asking, path, wrong):
    assert asking.post(path, {"text": "Hello there."}, **wrong).status_code == 403


def test_another_s_name_for_this_machine_is_not_answered(asking):
    for path in ("/", "/state", "/shelf/"):
        assert asking.get(path, Host="rebound.example.org").status_code == 400


def test_looking_changes_nothing(asking):
    for path in ("/sources", "/outline", "/queue", "/sample", "/queue/1/cancel", "/tracks/1/delete"):
        assert asking.get(path).status_code == 405
    assert asking.get("/?url=https://example.org/").text == page()


def test_the_page_has_no_script_or_style_of_its_own_and_may_have_none(asking):
    answer = asking.get("/")
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'; script-src 'self'; style-src 'self';" in policy
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", answer.text)
    for name in re.findall(r'(?:href|src)="([\w.-]+\.\w+)"', answer.text):
        assert asking.get(f"/{name}").status_code == 200, name


def test_a_page_shared_to_it_only_fills_the_box():
    target = json.loads(manifest())["share_target"]
    assert (target["method"], target["params"]["url"]) == ("GET", "url")


def test_a_track_is_taken_away_with_all_beside_it_and_no_other(asking, tmp_path):
    shelf = tmp_path / "shelf"
    others = [recorded(timeline(HARBOUR), tmp_path / "in" / "harbour.mp3")]
    publish(others, shelf, views=("library", "page"))
    (shelf / "notes.txt").write_text("mine")
    before = {file.name for file in shelf.iterdir()}
    shown = asking.upload("Tides.md", TIDES).json()
    asking.post("/queue", {"id": shown["id"], "choices": {"m4b": True}})
    own = next(one["id"] for one in asking.made() if one["title"] == "Tides")
    assert asking.post(f"/tracks/{own}/delete").status_code == 200
    assert {file.name for file in shelf.iterdir()} == before
    assert [one["title"] for one in asking.state()["shelf"]] == [HARBOUR.title]
    assert "Tides" not in (shelf / "index.html").read_text("utf-8")
    assert asking.post(f"/tracks/{own}/delete").json()["error"] == "this track is not on the shelf: load the page again"


@pytest.mark.parametrize("choices", [{}, {"rate_wpm": 240}])
def test_a_voice_says_how_it_sounds(asking, choices):
    voice = asking.get("/voices").json()[0]
    for own in (voice["id"], ""):
        answer = asking.post("/sample", {"choices": {"voice": own, **choices}, "language": "en"})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/mpeg")
        assert answer.content.startswith(b"ID3")
    told = asking.post("/sample", {"choices": {"voice": "nobody"}}).json()
    assert told["error"] == "there is no voice 'nobody': choose another"


def test_the_page_says_where_tracks_lie(asking, tmp_path):
    assert asking.state()["shelf_place"] == str(tmp_path / "shelf")
    assert 'id="shelf-place"' in page()


def test_an_outline_is_timed_by_the_rate_chosen(asking):
    shown = asking.upload("Tides.md", TIDES).json()
    faster = asking.post("/outline", {"id": shown["id"], "choices": {"rate_wpm": 350}}).json()
    assert faster["seconds"] < shown["seconds"]
    assert [one["title"] for one in faster["sections"]] == [one["title"] for one in shown["sections"]]


def test_what_waited_is_made_by_the_next_start(asking, tmp_path):
    kept = tmp_path / "later"
    first = Studio(tmp_path / "shelf", kept, "tone", executor=InlineExecutor())
    shown = Asking(first).upload("Tides.md", TIDES).json()
    forgotten = Asking(first).upload("Wind.md", b"# Wind\n\nIt blows.\n").json()
    first.queued({"id": shown["id"]})  # it has not begun
    again = Studio(tmp_path / "shelf", kept, "tone", executor=InlineExecutor())
    again.begin()
    try:
        assert [one["title"] for one in Asking(again).made()] == ["Tides"]
        assert Asking(again).post("/queue", {"id": forgotten["id"]}).status_code == 422
    finally:
        again.queue.close()
