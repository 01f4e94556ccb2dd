import base64
import hashlib
import json
import os

import pytest
from lxml import etree

from made_tracks import ARABIC, HARBOUR, HOSTILE, recorded, timeline
from rhapsode.listening.feed import DC, ITUNES, PODCAST, Channel, chapters_json, feed, without

HOME = Channel("https://example.org/listen/")


@pytest.fixture
def tracks(tmp_path):
    made = [recorded(timeline(d), tmp_path / f"{n}.wav") for d, n in [(HARBOUR, "harbour"), (ARABIC, "ميناء")]]
    for number, track in enumerate(made):
        os.utime(track.path, (1_700_000_000 + number, 1_700_000_000 + number))
    return made


def items(data):
    return etree.fromstring(data).findall("channel/item")


def test_lengths_and_hashes_are_those_of_the_files(tracks, tmp_path):
    for item in items(feed(tracks, HOME, tmp_path)):
        enclosure = item.find("enclosure")
        name = "harbour.wav" if "harbour" in enclosure.get("url") else "ميناء.wav"
        data = (tmp_path / name).read_bytes()
        assert int(enclosure.get("length")) == len(data)
        sri = item.find(f".//{{{PODCAST}}}integrity").get("value")
        assert sri == f"sha384-{base64.b64encode(hashlib.sha384(data).digest()).decode()}"


def test_addresses_are_absolute_and_encoded(tracks, tmp_path):
    urls = [item.find("enclosure").get("url") for item in items(feed(tracks, HOME, tmp_path))]
    assert "https://example.org/listen/harbour.wav" in urls
    assert all(url.isascii() for url in urls)


def test_building_again_keeps_guids_and_dates_and_changes_nothing(tracks, tmp_path):
    first = feed(tracks, HOME, tmp_path)
    os.utime(tracks[0].path, (1_800_000_000, 1_800_000_000))
    assert feed(tracks, HOME, tmp_path, first) == first


def test_an_old_entry_stays_and_a_new_one_joins(tracks, tmp_path):
    first = feed(tracks[:1], HOME, tmp_path)
    both = items(feed(tracks[1:], HOME, tmp_path, first))
    assert {item.findtext("title") for item in both} == {HARBOUR.title, ARABIC.title}
    assert items(first)[0].findtext("guid") in {item.findtext("guid") for item in both}


def test_an_entry_is_taken_out_and_the_others_stay_as_they_were(tracks, tmp_path):
    alone, both = (feed(some, HOME, tmp_path) for some in (tracks[:1], tracks))
    assert without(both, "ميناء.wav") == alone
    assert without(alone, "ميناء.wav") == alone
    assert without(b"no feed", "harbour.wav") == b"no feed"


def test_the_newest_stands_first(tracks, tmp_path):
    assert [i.findtext("title") for i in items(feed(tracks, HOME, tmp_path))] == [ARABIC.title, HARBOUR.title]


def test_a_moved_feed_keeps_its_guids_and_moves_its_old_entries(tracks, tmp_path):
    first = feed(tracks, HOME, tmp_path)
    moved = feed(tracks[:1], HOME._replace(base_url="https://new.example/"), tmp_path, first)
    assert b"https://example.org/" not in moved
    guid = f"channel/{{{PODCAST}}}guid"
    assert etree.fromstring(moved).findtext(guid) == etree.fromstring(first).findtext(guid)
    assert {i.findtext("guid") for i in items(moved)} == {i.findtext("guid") for i in items(first)}


def test_an_old_entry_whose_file_changed_gets_its_true_length(tracks, tmp_path):
    first = feed(tracks, HOME, tmp_path)
    tracks[0].path.write_bytes(b"longer" * 99)
    again = {i.findtext("title"): i for i in items(feed(tracks[1:], HOME, tmp_path, first))}
    assert again[HARBOUR.title].find("enclosure").get("length") == str(6 * 99)


@pytest.mark.parametrize(
    "broken", [b"not xml", b"<rss/>", b"", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>']
)
def test_a_broken_old_feed_is_begun_anew(tracks, tmp_path, broken):
    data = feed(tracks, HOME, tmp_path, broken)
    assert len(items(data)) == 2
    assert b"root:" not in data


def test_what_lies_beside_is_linked_and_what_does_not_is_not(tracks, tmp_path):
    (tmp_path / "harbour.vtt").write_text("WEBVTT\n")
    (tmp_path / "harbour.chapters.json").write_text("{}")
    found = {item.findtext("title"): item for item in items(feed(tracks, HOME, tmp_path))}
    transcript = found[HARBOUR.title].find(f"{{{PODCAST}}}transcript")
    assert (transcript.get("url"), transcript.get("type")) == ("https://example.org/listen/harbour.vtt", "text/vtt")
    chapters = found[HARBOUR.title].find(f"{{{PODCAST}}}chapters")
    assert chapters.get("type") == "application/json+chapters"
    assert found[ARABIC.title].find(f"{{{PODCAST}}}transcript") is None


def test_what_apple_asks_of_a_channel_is_there(tracks, tmp_path):
    channel = etree.fromstring(feed(tracks, HOME, tmp_path)).find("channel")
    assert channel.find(f"{{{ITUNES}}}image").get("href") == "https://example.org/listen/library.png"
    assert channel.find(f"{{{ITUNES}}}category").get("text") == "Education"
    assert channel.findtext(f"{{{ITUNES}}}explicit") == "false"
    assert all(channel.findtext(name) for name in ("title", "link", "description", "language"))


def test_what_the_feed_said_of_itself_stays_unless_it_is_told_anew(tracks, tmp_path):
    told = Channel("https://example.org/listen/", "Mine", "All mine.", "Ada", "fr", "Arts")
    first = feed(tracks, told, tmp_path)
    assert feed(tracks, Channel(), tmp_path, first) == first
    renamed = etree.fromstring(feed(tracks, Channel(title="Ours"), tmp_path, first)).find("channel")
    assert [renamed.findtext(name) for name in ("title", "description", "language")] == ["Ours", "All mine.", "fr"]


def test_hostile_titles_are_text(tmp_path):
    data = feed([recorded(timeline(HOSTILE), tmp_path / "h.wav")], HOME, tmp_path)
    assert items(data)[0].findtext("title") == HOSTILE.title


def test_chapters_are_version_1_2_0_in_seconds():
    track = timeline(HARBOUR)
    data = json.loads(chapters_json(track))
    assert data["version"] == "1.2.0"
    assert [c["title"] for c in data["chapters"]] == [s.title for s in track.sections]
    assert data["chapters"][1]["startTime"] == pytest.approx(track.seconds(track.sections[1].start_frame), abs=1e-3)


def test_each_entry_has_its_own_language_and_the_day_its_article_came_out(tracks, tmp_path):
    dated = tracks[0]._replace(document=tracks[0].document._replace(published="2024-05-06", language="en-GB"))
    vague = tracks[1]._replace(document=tracks[1].document._replace(published="spring 2024", language="ar"))
    made = {item.findtext("title"): item for item in items(feed([dated, vague], HOME, tmp_path))}
    said = {title: (e.findtext(f"{{{DC}}}language"), e.findtext(f"{{{DC}}}date")) for title, e in made.items()}
    assert said == {HARBOUR.title: ("en-GB", "2024-05-06"), ARABIC.title: ("ar", None)}
