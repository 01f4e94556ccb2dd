"""The front door: paths, standard input, folders, lists, and which reader is chosen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from reading_tools import epub, read_bytes

from rhapsode.errors import ReaderMissing, SourceError, SourceMissing, SourceRefused, SourceUnreadable, UsageError
from rhapsode.reading import expand, fetch, read
from rhapsode.reading.source_lists import natural


def test_a_file_with_its_name_as_title(tmp_path: Path) -> None:
    path = tmp_path / "my note.txt"
    path.write_text("one two three, and that is all there is to say here.")
    document = read(str(path))
    assert (document.title, document.source) == ("my note", str(path))


def test_standard_input(tmp_path: Path) -> None:
    assert read("-", stdin=b"# Title\n\ntext\n").title == "Title"
    with pytest.raises(SourceUnreadable, match="standard input is empty"):
        read("-", stdin=b" \n")


def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "big.txt").write_text("x" * 50)
    monkeypatch.setattr(fetch, "MOST_BYTES", 10)
    for name, kind in (
        ("gone.txt", SourceMissing),
        ("empty.txt", SourceUnreadable),
        ("big.txt", SourceRefused),
        (".", SourceUnreadable),
        ("a\0b", SourceError),
    ):
        with pytest.raises(kind) as caught:
            read(str(tmp_path / name))
        assert "\n" not in str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files there")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(SourceRefused, match="regular"):
        read(str(tmp_path / "a.txt"))


@pytest.mark.parametrize(
    ("name", "data", "title"),
    [
        ("a.md", b"# M\n", "M"), ("-", b"---\ntitle: F\n---\nx\n", "F"), ("b.epub", epub({"a.xhtml": "<p>x</p>"}), "A Book"),  # noqa: E501
        ("noname", epub({"a.xhtml": "<p>x</p>"}), "A Book"), ("a.html", b"<title>Only Title Here</title><p>x</p>", "Only Title Here"),  # noqa: E501
        ("a.rst", b"R\n=\n\nx\n", "R"), ("x.log", b"just some words\n", "x"),
    ],
)  # fmt: skip
def test_the_surest_reader_is_taken(name: str, data: bytes, title: str) -> None:
    assert read_bytes(name, data).title == title


def test_a_reader_can_be_named() -> None:
    document = read_bytes("a.md", b"# not a heading for a text reader\n", reader="text")
    assert document.blocks[0].text.startswith("#")
    with pytest.raises(ReaderMissing, match="choose one of"):
        read_bytes("a.md", b"x", reader="nope")


def test_a_document_without_text_is_an_error() -> None:
    with pytest.raises(SourceUnreadable, match="no text"):
        read_bytes("a.md", b"***\n")


def test_folders_become_their_readable_files_in_natural_order(tmp_path: Path) -> None:
    for name in ("10.txt", "2.txt", "1.md", ".hidden.txt", "x.exe", "sub/3.txt", ".git/4.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [Path(p).relative_to(tmp_path).as_posix() for p in expand([str(tmp_path)])]
    assert found == ["1.md", "2.txt", "10.txt", "sub/3.txt"]


def test_lists_name_paths_and_addresses(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "my.list").write_text("# mine\na.txt\n\nhttps://example.org/x  \na.txt\n")
    expected = [str(tmp_path / "a.txt"), "https://example.org/x"]
    assert expand([str(tmp_path / "my.list")]) == expected
    (tmp_path / "my.list").rename(tmp_path / "other")
    assert expand([f"@{tmp_path / 'other'}", "-"]) == [*expected, "-"]


def test_lists_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "loop.list").write_text("loop.list\n")
    (tmp_path / "bad.list").write_bytes(b"\xff\xfe\x00\xd8")
    (tmp_path / "none").mkdir()
    (tmp_path / "empty.list").write_bytes(b"\xef\xbb\xbf# nothing yet\n\n")
    for name, kind in (
        ("loop.list", SourceRefused),
        ("bad.list", SourceUnreadable),
        ("gone.list", SourceMissing),
        ("empty.list", SourceUnreadable),
        ("none", SourceMissing),
    ):
        with pytest.raises(kind):
            expand([str(tmp_path / name)])


def test_natural_order() -> None:
    assert sorted(["b10", "b9", "B1", "a", "10", "9"], key=natural) == ["9", "10", "a", "B1", "b9", "b10"]


def test_no_library_is_loaded_before_its_kind_is_read() -> None:
    code = (
        "import sys; from rhapsode.reading import read, expand; from rhapsode.plugins import readers\n"
        "from rhapsode.model import Source; [r.score(Source('x', 'x.txt', b'x')) for r in readers()]\n"
        "heavy = {'lxml', 'yaml', 'markdown_it', 'httpx', 'docutils', 'pypdfium2', 'docx', 'trafilatura'} & set(sys.modules)\n"  # noqa: E501
        "print(sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("location", ["", "  "])
def test_a_source_without_a_name_is_never_the_current_folder(location: str) -> None:
    with pytest.raises(UsageError, match="name"):
        expand([location])
