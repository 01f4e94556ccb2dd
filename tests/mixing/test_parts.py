"""The small parts: pages, checksums, pictures, lists, chapters, plain values, jobs."""

from __future__ import annotations

import struct
from concurrent.futures import Future
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mixtools import Inline

from rhapsode.errors import EncoderError, UsageError
from rhapsode.mixing import flacfile, ogg, wavfile
from rhapsode.mixing.chapters import Chapter, merged, tree
from rhapsode.mixing.converter import run
from rhapsode.mixing.cover import cover_from, cover_of, drawn
from rhapsode.mixing.jobs import batches, results, start
from rhapsode.mixing.joining import spread
from rhapsode.mixing.labels import Labels, clean, iso_639_2
from rhapsode.mixing.mixdown import file_name
from rhapsode.mixing.sheets import Entry, cue, m3u8
from rhapsode.model import Block, Document, Ledger, Mark, Skip, TimedSection
from rhapsode.tuple_json import from_plain, to_json


@given(st.lists(st.lists(st.binary(max_size=70_000), max_size=3), min_size=1, max_size=3))
def test_ogg_packets_come_back(runs: list[list[bytes]]) -> None:
    timed = [[ogg.Timed(packet, at) for at, packet in enumerate(run)] for run in runs]
    stream = b"".join(ogg.pages([b"head", b"tags"], timed))
    assert list(ogg.split(stream)) == [b"head", b"tags", *(packet for run in runs for packet in run)]


def test_an_ogg_checksum_is_the_one_of_the_standard() -> None:
    def slow(data: bytes) -> int:
        value = 0
        for byte in data:
            value ^= byte << 24
            for _ in range(8):
                value = (value << 1 ^ (0x04C11DB7 if value >> 31 else 0)) & 0xFFFFFFFF
        return value

    for data in (b"", b"a", bytes(range(256))):
        assert ogg.checksum(data) == slow(data)


@given(st.binary(min_size=0, max_size=200), st.integers(0, 0xFFFF), st.integers(0, 70_000))
def test_a_crc_is_moved_over_zeros_without_reading_them(data: bytes, value: int, count: int) -> None:
    assert flacfile.advance(flacfile.crc16(data), 37) == flacfile.crc16(data + bytes(37))
    assert flacfile.advance(flacfile.advance(value, count), 5) == flacfile.advance(value, count + 5)


def test_a_flac_frame_is_moved(tmp_path: Path) -> None:
    raw = tmp_path / "x.raw"
    raw.write_bytes(bytes(range(256)) * 90)
    stream = run(["-f", "s16le", "-ar", "22050", "-ac", "1", "-i", raw, "-c:a", "flac", "-f", "ogg", "pipe:1"])
    for frame in [packet for packet in ogg.split(stream) if packet[:1] == b"\xff"]:
        for sample in (0, 127, 128, 2_047, 65_536, 1 << 20, (1 << 31) + 5):
            moved, length = flacfile.place(frame, sample)
            assert length > 0
            assert flacfile.crc16(moved[:-2]) == int.from_bytes(moved[-2:], "big")
            again, _ = flacfile.place(moved, 0)
            assert flacfile.crc16(again[:-2]) == int.from_bytes(again[-2:], "big")
            assert again == flacfile.place(frame, 0)[0]


def test_a_wav_beyond_four_gibibytes_is_rf64() -> None:
    samples = (1 << 31) + 10
    start_of_file = wavfile.head(22_050, samples, b"tag")
    assert start_of_file[:4] == b"RF64"
    assert start_of_file[12:16] == b"ds64"
    riff, data, count = struct.unpack_from("<QQQ", start_of_file, 20)
    assert (data, count) == (2 * samples, samples)
    assert riff == len(start_of_file) - 8 + data
    assert wavfile.head(22_050, 10, b"")[:4] == b"RIFF"


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


def test_lists_hold_any_title() -> None:
    entries = [Entry('01 a"b.mp3', 'a "b"', 61.5)]
    labels = Labels("T", authors=("A",))
    assert m3u8(entries, labels).splitlines()[2] == '#EXTINF:61.500,a "b"'
    assert "TITLE \"a 'b'\"" in cue(entries, labels, "MP3")


@given(st.text(max_size=200))
def test_a_file_name_is_one_on_every_system(title: str) -> None:
    name = file_name(title)
    assert 0 < len(name) <= 60
    assert not set(name) & set('<>:"/\\|?*\n\r\t\0')
    assert name[-1] not in ". "


@given(st.lists(st.integers(1, 6), min_size=1, max_size=400), st.integers(1, 255))
def test_merged_sections_fit_and_keep_their_order(levels: list[int], most: int) -> None:
    sections = [TimedSection(f"s{at}", level, "t", at, at + 1) for at, level in enumerate(levels)]
    kept = merged(sections, most)
    assert len(kept) <= most
    assert kept[0] == sections[0]
    assert [s.start_frame for s in kept] == sorted({s.start_frame for s in kept})
    if len(sections) <= most:
        assert kept == sections


@given(st.lists(st.integers(1, 6), max_size=60))
def test_the_tree_of_chapters_walks_in_order(levels: list[int]) -> None:
    listed = [Chapter("t", level, at, at + 1) for at, level in enumerate(levels)]

    def walked(nodes: list) -> list[int]:
        return [place for node in nodes for place in (node.place, *walked(node.children))]

    assert walked(tree(listed)) == list(range(len(levels)))


@given(st.lists(st.integers(0, 30_000), min_size=1, max_size=9), st.integers(-288, 288))
def test_rounding_is_spread_thin(gaps: list[int], change: int) -> None:
    found = spread(gaps, change)
    wide = [gap for gap in gaps if gap > abs(change)]
    if wide:
        assert sum(found) == sum(gaps) + change
        assert max(abs(a - b) for a, b in zip(found, gaps, strict=True)) <= -(-abs(change) // len(wide))
    assert min(found) >= 0


def test_languages_have_three_letters() -> None:
    assert [iso_639_2(tag) for tag in ("en-GB", "de", "zh-Hant", "yue", "", "xx")] == [
        "eng",
        "deu",
        "zho",
        "yue",
        "",
        "",
    ]


def test_what_breaks_tags_is_cleaned_away() -> None:
    assert clean(" a\x00b\x1f\ud800c\n") == "abc"


def test_values_outlast_json() -> None:
    import json

    document = Document(
        "T", (Block("b1", "heading", "x", (Mark(0, 1, "link", "u"),), 1),), authors=("A",), cover=b"image",
        settings={"voice": {"rate": 3}},
    )  # fmt: skip
    assert from_plain(Document, json.loads(to_json(document))) == document._replace(cover=None)
    ledger = Ledger(3, 2, (Skip("b1", "code", "x", "why", 1),))
    assert from_plain(Ledger, json.loads(to_json(ledger))) == ledger


@pytest.mark.parametrize("plain", [[], None, 7, ["x"], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]])
def test_what_is_no_value_is_refused(plain: object) -> None:
    with pytest.raises(ValueError, match=r"not a|argument"):
        from_plain(Document, plain)


@given(st.lists(st.integers(1, 60), max_size=80))
def test_batches_hold_everything_once(weights: list[int]) -> None:
    runs = batches(list(enumerate(weights)), lambda item: item[1])
    assert sorted(item for run in runs for item in run) == list(enumerate(weights))
    assert all(run for run in runs)


def test_a_dead_worker_is_an_error_with_a_cure() -> None:
    from concurrent.futures.process import BrokenProcessPool

    dead: Future[int] = Future()
    dead.set_exception(BrokenProcessPool("gone"))
    with pytest.raises(EncoderError, match="--jobs 1"):
        list(results([dead]))


def test_the_rest_is_dropped_when_one_fails() -> None:
    def broken() -> int:
        raise EncoderError("no")

    waiting: Future[int] = Future()
    with pytest.raises(EncoderError):
        list(results([*start(Inline(), [broken]), waiting]))
    assert waiting.cancelled()


def test_ffmpegs_failure_is_one_line() -> None:
    with pytest.raises(EncoderError, match="ffmpeg failed") as caught:
        run(["-i", "/no/such/file", "-f", "null", "-"])
    assert "\n" not in str(caught.value)
