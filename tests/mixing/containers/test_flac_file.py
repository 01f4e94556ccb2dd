from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rhapsode.ffmpeg import run
from rhapsode.mixing.containers import flac_file
from rhapsode.mixing.encoding.packets import ogg_packets


@given(st.binary(min_size=0, max_size=200), st.integers(0, 0xFFFF), st.integers(0, 70_000))
def test_a_crc_is_moved_over_zeros_without_reading_them(data: bytes, value: int, count: int) -> None:
    assert flac_file.advance(flac_file.crc16(data), 37) == flac_file.crc16(data + bytes(37))
    assert flac_file.advance(flac_file.advance(value, count), 5) == flac_file.advance(value, count + 5)


def test_a_flac_frame_is_moved(tmp_path: Path) -> None:
    raw = tmp_path / "x.raw"
    raw.write_bytes(bytes(range(256)) * 90)
    stream = run(["-f", "s16le", "-ar", "22050", "-ac", "1", "-i", raw, "-c:a", "flac", "-f", "ogg", "pipe:1"])
    for frame in [packet for packet in ogg_packets(stream) if packet[:1] == b"\xff"]:
        for sample in (0, 127, 128, 2_047, 65_536, 1 << 20, (1 << 31) + 5):
            moved, length = flac_file.place(frame, sample)
            assert length > 0
            assert flac_file.crc16(moved[:-2]) == int.from_bytes(moved[-2:], "big")
            again, _ = flac_file.place(moved, 0)
            assert flac_file.crc16(again[:-2]) == int.from_bytes(again[-2:], "big")
            assert again == flac_file.place(frame, 0)[0]
