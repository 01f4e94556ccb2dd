"""The picture that a page names for itself becomes its track's cover, and a want of it is a warning."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from counted_files import CountedFiles, counted_files
from rhapsode import ffmpeg
from rhapsode.mixing import Master, MixedTrack
from rhapsode.pictures import media_type
from rhapsode.pipeline import Request, render
from rhapsode.sound_tags import embedded_pictures
from rhapsode.store import Store

PAGE = (
    '<html lang="en"><head><title>A page</title><meta property="og:image" content="{}"></head>'
    "<body><h1>A page</h1><p>{}</p>"
)
WORDS = "Some words are here, and a few more of them. " * 8


@pytest.fixture
def site(tmp_path: Path) -> Iterator[CountedFiles]:
    (tmp_path / "www").mkdir()
    picture = ["-f", "lavfi", "-i", "color=red:size=600x400", "-frames:v", "1"]
    ffmpeg.run([*picture, tmp_path / "www" / "photo.jpg"])
    for name, address in (("page", "photo.jpg"), ("bare", "none.jpg"), ("file", "file:///etc/passwd")):
        (tmp_path / "www" / f"{name}.html").write_text(PAGE.format(address, WORDS))
    with counted_files(tmp_path / "www") as shown:
        yield shown


def rendered(source: str, folder: Path, master: Master | None = None) -> tuple[str, MixedTrack]:
    request = Request(source, engine="tone", allow_private=True)
    track = render(request, folder / "a.mp3", master=master, store=Store(folder / "store"), jobs=1)
    return next(map(media_type, embedded_pictures(track.path)), ""), track


def test_a_page_s_own_picture_is_its_cover(site: CountedFiles, tmp_path: Path) -> None:
    kind, track = rendered(f"{site.address}/page.html", tmp_path)
    assert kind == "image/jpeg"
    assert not [warning for warning in track.warnings if "cover" in warning]
    assert site.asked == ["/page.html", "/photo.jpg"]


@pytest.mark.parametrize("name", ["bare", "file"])
def test_where_it_is_not_to_be_had_the_cover_is_drawn_and_that_said(
    site: CountedFiles, tmp_path: Path, name: str
) -> None:
    kind, track = rendered(f"{site.address}/{name}.html", tmp_path)
    assert kind == "image/png"
    assert [w for w in track.warnings if w.startswith("the cover is drawn, since the picture that the page names")]


def test_nothing_is_fetched_where_another_cover_is_wanted(site: CountedFiles, tmp_path: Path) -> None:
    own = tmp_path / "www" / "photo.jpg"
    assert rendered(f"{site.address}/page.html", tmp_path, Master(drawn_cover=True))[0] == "image/png"
    kind, track = rendered(f"{site.address}/page.html", tmp_path, Master(cover=own))
    assert (kind, next(embedded_pictures(track.path))) == ("image/jpeg", own.read_bytes())
    assert rendered(f"{site.address}/page.html", tmp_path, Master(generate_cover=False))[0] == ""
    assert "/photo.jpg" not in site.asked


def test_a_saved_page_takes_the_picture_beside_it_and_fetches_nothing(site: CountedFiles, tmp_path: Path) -> None:
    assert rendered(str(tmp_path / "www" / "page.html"), tmp_path)[0] == "image/jpeg"
    (tmp_path / "www" / "saved.html").write_text(PAGE.format(f"{site.address}/photo.jpg", WORDS))
    assert rendered(str(tmp_path / "www" / "saved.html"), tmp_path)[0] == "image/png"
    assert site.asked == []
