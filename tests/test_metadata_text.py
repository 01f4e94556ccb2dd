"""Titles, names and chapter titles with all that steers a screen in them, followed into every file made of them."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode import Master, Store, narrate
from rhapsode.cli.targets import stem
from rhapsode.metadata_text import metadata_line
from rhapsode.model import Block, Document, Mark
from rhapsode.scripting.unsteered_blocks import unsteered

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


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A file in mark-up whose title, names, headings and text steer a screen by entities, rendered in every way."""
    folder = tmp_path_factory.mktemp("hostile")
    steered = "&#x202e;&#x2066;&#x1b;&#x7;&#x7f;&#x200f;"
    page = (
        f"<html><head><title>The {steered}harbour</title><meta name=author content='Ada {steered}Quill'></head><body>"
        f"<article><h1>The {steered}harbour</h1><p>One {steered}lamp is <a href='https://e.org/'>li{steered}t</a>.</p>"
        f"<h2>Boats {steered}come</h2><p>They <em>{steered}come</em> in <abbr title='the {steered}sea'>s.</abbr></p>"
        "</article></body></html>"
    )
    (folder / "x.html").write_text(page)
    return folder


def rendered(folder, *args):
    done = subprocess.run(
        [sys.executable, "-m", "rhapsode", *args], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x07\x1b\x7f\x9b\x00")


def test_they_reach_no_terminal(hostile):
    for command in (["sections", "x.html"], ["render", "x.html", "-o", "t.wav"], ["words", "x.html"]):
        said = rendered(hostile, *command, "--engine", "tone")
        assert said
        assert not FORBIDDEN & set(said), command
        assert not FORBIDDEN & set(rendered(hostile, *command, "--engine", "tone", "--json"))


def test_they_reach_no_playlist_and_no_name_of_a_file(hostile):
    rendered(hostile, "render", "x.html", "-o", "split.mp3", "--split", "--engine", "tone")
    made = list((hostile / "split").iterdir())
    assert {".m3u8", ".cue", ".mp3"} <= {path.suffix for path in made}
    for path in made:
        assert not FORBIDDEN & set(path.name)
        if path.suffix in (".m3u8", ".cue"):
            assert not FORBIDDEN & set(path.read_text("utf-8"))


def test_they_reach_no_book_page_feed_or_record(hostile):
    rendered(hostile, "render", "x.html", "-o", "y.mp3", "--engine", "tone")
    rendered(hostile, "publish", "y.mp3", "--to", "shelf", "--view", "all")
    texts = {path.name: path.read_text("utf-8") for path in (hostile / "shelf").iterdir() if path.suffix in TEXTS}
    with zipfile.ZipFile(hostile / "shelf" / "y.epub") as book:
        texts |= {name: book.read(name).decode("utf-8") for name in book.namelist() if Path(name).suffix in TEXTS}
    assert {"y.html", "y.json", "y.vtt", "feed.xml", "index.html", "EPUB/package.opf"} <= set(texts)
    for name, text in texts.items():
        assert not TURNING & set(text), name
        assert not [found for found in ("\\u202e", "\\u2066", "\\u001b", "&#8238;", "&#x202e;") if found in text], name
    assert "come" in texts["y.html"]
    assert "lamp is lit." in json.loads(texts["y.json"])["utterances"][1]["text"].replace("\u200f", "")


TEXTS = {".html", ".json", ".vtt", ".srt", ".lrc", ".xml", ".xhtml", ".opf", ".smil", ".ncx"}


def test_a_title_given_is_drawn_and_tagged_without_them(tmp_path):
    from mutagen.id3 import ID3

    (tmp_path / "a.md").write_text("Some words.\n")
    titles = {"plain": "The harbour", "steered": "The \u202e\x1b\u200fharbour"}
    for name, title in titles.items():
        rendered(
            tmp_path, "render", "a.md", "-o", f"{name}.mp3", "--title", title, "--author", title, "--engine", "tone"
        )
    plain, steered = (ID3(tmp_path / f"{name}.mp3") for name in titles)
    assert str(steered["TIT2"]) == str(steered["TPE1"]) == "The harbour"
    assert steered.getall("APIC")[0].data == plain.getall("APIC")[0].data


def test_the_name_of_a_source_is_kept_without_them(tmp_path):
    (tmp_path / "a\u202eb.md").write_text("Some words.\n")
    made = narrate(tmp_path / "a\u202eb.md", tmp_path / "a.mp3", engine="tone", jobs=1, record=True)
    from rhapsode.mixing import read_track

    assert read_track(made.path).document.source == "ab.md"
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["source"] == "ab.md"


@given(st.text(alphabet="ab \u202e\u2066\x1b\u200f\u05d0é"), st.data())
def test_marks_mark_the_same_once_steering_is_gone_and_right_to_left_keeps_its_marks(text, data):
    edges = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    block = Block("b1", "paragraph", text, (Mark(*edges, "abbreviation", "a\u202eb"),))
    (clean,) = unsteered(Document("t", (block,))).blocks
    assert clean.text == "".join(c for c in text if c not in "\u202e\u2066\x1b")
    (mark,) = clean.marks
    marked = text[slice(*edges)]
    assert clean.text[mark.start : mark.end] == "".join(c for c in marked if c not in "\u202e\u2066\x1b")
    assert mark.value == "ab"


def test_a_file_name_of_a_stranger_is_none_of_ours():
    assert stem("bo\u202eat\x1bs\x9b.md") == "boat-s"
