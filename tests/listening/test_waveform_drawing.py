import struct
import zlib

from hypothesis import given
from hypothesis import strategies as st

from rhapsode.listening.waveform_drawing import bar_picture, bars, outline


def decoded(png):
    """Side and rows of pixels of a PNG of ours."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, body, side = 8, b"", 0
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        data = png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + data)
        side = struct.unpack(">I", data[:4])[0] if kind == b"IHDR" else side
        body += data if kind == b"IDAT" else b""
        at += 12 + length
    rows = zlib.decompress(body)
    step = 1 + 3 * side
    assert len(rows) == side * step
    return side, [rows[i * step + 1 : (i + 1) * step] for i in range(side)]


def test_the_picture_shows_bars_about_the_middle():
    side, rows = decoded(bar_picture([0.0, 1.0], 100, 0.5))
    ground = rows[0][:3]
    assert side == 100
    assert [row[70 * 3 : 70 * 3 + 3] != ground for row in rows].count(True) == 61
    assert rows[50][70 * 3 : 70 * 3 + 3] != ground
    assert rows[0] == ground * 100


@given(st.lists(st.integers(-32768, 32767), max_size=300), st.integers(1, 100))
def test_bars_are_as_many_as_asked_for_and_between_nothing_and_all(values, count):
    peaks = [v for value in values for v in (min(0, value), max(0, value))]
    found = bars(peaks, count)
    assert len(found) == count
    assert all(0.0 <= height <= 1.0 for height in found)
    if any(values) and count >= len(values):
        assert max(found) == 1.0


def test_a_track_without_peaks_has_a_flat_line():
    assert outline(()).count("M") == 250
    assert set(bars((), 5)) == {0.0}
