"""Titles, names and chapter titles with all that steers a screen in them, followed into every file made of them."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode import Master, Store, narrate
from rhapsode.cli.targets import stem
from rhapsode.metadata_text import metadata_line
from rhapsode.model import Block, Document

STEERING = "\x07\x1b[31m\x9b\x7f\x00\u202e\u2066\u200f\u061c\ud800\r\n"
FORBIDDEN = {c for c in STEERING if c not in "[31m\r\n"}


@given(st.text())
def test_no_control_direction_or_lone_surrogate_is_left_and_nothing_seen_is_lost(text):
    line = metadata_line(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in line)
    assert not any(
        unicodedata.bidirectional(c) in {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"} for c in line
    )
    assert [c for c in line if c.isalnum()] == [c for c in text if c.isalnum()]
    assert metadata_line(line) == line


def test_joiners_that_are_spelling_stay():
    assert metadata_line("می\u200cخواهم  👩\u200d🚀") == "می\u200cخواهم 👩\u200d🚀"


@pytest.mark.parametrize("form", ["mp3", "m4b", "opus", "flac"])
def test_they_reach_no_file(form, tmp_path):
    from rhapsode.mixing import read_track

    document = Document(
        title=f"The {STEERING}harbour",
        authors=(f"Ada {STEERING}Quill",),
        language="en",
        source="x.md",
        blocks=(
            Block("b1", "heading", f"Boats {STEERING}come", level=1),
            Block("b2", "paragraph", "One lamp is lit tonight."),
        ),
    )
    master = Master(genre=f"Sea{STEERING}", narrator=f"N{STEERING}")
    store, views = Store(tmp_path / "store"), ["captions", "page"]
    track = narrate(document, tmp_path / f"x.{form}", engine="tone", store=store, jobs=1, master=master, views=views)
    kept = read_track(track.path)
    for shown in (kept.document.title, *kept.document.authors, *(s.title for s in kept.sections)):
        assert shown
        assert not FORBIDDEN & set(shown)
    assert kept.document.title == "The [31m harbour"
    beside = {file.suffix: file.read_bytes().decode("utf-8") for file in track.files if file != track.path}
    assert {".vtt", ".srt", ".lrc", ".html", ".json"} <= set(beside)
    for suffix in (".vtt", ".srt", ".lrc"):
        assert not FORBIDDEN & set(beside[suffix]), suffix
    assert not {c for c in FORBIDDEN if unicodedata.category(c) == "Cc"} & set(beside[".html"])
    stated = json.loads(beside[".json"])
    assert not FORBIDDEN & set(
        "".join([stated["title"], *stated["authors"], *(s["title"] for s in stated["sections"])])
    )


def test_a_file_name_of_a_stranger_is_none_of_ours():
    assert stem("bo\u202eat\x1bs\x9b.md") == "boat-s"
