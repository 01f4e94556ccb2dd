"""What a document may show: what it names where it was fetched or lies, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from rhapsode.errors import SourceError, SourceMissing, SourceRefused
from rhapsode.reading import read
from rhapsode.reading.named_pictures import picture_at


@pytest.fixture
def article(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    (home / "images").mkdir(parents=True)
    (home / "images" / "a b.png").write_bytes(b"picture")
    (tmp_path / "secret.png").write_bytes(b"secret")
    (home / "away.png").symlink_to(tmp_path / "secret.png")
    return home / "article.md"


@pytest.mark.parametrize(
    "address", ["images/a%20b.png", "images/a b.png", "./images/a b.png?v=2#x", "images/../images/a b.png"]
)
def test_a_file_in_the_folder_is_read(article: Path, address: str) -> None:
    assert picture_at(address, str(article)) == b"picture"


@pytest.mark.parametrize(
    "address", ["../secret.png", "%2e%2e/secret.png", "/etc/passwd", "away.png", "images/../../secret.png"]
)
def test_nothing_outside_the_folder_is(article: Path, address: str) -> None:
    with pytest.raises(SourceRefused, match="outside the folder"):
        picture_at(address, str(article))


@pytest.mark.parametrize(
    "address", ["https://example.org/a.png", "file:///etc/passwd", "//example.org/a.png", "data:,x"]
)
def test_a_file_fetches_nothing(article: Path, address: str) -> None:
    with pytest.raises(SourceRefused, match="is not beside"):
        picture_at(address, str(article))


def test_what_is_not_there_or_too_large_is_said(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceMissing):
        picture_at("images/none.png", str(article))
    with pytest.raises(SourceError):
        picture_at("images/\0.png", str(article))
    monkeypatch.setattr("rhapsode.reading.named_pictures.MOST_PICTURE_BYTES", 3)
    with pytest.raises(SourceRefused, match="is larger than"):
        picture_at("images/a b.png", str(article))


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.org/a.png", "s3://bucket/a.png"])
def test_a_page_of_the_web_reads_no_file(address: str) -> None:
    with pytest.raises(SourceRefused):
        picture_at(address, "https://example.org/page")


def test_a_page_of_the_web_leads_into_no_private_network() -> None:
    with pytest.raises(SourceRefused):
        picture_at("http://127.0.0.1:9/a.png", "https://example.org/page")


@pytest.mark.parametrize(
    ("text", "suffix", "picture"),
    [
        (
            '<meta property="og:image" content="https://example.org/a.jpg"><h1>T</h1><p>Words.',
            ".html",
            "https://example.org/a.jpg",
        ),
        ('<meta name="twitter:image" content="b.png"><h1>T</h1><p>Words.', ".html", "b.png"),
        ("<h1>T</h1><p>Words.", ".html", ""),
        ("---\ntitle: T\nimage: images/c.png\n---\nWords.\n", ".md", "images/c.png"),
        ("---\ntitle: T\nimage: [1, 2]\n---\nWords.\n", ".md", ""),
    ],
)
def test_what_a_source_names_as_its_picture(tmp_path: Path, text: str, suffix: str, picture: str) -> None:
    (tmp_path / f"a{suffix}").write_text(text)
    assert read(str(tmp_path / f"a{suffix}")).picture == picture
