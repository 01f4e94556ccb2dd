"""The pictures of an article stand in its page and its book; what is not to be had costs a warning and no more."""

from __future__ import annotations

import io
import re
import zipfile
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree, html

from counted_files import CountedFiles, counted_files
from made_pictures import picture
from rhapsode import article_pictures
from rhapsode.article_pictures import publish
from rhapsode.mixing import MixedTrack, read_track
from rhapsode.pictures import picture_size
from rhapsode.pipeline import Request, render
from rhapsode.store import Store

TEXT = """# The harbour

The boats come in after dark.

![Boats at the quay](boats.jpg)

![](chart.png)

They leave again ![a lamp](img/lamp.png) at dawn.
"""
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    (home / "img").mkdir(parents=True)
    (home / "boats.jpg").write_bytes(picture("jpeg", "640x480"))
    (home / "chart.png").write_bytes(picture("png", "320x200"))
    (home / "img" / "lamp.png").write_bytes(picture("png", "120x160", "blue"))
    (home / "harbour.md").write_text(TEXT)
    return home / "harbour.md"


def rendered(source: Path | str, folder: Path, views: tuple[str, ...] = ("page", "epub"), **more: object) -> MixedTrack:
    request = Request(str(source), engine="tone", **more)  # type: ignore[arg-type]
    return render(request, folder / "out" / "a.mp3", views=views, store=Store(folder / "store"), jobs=1)


def shown(page: Path) -> list[tuple[str, tuple[int, int]]]:
    """Alternative text and size of each picture of `page`, which must be in it."""
    images = html.parse(page).findall(".//article//img")
    assert all(re.match("data:image/(png|jpeg);base64,", image.get("src") or "") for image in images)
    return [
        (image.get("alt") or "", picture_size(b64decode((image.get("src") or "").partition(",")[2])))
        for image in images
    ]


ALL = [("Boats at the quay", (640, 480)), ("", (320, 200)), ("a lamp", (120, 160))]


def test_they_stand_in_the_page_where_they_are_named(article: Path, tmp_path: Path) -> None:
    track = rendered(article, tmp_path)
    assert shown(tmp_path / "out" / "a.html") == ALL
    assert not track.warnings
    body = html.parse(tmp_path / "out" / "a.html").find(".//article")
    text = "".join(body.find(".//img").getparent().itertext())  # said, so shown beside it
    assert text == "Boats at the quay"


def test_they_are_files_of_the_book_and_in_its_manifest(article: Path, tmp_path: Path) -> None:
    rendered(article, tmp_path)
    with zipfile.ZipFile(tmp_path / "out" / "a.epub") as book:
        package = etree.fromstring(book.read("EPUB/package.opf"))
        listed = {
            item.get("href"): item.get("media-type") for item in package.iter("{http://www.idpf.org/2007/opf}item")
        }
        named = [
            image.get("src")
            for name in book.namelist()
            if name.endswith(".xhtml") and "cover" not in name
            for image in etree.fromstring(book.read(name)).iter(f"{XHTML}img")
        ]
        assert [picture_size(book.read(f"EPUB/{name}")) for name in named] == [size for _, size in ALL]
        assert {listed[name] for name in named} == {"image/png", "image/jpeg"}


def test_without_them_where_they_are_not_wanted(article: Path, tmp_path: Path) -> None:
    track = rendered(article, tmp_path, pictures=False)
    assert shown(tmp_path / "out" / "a.html") == []
    assert not track.warnings


def test_what_is_not_to_be_had_is_one_warning(article: Path, tmp_path: Path) -> None:
    (article.parent / "boats.jpg").unlink()
    (article.parent / "chart.png").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    track = rendered(article, tmp_path)
    assert shown(tmp_path / "out" / "a.html") == ALL[2:]
    warning = next(iter(track.warnings))
    assert len(track.warnings) == 1
    assert "2 pictures are left out" in warning
    assert "boats.jpg" in warning
    assert "neither JPEG" in warning


def test_a_track_published_later_has_them_from_where_it_was_rendered(article: Path, tmp_path: Path) -> None:
    track = read_track(rendered(article, tmp_path, views=()).path)
    told: list[str] = []
    store = Store(tmp_path / "store")
    publish([track], tmp_path / "first", views=["page", "epub"], store=store, warn=told.append)
    assert shown(tmp_path / "first" / "a.html") == ALL
    for file in article.parent.rglob("*.*"):
        file.unlink()
    publish([track], tmp_path / "second", views=["page"], store=store, warn=told.append)
    assert shown(tmp_path / "second" / "a.html") == ALL
    assert not told


def test_a_track_from_elsewhere_has_nothing_read_or_fetched(article: Path, tmp_path: Path) -> None:
    track = read_track(rendered(article, tmp_path).path)
    told: list[str] = []
    publish([track], tmp_path / "other", views=["page"], store=Store(tmp_path / "empty"), warn=told.append)
    assert shown(tmp_path / "other" / "a.html") == []
    assert [line.startswith("a.mp3: its 3 pictures are left out") for line in told] == [True]
    publish([track], tmp_path / "none", views=["page"], pictures=False, warn=told.append)
    assert len(told) == 1


def test_a_page_has_no_more_than_its_limit(article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article.write_text("# The harbour\n\nWords.\n\n" + "![Boats](boats.jpg)\n\n" * 50)
    monkeypatch.setattr(article_pictures, "MOST_BYTES", len(picture("jpeg", "640x480")) * 10)
    track = rendered(article, tmp_path)
    assert shown(tmp_path / "out" / "a.html") == []
    assert "a picture is left out" in track.warnings[0]


@pytest.fixture
def site(article: Path) -> Iterator[CountedFiles]:
    words = "The boats come in after dark, and nobody on the quay says a word until the last of them has come. " * 3
    (article.parent / "page.html").write_text(
        f'<html lang="en"><head><title>The harbour</title></head><body><article><h1>The harbour</h1><p>{words}</p>'
        '<figure><picture><source srcset="boats.jpg 640w"><img data-src="boats.jpg" src="data:image/gif;base64,R0lGOD" '
        f'alt="Boats"></picture><figcaption>At the quay.</figcaption></figure><p>{words}</p>'
        '<p><img src="/chart.png"><img src="dot.gif" width="1" height="1" alt=""><img src="gone.png"></p>'
        f"<p>{words}</p></article></body></html>"
    )
    with counted_files(article.parent) as shown_folder:
        yield shown_folder


def test_a_page_of_the_web_has_its_own_fetched_once(site: CountedFiles, tmp_path: Path) -> None:
    track = rendered(f"{site.address}/page.html", tmp_path, allow_private=True)
    assert shown(tmp_path / "out" / "a.html") == [("Boats", (640, 480)), ("", (320, 200))]
    assert [warning for warning in track.warnings if "gone.png" in warning]
    assert sorted(site.asked) == ["/boats.jpg", "/chart.png", "/gone.png", "/page.html"]
    rendered(f"{site.address}/page.html", tmp_path, allow_private=True)
    assert sorted(site.asked[4:]) == ["/gone.png", "/page.html"]


def test_a_word_document_s_and_a_book_s_are_taken_from_them(article: Path, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("The harbour", 1)
    document.add_paragraph("The boats come in after dark.")
    document.add_picture(io.BytesIO(picture("png", "320x200")))
    document.add_paragraph("They leave again at dawn.")
    document.save(tmp_path / "a.docx")
    rendered(tmp_path / "a.docx", tmp_path)
    assert shown(tmp_path / "out" / "a.html") == [("", (320, 200))]
    rendered(article, tmp_path)
    (tmp_path / "out" / "a.epub").rename(tmp_path / "book.epub")
    rendered(tmp_path / "book.epub", tmp_path)
    assert [size for _, size in shown(tmp_path / "out" / "a.html")][-3:] == [size for _, size in ALL]
