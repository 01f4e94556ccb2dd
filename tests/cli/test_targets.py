"""Every source gets a target of its own."""

from pathlib import Path

import pytest

from rhapsode.cli.targets import stem, targets
from rhapsode.errors import UsageError


@pytest.mark.parametrize(
    ("sources", "output", "suffix", "expected"),
    [
        (["a/b.txt"], "", "", ["audio/b.mp3"]),
        (["a/b.txt"], "", "m4b", ["audio/b.m4b"]),
        (["a/b.txt"], "x.wav", "", ["x.wav"]),
        (["a/b.txt"], "out/", "", ["out/b.mp3"]),
        (["a/b.txt"], "out", "opus", ["out/b.opus"]),
        (["a/b.txt"], "x.MP3", "mp3", ["x.MP3"]),
        (["a.txt", "b.md"], "out", "", ["out/a.mp3", "out/b.mp3"]),
        (["a/x.txt", "b/x.txt", "c/x.md"], "out/", "opus", ["out/x.opus", "out/x-2.opus", "out/x-3.opus"]),
        (["a/Note.txt", "b/note.md", "note-2.md"], "out/", "", ["out/Note.mp3", "out/note-2.mp3", "out/note-2-2.mp3"]),
        (["-"], "", "", ["audio/stdin.mp3"]),
    ],
)
def test_where_tracks_go(sources, output, suffix, expected):
    assert targets(sources, output, suffix) == [Path(path) for path in expected]


def test_an_existing_folder_is_a_folder(tmp_path):
    assert targets(["a.txt"], str(tmp_path), "") == [tmp_path / "a.mp3"]


@pytest.mark.parametrize(("output", "suffix"), [("x.mp3", "flac"), ("-", "")])
def test_a_name_that_would_mislead_is_refused(output, suffix):
    with pytest.raises(UsageError):
        targets(["a.txt"], output, suffix)


@pytest.mark.parametrize("output", ["file.txt/x.mp3", "file.txt/deep/x.mp3", "file", "file/deep/"])
def test_below_a_file_there_is_no_target(tmp_path, output):
    (tmp_path / "file.txt").touch()
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"file(\.txt)? is no folder"):
        targets(["a.txt"], f"{tmp_path}/{output}", "")


def test_several_sources_never_share_one_file():
    with pytest.raises(UsageError, match="folder"):
        targets(["a.txt", "b.txt"], "x.mp3", "")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("https://example.org/posts/why%20read.html?x=1", "why read"),
        ("https://example.org/", "example.org"),
        ("a/b.tar.txt", "b.tar"),
        ("...", "track"),
        ('we?ird"na:me.txt', "we-ird-na-me"),
    ],
)
def test_names_are_safe_everywhere(source, name):
    assert stem(source) == name
