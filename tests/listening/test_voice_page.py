"""The page to choose a voice by: whole in one file, and nothing from anywhere else."""

import base64

import pytest
from lxml import html

from rhapsode.listening.ownership import is_ours
from rhapsode.listening.voice_page import VoiceSample, voice_page


@pytest.fixture
def sample(tmp_path):
    sound = tmp_path / "0.mp3"
    sound.write_bytes(b"some sound")
    return VoiceSample("tone", "tone/low", "Low", ("en", "mul"), "MIT", "This is how I sound.", sound, 812.4)


def test_each_voice_stands_with_its_facts_its_sound_and_how_to_ask_for_it(sample):
    other = sample._replace(voice="ar", name="عربي", languages=("ar",), licence="", text="هكذا يبدو صوتي.", speed=3.2)
    page = html.fromstring(voice_page([sample, other]))
    assert [one.text_content() for one in page.findall(".//h2")] == ["Low", "عربي"]
    low, arabic = page.findall(".//li")
    assert "en, mul · tone · MIT · 812 times as fast as it speaks" in low.text_content()
    assert "ar · tone · licence not stated · 3 times as fast as it speaks" in arabic.text_content()
    assert low.find("code").text == "--engine tone --voice tone/low"
    said = arabic.find('p[@class="said"]')
    assert (said.get("lang"), said.get("dir"), said.text) == ("ar", "rtl", "هكذا يبدو صوتي.")
    kind, _, data = low.find("audio").get("src").partition(";base64,")
    assert (kind, base64.b64decode(data)) == ("data:audio/mpeg", b"some sound")


def test_a_hostile_name_is_only_text_and_the_policy_lets_nothing_else_in(sample):
    page = html.fromstring(voice_page([sample._replace(name="<script>alert(1)</script>", voice='"><img src=x>')]))
    assert not page.findall(".//script")
    assert not page.findall(".//img")
    (policy,) = page.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script-src" not in policy


def test_it_is_known_as_ours(sample, tmp_path):
    (tmp_path / "index.html").write_text(voice_page([sample]), "utf-8")
    assert is_ours(tmp_path / "index.html")
