"""A speech server may be busy, slow, wrong or gone; its key is told to nobody else."""

import json
import subprocess
import sys

import pytest
from speaking_samples import script_of

from rhapsode import speaking
from rhapsode.clips import unpack
from rhapsode.errors import SpeechFailed, UsageError
from rhapsode.model import Voice
from rhapsode.plugins import EngineChoice
from rhapsode.pool import process_pool
from rhapsode.speaking import http_engine
from speech_server import serving

KEY = "sk-very-secret"
BUSY = (429, {"retry-after": "0"}, b"busy")


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(http_engine, "FIRST_WAIT_S", 0.01)
    monkeypatch.setenv("RHAPSODE_HTTP_KEY", KEY)
    with serving() as server:
        yield server


def choice(server, **settings):
    return EngineChoice("http", tuple(sorted({"url": server.url, **settings}.items())))


def speak(server, store, *texts, voice=Voice(), jobs=1, **settings):  # noqa: B008
    plan = speaking.plan(script_of(*texts, voice=voice), choice(server, **settings), store)
    with process_pool(jobs) as pool:
        speech = speaking.speak(plan, store, pool)
    return [unpack(store.get(speech.keys[one.id])) for one in plan.script.utterances]


def test_it_asks_for_voice_speed_and_text_and_brings_the_sound_to_its_rate(server, store):
    (clip,) = speak(server, store, "Some words.", voice=Voice("nova", "en", 350), model="kokoro")
    (asked,) = server.asked
    assert asked == {"model": "kokoro", "voice": "nova", "response_format": "wav", "speed": 2.0, "input": "Some words."}
    assert server.keys == [f"Bearer {KEY}"]
    assert clip.rate_hz == 24_000
    assert clip.frames > 24_000 * 0.2


@pytest.mark.parametrize("fault", [BUSY, (503, {}, b""), "drop", (500, {}, b"oops")])
def test_it_tries_again(server, store, fault):
    server.faults = [fault, fault]
    (clip,) = speak(server, store, "Some words.")
    assert clip.frames
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ((401, {}, f"no such key: {KEY}".encode()), "401"),
        ((404, {}, b"no such voice"), "no such voice"),
        ((302, {"location": "http://127.0.0.1:1/"}, b""), "302"),
        ((200, {"content-type": "audio/wav"}, b"<html>not a sound</html>"), "no sound"),
        ((200, {"content-type": "audio/wav"}, b""), "no sound"),
    ],
)
def test_what_another_try_would_not_change_is_one_line_without_the_key(server, store, fault, told):
    server.faults = [fault] * 10
    with pytest.raises(SpeechFailed) as caught:
        speak(server, store, "Some words.")
    assert told in str(caught.value)
    assert KEY not in str(caught.value)
    assert len(server.asked) <= 2


def test_a_server_that_is_never_free_is_given_up(server, store):
    server.faults = [BUSY] * 50
    with pytest.raises(SpeechFailed, match="429"):
        speak(server, store, "Some words.")
    assert len(server.asked) == 2 * http_engine.TRIES


def test_no_server_is_one_line(store, monkeypatch):
    monkeypatch.setattr(http_engine, "FIRST_WAIT_S", 0.001)
    plan = speaking.plan(script_of("text"), EngineChoice("http", (("url", "http://127.0.0.1:9/v1"),)), store)
    with process_pool(1) as pool, pytest.raises(SpeechFailed, match="see whether it runs"):
        speaking.speak(plan, store, pool)


def test_more_requests_than_allowed_are_refused_before_the_first(server, store):
    with pytest.raises(UsageError, match="3 requests, and at most 2"):
        speak(server, store, "One.", "Two.", "Three.", max_requests="2")
    assert not server.asked


def test_the_command_line_s_limit_is_the_same(server, tmp_path):
    (tmp_path / "a.txt").write_text("One sentence. And two. And three.")
    url = f"url={server.url}"
    command = [sys.executable, "-m", "rhapsode", "render", "a.txt", "--engine", "http", "--engine-setting", url]
    done = subprocess.run([*command, "--max-requests", "2"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "3 requests, and at most 2 are allowed" in done.stderr
    assert not server.asked


def test_no_more_requests_at_once_than_it_may(server, store):
    speak(server, store, *(f"This is sentence {n} of many that are said." for n in range(24)), jobs=4, workers="2")
    assert server.most_at_once <= 2


def test_the_key_is_in_no_file_of_the_store(server, store):
    speak(server, store, "Some words.")
    assert not any(KEY.encode() in file.read_bytes() for file, _ in store.entries())
    assert KEY not in json.dumps([choice(server)])


@pytest.mark.parametrize("settings", [{"url": "ftp://x"}, {"rate_hz": "fast"}, {"rate_hz": "1"}, {"workers": "-1"}])
def test_settings_that_make_no_sense_are_refused(server, store, settings):
    with pytest.raises(UsageError):
        speaking.plan(script_of("text"), choice(server, **settings), store)
