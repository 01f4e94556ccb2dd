from __future__ import annotations

from pathlib import Path

import pytest

from rhapsode.errors import UsageError
from rhapsode.ffmpeg import run
from rhapsode.mixing.containers.cover import cover_from, cover_of, drawn


def test_a_drawn_cover_is_a_square_png(tmp_path: Path) -> None:
    found = drawn("Żółta ŁÓDŹ: a title", ["Ann Author"], [-5, 5, -30_000, 30_000])
    assert (found.media_type, found.size) == ("image/png", (1_400, 1_400))
    assert cover_of(found.data) == found
    (tmp_path / "cover.png").write_bytes(found.data)
    pixels = run(["-i", tmp_path / "cover.png", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"])
    assert len(pixels) == 3 * 1_400 * 1_400
    rows = [pixels[at : at + 3 * 1_400] for at in range(0, len(pixels), 3 * 1_400)]
    paper = rows[0][:3]
    assert rows[0] == rows[-1] == paper * 1_400
    inked = [at for at, row in enumerate(rows) if row != rows[0]]
    assert inked[0] == 100
    assert rows[100][300:342] == rows[100][300:303] * 14 != paper * 14  # Z begins with a bar, in dots of 14 pixels
    middle = rows[1_140]
    assert middle[3 * 100 : 3 * 108] == middle[300:303] * 8 != paper * 8  # a bar of the wave
    assert middle[3 * 108 : 3 * 116] == paper * 8
    assert len({row[at : at + 3] for row in (rows[100], middle) for at in range(0, 4_200, 3)}) == 3


@pytest.mark.parametrize("title", ["", "中文标题", "العنوان", "x" * 900])
def test_any_title_gives_a_cover(title: str) -> None:
    assert drawn(title, [], ()).data


def test_a_jpeg_has_a_size(tmp_path: Path) -> None:
    run(["-f", "lavfi", "-i", "color=red:size=64x48", "-frames:v", "1", tmp_path / "x.jpg"])
    assert cover_from(tmp_path / "x.jpg").size == (64, 48)


def test_a_cover_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_text("no picture")
    with pytest.raises(UsageError, match="cannot be the cover"):
        cover_from(tmp_path / "x.png")
