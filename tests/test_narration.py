"""The library's own call: what it takes, and what it leaves behind."""

import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import rhapsode
from rhapsode.narration import is_location

TEXT = "The harbour lay still. A bell rang twice."


def said(source, target=None, **options):
    return rhapsode.narrate(source, target, engine="tone", jobs=1, **options)


def words(track):
    return [word.text for one in track.utterances for word in one.words]


def test_a_text_a_file_an_open_document_and_bytes_say_the_same(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("harbour.txt").write_text(TEXT)
    tracks = [
        said(TEXT),
        said("harbour.txt"),
        said(Path("harbour.txt")),
        said(TEXT.encode()),
        said(rhapsode.read("harbour.txt")),
    ]
    assert len({tuple(words(track)) for track in tracks}) == 1
    assert words(tracks[0]) == TEXT.split()
    assert tracks[0].document.title == "The harbour lay still. A bell rang twice."
    assert tracks[1].document.title == "harbour"


def test_without_a_target_the_sound_is_in_memory_and_no_file_is_left(tmp_path, monkeypatch):
    for name in ("work", "temporary"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    track = said(TEXT)
    assert list((tmp_path / "work").iterdir()) == list((tmp_path / "temporary").iterdir()) == []
    assert (track.path, track.files, track.bytes) == (Path(), (), 0)
    sound = track.segment()
    assert (sound.frame_rate, sound.channels, sound.sample_width) == (track.rate_hz, 1, 2)
    assert sound.frame_count() == track.frames
    assert sound.rms > 0
    for copy in (track._replace(warnings=("x",)), pickle.loads(pickle.dumps(track))):
        assert copy.segment() == sound


def test_a_target_gets_the_same_sound(tmp_path):
    track = said(TEXT, tmp_path / "a.wav")
    assert track.files == (tmp_path / "a.wav",)
    assert track.segment() == said(TEXT).segment()


def test_a_text_has_its_heading_s_sections_and_its_first_words_for_a_title():
    track = said("# Tides\n\nUp.\n\n## Night\n\nDown.")
    assert [section.title for section in track.sections] == ["Tides", "Night"]
    long = said("one two three four five six seven eight nine ten")
    assert long.document.title == long.sections[0].title == "one two three four five six seven eight"
    assert len(words(long)) == 10
    assert len(long.utterances) == 1  # the title, being the text's own words, is not said before it


def test_a_style_may_be_a_mapping():
    plain, slow = said(TEXT), said(TEXT, style={"rate": "100wpm", "sentence": {"pause-after": "2s"}})
    assert slow.frames - plain.frames > 2 * slow.rate_hz
    assert {one.exact for one in slow.utterances} == {True}
    with pytest.raises(rhapsode.RhapsodeError, match="the style given: voice-rate cannot be 'fastish'"):
        said(TEXT, style={"rate": "fastish"})


def test_options_go_by_their_names():
    assert words(said("It is 5 km away.", normalize=False)) == ["It", "is", "5", "km", "away."]
    with pytest.raises(TypeError, match="speed"):
        said(TEXT, speed=2)


@pytest.mark.parametrize(
    ("source", "located"),
    [
        ("https://example.org/a", True),
        ("https://example.org is where it stands", False),
        ("artcle.md", True),
        ("drafts/article", True),
        ("there.txt", True),
        ("a file there.txt", True),
        ("There", False),
        ("See README.md", False),
        ("It was so.", False),
        ("line\nthere.txt", False),
        ("x" * 10_000, False),
        ("nul\0.txt and more", False),
        ("", False),
    ],
)
def test_what_a_string_is_meant_as(source, located, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("there.txt", "a file there.txt"):
        Path(name).touch()
    assert is_location(source) == located


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("artcle.md", "there is no file artcle.md"),
        ("", "there is no text to narrate"),
        (b" \n", "there is no text to narrate"),
        ("—", "the text has no word to speak"),
    ],
)
def test_what_cannot_be_narrated_is_one_error(source, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(rhapsode.RhapsodeError, match=message):
        said(source)


@pytest.mark.parametrize("options", [{"views": ["vtt"]}, {"master": rhapsode.Master(split=True)}])
def test_what_needs_a_file_needs_a_target(options):
    with pytest.raises(rhapsode.RhapsodeError, match="no file that anything could stand beside"):
        said(TEXT, **options)


def test_the_public_names_are_there_and_importing_the_package_loads_none_of_it():
    assert all(getattr(rhapsode, name) is not None for name in rhapsode.__all__)
    assert set(rhapsode.__all__) <= set(dir(rhapsode))
    with pytest.raises(AttributeError, match="no attribute 'narate'"):
        _ = rhapsode.narate
    code = "import sys, json, rhapsode; print(json.dumps([m for m in sys.modules if m.startswith('rhapsode.')]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == ["rhapsode.lazy_names"]
