import json

import pytest
from lxml import etree

from made_tracks import ARABIC, HARBOUR, recorded, timeline
from rhapsode.errors import UsageError
from rhapsode.listening import GROUPS, VIEWS, publish

AUDIOBOOK = (".wav", ".png", ".chapters.json", ".publication.json", ".contents.html")


@pytest.fixture
def harbour(tmp_path):
    return recorded(timeline(HARBOUR), tmp_path / "in" / "harbour.wav")


@pytest.fixture
def arabic(tmp_path):
    return recorded(timeline(ARABIC), tmp_path / "in" / "arabic.wav")


def names(paths):
    return {path.name for path in paths}


@pytest.mark.parametrize(
    ("views", "wanted"),
    [
        (["vtt"], {"harbour.vtt"}),
        (["captions"], {"harbour.vtt", "harbour.srt", "harbour.lrc", "harbour.words.lrc", "harbour.json"}),
        (["page"], {"harbour.wav", "harbour.html"}),
        (["audiobook"], {f"harbour{end}" for end in AUDIOBOOK}),
    ],
)
def test_only_what_is_asked_for_is_written(harbour, tmp_path, views, wanted):
    out = tmp_path / "out"
    assert names(publish([harbour], out, views=views)) == wanted
    assert {path.name for path in out.iterdir()} == wanted


def test_all_files_named_are_there_and_none_besides(harbour, arabic, tmp_path):
    out = tmp_path / "out"
    written = publish([harbour, arabic], out)
    assert len(written) == len(set(written))
    assert names(written) == {path.name for path in out.iterdir()}
    assert {"index.html", "feed.xml", "worker.js", "harbour.wav", "arabic.html"} <= names(written)


def test_publishing_beside_the_track_leaves_the_sound_alone(harbour):
    before = harbour.path.stat().st_mtime_ns
    publish([harbour], harbour.path.parent, views=["page"])
    assert harbour.path.stat().st_mtime_ns == before


def test_a_page_with_its_sound_inside_needs_no_other_file(harbour, tmp_path):
    assert names(publish([harbour], tmp_path / "out", views=["page"], single_file=True)) == {"harbour.html"}


def test_publishing_twice_gives_the_same_bytes(harbour, tmp_path):
    out = tmp_path / "out"
    publish([harbour], out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    publish([harbour], out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_second_track_joins_the_first(harbour, arabic, tmp_path):
    out = tmp_path / "out"
    publish([harbour], out)
    publish([arabic], out)
    for name in ("feed.xml", "library.json", "index.html"):
        text = (out / name).read_text(encoding="utf-8")
        assert HARBOUR.title in text
        assert ARABIC.title in text


def test_the_folder_s_names_stay_when_a_track_joins(harbour, arabic, tmp_path):
    out = tmp_path / "out"
    publish([harbour], out, title="My shelf", base_url="https://a.example/s")
    publish([arabic], out)
    assert "<h1>My shelf</h1>" in (out / "index.html").read_text(encoding="utf-8")
    assert "<title>My shelf</title>" in (out / "feed.xml").read_text(encoding="utf-8")
    assert "127.0.0.1" not in (out / "feed.xml").read_text(encoding="utf-8")


def test_two_tracks_of_one_name_both_stay(harbour, arabic, tmp_path):
    other = arabic._replace(path=arabic.path.rename(tmp_path / "Harbour.wav"))
    written = names(publish([harbour, other], tmp_path / "out", views=["page"]))
    assert written == {"harbour.wav", "harbour.html", "Harbour-2.wav", "Harbour-2.html"}


def test_a_track_named_as_one_of_the_folder_s_own_files_gets_out_of_its_way(arabic, tmp_path):
    track = arabic._replace(path=arabic.path.rename(tmp_path / "index.wav"))
    out = tmp_path / "out"
    publish([track], out)
    assert (out / "index-2.html").exists()
    assert "index-2.html" in (out / "index.html").read_text(encoding="utf-8")


def test_an_epub_asked_for_by_name_of_a_wav_is_an_error_else_a_warning(harbour, tmp_path):
    with pytest.raises(UsageError, match="cannot hold"):
        publish([harbour], tmp_path / "out", views=["epub"])
    assert not (tmp_path / "out").exists()
    told = []
    assert not any(path.suffix == ".epub" for path in publish([harbour], tmp_path / "out", warn=told.append))
    assert len(told) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"views": ["vt"]}, "no view 'vt'"),
        ({"base_url": "example.org"}, "no base URL"),
        ({"base_url": "ftp://x/"}, "no base URL"),
        ({"category": "Cooking"}, "no category 'Cooking'.*Health & Fitness"),
    ],
)
def test_a_wrong_call_writes_nothing(harbour, tmp_path, options, message):
    with pytest.raises(UsageError, match=message):
        publish([harbour], tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()


def test_a_category_of_apple_s_list_is_in_the_feed(harbour, tmp_path):
    publish([harbour], tmp_path / "out", views=["feed"], category="TV & Film")
    assert 'text="TV &amp; Film"' in (tmp_path / "out" / "feed.xml").read_text(encoding="utf-8")


def test_the_article_beside_its_track_is_not_replaced_by_its_page(tmp_path):
    article = tmp_path / "harbour.html"
    article.write_text("<h1>The harbour at night</h1>")
    made = recorded(timeline(HARBOUR._replace(source=str(article))), tmp_path / "harbour.wav")
    with pytest.raises(UsageError, match="the article itself"):
        publish([made], tmp_path, views=["vtt", "page"])
    assert article.read_text() == "<h1>The harbour at night</h1>"
    assert not (tmp_path / "harbour.vtt").exists()


def test_every_view_says_the_same_time_of_a_chapter_cut_to_the_millisecond(tmp_path):
    harbour = recorded(timeline(HARBOUR, word_ms=61), tmp_path / "in" / "harbour.wav")
    late = harbour.sections[1]
    cut_ms = late.start_frame * 1000 // harbour.rate_hz
    assert cut_ms != round(late.start_frame * 1000 / harbour.rate_hz), "or the test could not fail"
    out = tmp_path / "out"
    publish([harbour], out)
    read = {name: json.loads((out / name).read_text(encoding="utf-8")) for name in ("harbour.json", "library.json")}
    chapters = json.loads((out / "harbour.chapters.json").read_text(encoding="utf-8"))["chapters"]
    assert read["harbour.json"]["sections"][1]["start"] == cut_ms / 1000
    assert read["library.json"]["tracks"][0]["chapters"][1][0] == cut_ms / 1000
    assert chapters[1]["startTime"] == cut_ms / 1000
    assert f"#t={cut_ms / 1000:.3f}" in (out / "harbour.contents.html").read_text(encoding="utf-8")


def test_a_file_that_is_no_track_is_refused(harbour, tmp_path):
    with pytest.raises(UsageError, match="not a kind of track"):
        publish([harbour._replace(path=tmp_path / "x.txt")], tmp_path / "out")


def test_groups_name_only_views():
    assert {name for names in GROUPS.values() for name in names} <= set(VIEWS)


def test_a_new_feed_speaks_the_language_of_most_of_its_tracks_and_keeps_it(harbour, arabic, tmp_path):
    english = [recorded(timeline(HARBOUR), tmp_path / "in" / f"{name}.wav") for name in ("one", "two")]

    def channel_language(tracks):
        publish(tracks, tmp_path / "out", views=["feed"])
        return etree.parse(tmp_path / "out" / "feed.xml").findtext("channel/language")

    assert channel_language([arabic, *english]) == HARBOUR.language
    assert channel_language([arabic]) == HARBOUR.language
