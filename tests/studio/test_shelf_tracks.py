import io
from functools import partial

import pytest
from lxml import etree, html

from made_pictures import picture
from made_tracks import HARBOUR, recorded, timeline
from rhapsode.errors import UsageError
from rhapsode.executors import InlineExecutor
from rhapsode.listening import publish
from rhapsode.model import Source
from rhapsode.reading.reader_choice import read_source
from rhapsode.request import read_text
from rhapsode.studio.render_choices import RenderChoices
from rhapsode.studio.render_queue import QueuedRender, RenderEnded
from rhapsode.studio.shelf_tracks import add_track, begin_shelf, stem, take_away, tracks

TIDES = read_text(b"# Tides\n\nThe water rises.\n", "markdown")
ONE = QueuedRender("0123456789abcdef", "Tides", RenderChoices(m4b=True))


def add(folder, watch=lambda _: None):
    add_track(ONE, lambda: TIDES, folder, "tone", watch, InlineExecutor())


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Tides", "Tides-01234567"),
        ("  a/b\\c: d?  ", "a-b-c-d-01234567"),
        ("../../etc/passwd", "etc-passwd-01234567"),
        ("潮", "潮-01234567"),
        ("!?", "01234567"),
        ("\u202egnp.exe", "gnp-exe-01234567"),
        ("x" * 300, "x" * 60 + "-01234567"),
    ],
)
def test_a_title_becomes_a_file_s_name_and_no_path(title, name):
    assert stem(ONE._replace(title=title)) == name


@pytest.fixture
def shelf(tmp_path):
    begin_shelf(tmp_path / "shelf")
    return tmp_path / "shelf"


def test_made_again_it_stands_on_the_shelf_once(shelf):
    for _ in range(2):
        add(shelf)
    (listed,) = tracks(shelf)
    assert listed["m4b"] == "Tides-01234567.m4b"


def test_one_that_is_ended_leaves_nothing(shelf):
    before = sorted(shelf.iterdir())

    def end_in_the_second(progress):
        if (shelf / "Tides-01234567.mp3").exists():
            raise RenderEnded

    with pytest.raises(RenderEnded):
        add(shelf, end_in_the_second)
    assert sorted(shelf.iterdir()) == before


def test_one_that_is_ended_in_its_own_process_leaves_nothing(shelf):
    def end_when_it_is_joined(progress):
        if progress.stage == "mix":
            raise RenderEnded

    before = sorted(shelf.iterdir())
    with pytest.raises(RenderEnded):
        add_track(ONE, partial(read_text, b"The water rises.\n\n" * 50, "text"), shelf, "tone", end_when_it_is_joined)
    assert sorted(shelf.iterdir()) == before


def test_another_s_file_of_that_name_is_left_and_told(shelf):
    (shelf / "Tides-01234567.html").write_text("mine")
    with pytest.raises(UsageError, match="was not made by rhapsode"):
        add(shelf)
    assert (shelf / "Tides-01234567.html").read_text() == "mine"
    assert tracks(shelf) == []


def episodes(shelf):
    items = etree.parse(shelf / "feed.xml").findall("channel/item")
    return [(item.findtext("title"), item.find("enclosure").get("url").rpartition("/")[2]) for item in items]


def test_what_is_on_the_shelf_is_in_its_feed_and_what_is_taken_away_is_not(shelf):
    assert episodes(shelf) == []
    add(shelf)
    assert episodes(shelf) == [("Tides", "Tides-01234567.mp3")]
    take_away(shelf, tracks(shelf)[0]["id"])
    assert episodes(shelf) == []


def test_a_shelf_without_a_feed_has_one_from_the_next_start_with_all_that_can_be_read(shelf, tmp_path):
    publish([recorded(timeline(HARBOUR), tmp_path / "damaged.mp3")], shelf, views=("library",))
    add(shelf)
    assert len(tracks(shelf)) == 2
    (shelf / "feed.xml").unlink()
    begin_shelf(shelf)
    assert episodes(shelf) == [("Tides", "Tides-01234567.mp3")]


def test_what_a_killed_studio_left_half_written_is_gone_with_the_next_start(shelf):
    half = shelf / ".Tides-01234567.999999999.abcdefgh.part.mp3"
    half.write_bytes(b"half")
    begin_shelf(shelf)
    assert not half.exists()


def test_a_track_whose_sound_is_gone_is_not_on_the_shelf(shelf):
    add(shelf)
    own = tracks(shelf)[0]["id"]
    (shelf / "Tides-01234567.mp3").unlink()
    assert tracks(shelf) == []
    with pytest.raises(UsageError, match="not on the shelf"):
        take_away(shelf, own)


def test_the_pictures_of_a_book_that_was_dropped_are_taken_from_its_file(shelf, tmp_path):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("The water rises.")
    document.add_picture(io.BytesIO(picture("png", "320x200")))
    file = tmp_path / "kept.source"
    document.save(file)
    source = Source("tides.docx", "tides.docx", file.read_bytes())
    add_track(ONE, lambda: read_source(source), shelf, "tone", lambda _: None, InlineExecutor(), file)
    assert html.parse(shelf / "Tides-01234567.html").findall(".//article//img")
