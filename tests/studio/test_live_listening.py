"""What a page listens to while it is made: streams that are MP3, what is said in them when, and their ends."""

import io
import json
import threading
import time

import pytest
from test_studio_server import TIDES, asking

from rhapsode.errors import SourceMissing, UsageError
from rhapsode.live import reading_aloud
from rhapsode.reading import read
from rhapsode.request import Request
from rhapsode.studio import live_listening
from rhapsode.studio.live_listening import DELAY_FRAMES, LiveListening, LiveListenings

__all__ = ["asking"]

PATIENCE_S = 60
REQUEST = Request("-", TIDES, engine="tone", reader="markdown")
LONG = b"# Long\n\n" + b"\n\n".join(b"## Part %d\n\nIt goes on and on and on." % n for n in range(60))


@pytest.fixture
def listening(store):
    one = LiveListening(reading_aloud(REQUEST, store=store, jobs=1))
    yield one
    one.end()


def all_cues(one, turn):
    cues, answer = [], {"ended": False}
    while not answer["ended"] or answer["cues"]:
        answer = one.cues(turn, len(cues))
        cues += answer["cues"]
    return cues, answer


def frames_of(mp3):
    """How many frames of sound an MP3 has, and at what rate."""
    from mutagen.mp3 import MP3

    info = MP3(io.BytesIO(mp3)).info
    return info.length * info.sample_rate, info.sample_rate


def test_a_stream_is_an_mp3_of_all_that_is_said_and_its_cues_tell_when(listening, store):
    stream = b"".join(listening.sound(1, {}))
    with reading_aloud(REQUEST, store=store, jobs=1) as alone:
        whole = list(alone)
    frames, rate_hz = frames_of(stream)
    assert rate_hz == whole[0].rate_hz
    said = sum(len(one.sound) // 2 for one in whole)
    assert 0 <= frames - said < 4 * 1152
    cues, answer = all_cues(listening, 1)
    assert [one["text"] for one in cues] == ["Tides", "The water rises.", "At night", "It falls.", "Code example."]
    assert [one["heading"] for one in cues] == [True, False, True, False, False]
    assert [one["section"] for one in cues] == [0, 0, 1, 1, 1]
    assert answer["sections"] == ["Tides", "At night"]
    assert answer["is_written"]
    assert (answer["error"], answer["warnings"]) == ("", [])
    for cue, one in zip(cues, whole, strict=True):
        assert cue["start"] == pytest.approx((one.start_frame + DELAY_FRAMES) / rate_hz, abs=0.001)
        words = [cue["text"][start:end] for start, end, _, _ in cue["words"]]
        assert words == [word.text for word in one.words]
        assert all(cue["start"] <= begin < end <= cue["end"] + 0.001 for _, _, begin, end in cue["words"])


def test_a_later_stream_begins_elsewhere_and_ends_the_one_before(listening):
    first = listening.sound(1, {})
    next(first)
    second = listening.sound(2, {"section": 1})
    assert list(first) == []
    assert frames_of(b"".join(second))[0] > 0
    cues, _ = all_cues(listening, 2)
    assert [one["text"] for one in cues] == ["At night", "It falls.", "Code example."]
    assert cues[0]["start"] < 1
    assert listening.cues(1, 0)["cues"] == []
    with pytest.raises(UsageError):
        listening.sound(2, {})
    third = b"".join(listening.sound(3, {"utterance": 3}))
    assert [one["text"] for one in all_cues(listening, 3)[0]] == ["It falls.", "Code example."]
    assert third


def test_a_stream_that_waits_is_woken_by_the_next(store):
    one = LiveListening(reading_aloud(Request("-", LONG, engine="tone"), store=store, jobs=1))
    got = []
    first = one.sound(1, {"section": 40})
    waits = threading.Thread(target=lambda: got.extend(first))
    waits.start()
    second = one.sound(2, {"section": 50})
    assert next(second)
    waits.join(PATIENCE_S)
    assert not waits.is_alive()
    assert one.cues(2, 0)["cues"][0]["text"] == "Part 49"
    one.end()


def test_what_fails_is_told_and_ends_the_stream(store, tmp_path):
    one = LiveListening(reading_aloud(Request(str(tmp_path / "none.md"), engine="tone"), store=store, jobs=1))
    assert list(one.sound(1, {})) == []
    answer = one.cues(1, 0)
    assert answer["ended"]
    assert "there is no file" in answer["error"]
    one.end()


def test_whoever_waits_when_it_ends_is_let_go(listening, monkeypatch):
    monkeypatch.setattr(live_listening, "WAIT_S", 10 * PATIENCE_S)  # so that it is the end that ends it
    waiting = threading.Thread(target=lambda: listening.cues(0, 0), daemon=True)
    waiting.start()
    listening.end()
    waiting.join(PATIENCE_S)
    assert not waiting.is_alive()
    assert list(listening.sound(9, {})) == []


def test_only_so_many_go_on_and_one_that_nobody_asks_after_ends(monkeypatch):
    monkeypatch.setattr(live_listening, "LOOK_S", 0.02)
    document, request = read("-", stdin=TIDES), Request("-", engine="tone")
    listenings = LiveListenings()
    three = [listenings.begin(document, request) for _ in range(3)]
    with pytest.raises(SourceMissing):
        listenings.get(three[0].id)
    assert listenings.get(three[2].id) is three[2]
    three[1].asked_s -= 2 * live_listening.IDLE_S
    end_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < end_s:
        try:
            listenings.get(three[1].id)
        except SourceMissing:
            break
        time.sleep(0.01)
    else:
        raise AssertionError("it goes on")
    listenings.close()
    with pytest.raises(SourceMissing):
        listenings.get(three[2].id)


def test_the_page_hears_a_text_at_once_and_adds_it_to_the_shelf(asking):
    begun = asking.post("/listenings", {"text": TIDES.decode()}).json()
    assert begun["title"] == "Tides"
    heard = asking.get(f"/listenings/{begun['listening']}/sound?turn=1")
    assert (heard.status_code, heard.headers["content-type"]) == (200, "audio/mpeg")
    assert frames_of(heard.content)[0] > 1_000
    told = asking.get(f"/listenings/{begun['listening']}/cues?turn=1&after=1").json()
    assert [one["text"] for one in told["cues"]] == ["The water rises.", "At night", "It falls.", "Code example."]
    assert asking.get(f"/listenings/{begun['listening']}/sound?turn=1").status_code == 410
    asking.post("/outline", {"id": begun["id"], "choices": {}})
    assert asking.post("/queue", {"id": begun["id"], "choices": {}}).status_code == 200
    assert asking.made()[0]["title"] == "Tides"
    assert asking.post(f"/listenings/{begun['listening']}/end").status_code == 200
    assert asking.get(f"/listenings/{begun['listening']}/cues?turn=1&after=0").status_code == 422


def test_what_is_heard_at_once_is_heard_as_the_last_one_was_chosen(asking):
    shown = asking.upload("Tides.md", TIDES).json()
    asking.post("/queue", {"id": shown["id"], "choices": {"rate_wpm": 300}})
    begun = asking.post("/listenings", {"text": TIDES.decode()}).json()
    assert begun["choices"]["rate_wpm"] == 300
    assert not begun["choices"]["left_out"]


def test_what_was_looked_at_is_heard_by_its_choices(asking):
    shown = asking.upload("Tides.md", TIDES).json()
    begun = asking.post(f"/sources/{shown['id']}/listen", {"choices": {"left_out": ["Tides"]}}).json()
    asking.get(f"/listenings/{begun['listening']}/sound?turn=1")
    told = asking.get(f"/listenings/{begun['listening']}/cues?turn=1&after=0").json()
    assert [one["text"] for one in told["cues"]] == ["At night", "It falls.", "Code example."]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/listenings/0000/sound?turn=1", 410),
        ("/listenings/0000/cues?turn=1&after=0", 422),
        ("/listenings/{own}/sound", 410),
        ("/listenings/{own}/sound?turn=-1", 410),
        ("/listenings/{own}/sound?turn=1&section=x", 410),
        ("/listenings/{own}/cues?turn=1&after=99999999999999999999", 422),
    ],
)
def test_what_makes_no_sense_is_refused(asking, path, code):
    begun = asking.post("/listenings", {"text": TIDES.decode()}).json()
    own = begun["listening"]
    answer = asking.get(path.format(own=own))
    assert answer.status_code == code
    assert "error" in json.loads(answer.content)


def test_a_foreign_page_begins_and_ends_nothing(asking):
    begun = asking.post("/listenings", {"text": TIDES.decode()}).json()
    for path in ("/listenings", f"/listenings/{begun['listening']}/end", f"/sources/{begun['id']}/listen"):
        assert asking.post(path, {"text": "x"}, Origin="http://elsewhere.example").status_code == 403
    assert asking.get(f"/listenings/{begun['listening']}/sound?turn=1").status_code == 200
