import json

from lxml import html

from made_tracks import ARABIC, HARBOUR, HOSTILE, recorded, timeline
from rhapsode.listening.audiobook import audiobook, contents_page
from rhapsode.model import Ledger


def test_the_manifest_has_what_the_standard_requires(tmp_path):
    track = recorded(timeline(HARBOUR), tmp_path / "har bour.wav")
    data = json.loads(audiobook(track, picture="c.png", contents="c.html"))
    assert data["@context"][:2] == ["https://schema.org", "https://www.w3.org/ns/pub-context"]
    assert data["conformsTo"] == "https://www.w3.org/TR/audiobooks/"
    assert data["type"] == "Audiobook"
    assert [r["url"] for r in data["readingOrder"]] == ["har%20bour.wav"]
    assert data["readingOrder"][0]["duration"] == data["duration"]
    assert {r["rel"]: r["url"] for r in data["resources"]} == {"cover": "c.png", "contents": "c.html"}
    assert data["datePublished"] == "2024-05-06"


def test_what_is_unknown_is_left_out(tmp_path):
    track = recorded(timeline(ARABIC), tmp_path / "a.wav")
    data = json.loads(audiobook(track))
    assert "datePublished" not in data
    assert "resources" not in data
    assert data["readingProgression"] == "rtl"


def test_it_is_abridged_where_words_were_skipped(tmp_path):
    from rhapsode.model import Skip

    track = recorded(timeline(ARABIC), tmp_path / "a.wav")
    assert json.loads(audiobook(track))["abridged"] is False
    skipped = track._replace(ledger=Ledger(3, 1, (Skip("b1", "code", "x y", "code", 2),)))
    assert json.loads(audiobook(skipped))["abridged"] is True


def test_the_contents_point_into_the_sound():
    tree = html.document_fromstring(contents_page(timeline(HOSTILE)))
    links = tree.xpath("//nav[@role='doc-toc']//a/@href")
    assert links == ["track.wav#t=0.000"]
    assert not list(tree.iter("script", "svg"))
