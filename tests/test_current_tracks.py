"""A track is current where a render would make the same of the same; times of files tell nothing."""

import json
import os
from pathlib import Path

import pytest

from rhapsode import remote_files, track_record
from rhapsode.current_tracks import is_current, made_of
from rhapsode.mixing import Master
from rhapsode.narration import narrate
from rhapsode.pipeline import render
from rhapsode.request import Request

LEXICON = '[words]\nquay = "key"\n'


@pytest.fixture
def source(tmp_path):
    place = tmp_path / "stall.md"
    place.write_text("# The stall\n\nIt stood on the quay.\n")
    return place


@pytest.fixture
def request_(source):
    return Request(str(source), engine="tone")


@pytest.fixture
def target(tmp_path, request_, store):
    place = tmp_path / "stall.wav"
    render(request_, place, store=store, jobs=1, record=True)
    return place


def test_what_was_just_made_is_current_whatever_its_files_times_say(request_, target, source):
    assert is_current(request_, target, Master()) is True
    os.utime(target, (1, 1))
    os.utime(source)
    assert is_current(request_, target, Master()) is True


def test_an_edit_is_seen_though_the_file_is_older(request_, target, source):
    source.write_text("# The stall\n\nIt stood on the pier.\n")
    os.utime(source, (1, 1))
    assert is_current(request_, target, Master()) is False


@pytest.mark.parametrize("beside", ["stall.md.outline", "rhapsode.toml"])
def test_so_is_a_file_beside_the_source_that_decides_how_it_is_said(request_, target, source, beside):
    text = "The stall\n" if beside.endswith(".outline") else "rate = 200\n"
    source.with_name(beside).write_text(text)
    assert is_current(request_, target, Master()) is False


@pytest.mark.parametrize(
    "changed",
    [
        {"rate_wpm": 200},
        {"voice": "tone/low"},
        {"engine": "espeak"},
        {"language": "de"},
        {"depth": 1},
        {"normalize": False},
        {"style": {"paragraph": {"pause-after": "2s"}}},
    ],
)
def test_so_is_another_wish(request_, target, changed):
    assert is_current(request_._replace(**changed), target, Master()) is False


def test_a_lexicon_is_known_by_what_it_says(request_, tmp_path, store):
    first, second = tmp_path / "a.toml", tmp_path / "b.toml"
    for place in (first, second):
        place.write_text(LEXICON)
    target = tmp_path / "out.wav"
    render(request_._replace(lexicons=(first,)), target, store=store, jobs=1, record=True)
    assert is_current(request_._replace(lexicons=(second,)), target, Master()) is True
    second.write_text(LEXICON.replace("key", "kay"))
    assert is_current(request_._replace(lexicons=(second,)), target, Master()) is False


@pytest.mark.parametrize("master", [Master(loudness="-16"), Master(title="Another"), Master(sample_rate_hz=16_000)])
def test_so_is_another_finish(request_, target, master):
    assert is_current(request_, target, master) is False


def test_music_is_known_by_its_sound(request_, target, tmp_path, store):
    music = tmp_path / "music.wav"
    music.write_bytes(target.read_bytes())
    made = made_of(request_, target, Master(intro=music))
    moved = music.rename(tmp_path / "moved.wav")
    assert made_of(request_, target, Master(intro=moved)) == made
    moved.write_bytes(target.read_bytes()[:-1000])
    assert made_of(request_, target, Master(intro=moved)) != made


def test_so_are_views_that_are_not_there_yet(request_, target):
    assert is_current(request_, target, Master(), ("vtt",)) is False


def test_a_track_that_lost_its_end_is_not_current(request_, target):
    target.write_bytes(target.read_bytes()[:-10])
    assert is_current(request_, target, Master()) is False


@pytest.mark.parametrize("record", [None, b"", b"{}", b"no JSON", "of before"])
def test_where_no_record_tells_nothing_is_known(request_, target, record):
    place = track_record.place(target)
    if record is None:
        place.unlink()
    elif record == "of before":
        held = json.loads(place.read_bytes())
        del held["made_of"]
        place.write_text(json.dumps(held))
    else:
        place.write_bytes(record)
    assert is_current(request_, target, Master()) is None


def test_nor_of_a_web_page_or_of_what_is_not_there(request_, target):
    assert is_current(request_._replace(source="https://127.0.0.1/a.html"), target, Master()) is None
    assert is_current(request_._replace(source="nothing.md"), target, Master()) is None
    assert is_current(request_, target.with_name("other.wav"), Master()) is None


def test_nor_where_the_render_would_fail(request_, target, source):
    source.with_name("rhapsode.toml").write_text("no such key = 1")
    assert is_current(request_, target, Master()) is None


def test_standard_input_is_known_by_its_text(tmp_path, store):
    asked = Request("-", b"Good evening.", engine="tone")
    target = tmp_path / "out.wav"
    render(asked, target, store=store, jobs=1, record=True)
    assert is_current(asked, target, Master()) is True
    assert is_current(asked._replace(stdin=b"Good morning."), target, Master()) is False


def test_at_an_address_it_is_told_in_the_same_way(source, tmp_path):
    place = f"memory://{tmp_path.name}/stall.mp3"
    narrate(source, place, engine="tone", record=True)
    asked = Request(str(source), engine="tone")
    assert is_current(asked, Path(place), Master()) is True
    source.write_text("Another.")
    assert is_current(asked, Path(place), Master()) is False


def test_so_is_a_source_there(tmp_path, store):
    address = f"memory://{tmp_path.name}/source.md"
    remote_files.write(address, b"One.")
    asked, target = Request(address, engine="tone", allow_private=True), tmp_path / "out.wav"
    render(asked, target, store=store, jobs=1, record=True)
    assert is_current(asked, target, Master()) is True
    remote_files.write(address, b"Two, and more.")
    assert is_current(asked, target, Master()) is False
