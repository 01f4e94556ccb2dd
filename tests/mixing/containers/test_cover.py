from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from rhapsode import installed
from rhapsode.errors import UsageError
from rhapsode.executors import InlineExecutor
from rhapsode.ffmpeg import run
from rhapsode.mixing.containers import cover
from rhapsode.mixing.containers.cover import Cover, begun_cover, cover_from, cover_of
from rhapsode.mixing.master import Master
from rhapsode.model import Document
from rhapsode.store import Store

ARTICLE = Document("A title", (), authors=("Ann",), source="https://example.org/a")


def cover_for(document: Document, master: Master, peaks: Sequence[int], store: Store) -> Cover | None:
    return begun_cover(document, master, peaks, store, InlineExecutor())()


def kept(store: Store) -> int:
    return sum(1 for _ in store.entries())


def test_a_drawn_cover_is_a_square_png_that_others_can_read(tmp_path: Path) -> None:
    found = cover_for(ARTICLE, Master(), (-5, 5, -30_000, 30_000), Store(tmp_path))
    assert found
    assert (found.media_type, found.size) == ("image/png", (1_400, 1_400))
    (tmp_path / "cover.png").write_bytes(found.data)
    pixels = run(["-i", tmp_path / "cover.png", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"])
    assert len(pixels) == 3 * 1_400 * 1_400
    assert len({pixels[at : at + 3] for at in range(0, len(pixels), 3)}) <= 16


def test_it_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)
    first = cover_for(ARTICLE, Master(), (-5, 5), store)
    monkeypatch.setattr("rhapsode.covers.cover_drawing.drawn", None)
    assert cover_for(ARTICLE, Master(), (-5, 5), store) == first
    assert kept(store) == 1


def test_what_decides_it_decides_its_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)
    for document in (
        ARTICLE,
        ARTICLE._replace(title="Another"),
        ARTICLE._replace(authors=()),
        ARTICLE._replace(source="https://example.com/a"),
        ARTICLE._replace(language="ja"),
    ):
        cover_for(document, Master(), (-5, 5), store)
    cover_for(ARTICLE, Master(), (-5, 6), store)
    assert kept(store) == 6
    monkeypatch.setattr(installed, "version", lambda package: "another")
    cover_for(ARTICLE, Master(), (-5, 5), store)
    assert kept(store) == 7


def test_one_with_a_font_of_the_system_s_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rhapsode.covers.cover_drawing import Drawing, drawn

    monkeypatch.setattr(
        "rhapsode.covers.cover_drawing.drawn", lambda *a, **k: Drawing(drawn(*a, **k).data, bundled=False)
    )
    assert cover_for(ARTICLE, Master(), (-5, 5), Store(tmp_path))
    assert kept(Store(tmp_path)) == 0


def test_the_user_s_own_wins_then_the_document_s(tmp_path: Path) -> None:
    png = cover_for(ARTICLE, Master(), (), Store(tmp_path))
    assert png
    (tmp_path / "own.png").write_bytes(png.data + b"own")
    document = ARTICLE._replace(cover=png.data)
    assert cover_for(document, Master(cover=tmp_path / "own.png"), (), Store(tmp_path)) == cover_of(png.data + b"own")
    assert cover_for(document, Master(), (), Store(tmp_path)) == png
    assert cover_for(ARTICLE, Master(generate_cover=False), (), Store(tmp_path)) is None


def test_a_jpeg_has_a_size(tmp_path: Path) -> None:
    run(["-f", "lavfi", "-i", "color=red:size=64x48", "-frames:v", "1", tmp_path / "x.jpg"])
    assert cover_from(tmp_path / "x.jpg").size == (64, 48)


def test_a_cover_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_text("no picture")
    with pytest.raises(UsageError, match="cannot be the cover"):
        cover.cover_from(tmp_path / "x.png")
