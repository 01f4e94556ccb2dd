import json
import re

import pytest
from lxml import html

from made_tracks import ARABIC, HARBOUR, HOSTILE, recorded, timeline
from rhapsode.listening.library import entry, files, index, manifest, merged


@pytest.fixture
def entries(tmp_path):
    documents = {"harbour": HARBOUR, "arabic": ARABIC, "hostile": HOSTILE}
    (tmp_path / "harbour.png").write_bytes(b"x")
    (tmp_path / "harbour.html").write_text("x")
    return [entry(recorded(timeline(d), tmp_path / f"{name}.wav"), tmp_path) for name, d in documents.items()]


def test_an_entry_names_only_what_is_there(entries):
    assert (entries[0]["cover"], entries[0]["page"], entries[0]["epub"]) == ("harbour.png", "harbour.html", "")
    assert entries[1]["direction"] == "rtl"


def test_the_list_can_be_read_without_a_script(entries):
    tree = html.document_fromstring(index(entries, "Mine"))
    assert [e.text_content().strip() for e in tree.iter("h2")] == [HARBOUR.title, ARABIC.title, HOSTILE.title]
    assert tree.find(".//h2/a").get("href") == "harbour.html"
    assert tree.find_class("play")[0].get("hidden") is not None
    assert "6 May 2024" in tree.find_class("about")[0].text_content()


def test_nothing_inline_and_hostile_titles_stay_text(entries):
    tree = html.document_fromstring(index(entries, "<b>Mine</b> & yours"))
    assert tree.findtext(".//h1") == "<b>Mine</b> & yours"
    scripts = [(s.get("src"), s.get("type")) for s in tree.iter("script")]
    assert scripts == [("library.js", None), (None, "application/json")]
    assert not any(name.startswith("on") or name == "style" for e in tree.iter() for name in e.attrib)


def test_earlier_tracks_stay_while_their_sound_does(entries, tmp_path):
    before = json.dumps({"tracks": entries})
    assert [e["audio"] for e in merged(entries[:1], before, tmp_path)] == ["harbour.wav", "arabic.wav", "hostile.wav"]
    (tmp_path / "arabic.wav").unlink()
    assert [e["audio"] for e in merged(entries[:1], before, tmp_path)] == ["harbour.wav", "hostile.wav"]


@pytest.mark.parametrize("broken", ["", "[]", "not json", '{"tracks": 3}', '{"tracks": [{}]}', '{"tracks": ["x"]}'])
def test_a_broken_listing_is_begun_anew(entries, tmp_path, broken):
    assert merged(entries, broken, tmp_path) == entries


def test_an_earlier_listing_cannot_reach_out_of_its_folder(entries, tmp_path):
    (tmp_path.parent / "outside.wav").write_bytes(b"x")
    before = json.dumps({"tracks": [{**entries[0], "audio": "..%2Foutside.wav"}]})
    assert merged([], before, tmp_path) == []


def test_the_worker_keeps_the_app_and_changes_with_it(entries):
    one, two = files(entries, "Mine"), files(entries, "Yours")
    named = json.loads(re.search(r"FILES = (\[.*?\]);", one["worker.js"].decode())[1])
    assert set(named) - {"./"} <= set(one)
    assert {"index.html", "library.js", "library.css"} <= set(named)
    assert one["worker.js"] != two["worker.js"]
    assert one == files(entries, "Mine")


def test_the_app_can_be_installed():
    about = json.loads(manifest("Mine"))
    assert about["display"] == "standalone"
    assert {icon["sizes"] for icon in about["icons"]} == {"192x192", "512x512"}
    assert {icon["src"] for icon in about["icons"]} <= set(files([], "Mine"))
