from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.errors import DamagedValue
from rhapsode.mixing.encoding.packets import (
    adts_frames,
    flac_frames,
    gathered,
    mp3_frames,
    mp3_header,
    ogg_packets,
    opus_packets,
    pack,
    stored_sizes,
    unpack,
)
from rhapsode.store import Store


@given(st.lists(st.binary(max_size=300)))
def test_packets_come_back(packets: list[bytes]) -> None:
    assert list(unpack(pack(gathered(packets)))) == packets


@given(st.lists(st.binary(max_size=30)), st.integers(0, 20))
def test_the_first_packets_are_the_first(packets: list[bytes], count: int) -> None:
    assert list(unpack(pack(gathered(packets))).first(count)) == packets[:count]


@pytest.mark.parametrize("count", [0, 3, 5_000])
def test_sizes_are_read_without_the_packets(store: Store, count: int) -> None:
    packets = [bytes(at % 4) for at in range(count)]
    store.put("a" * 64, pack(gathered(packets)))
    assert list(stored_sizes(store, "a" * 64)) == [len(packet) for packet in packets]


@pytest.mark.parametrize("value", [b"", b"RHP1", b"RHP1\xff\xff\xff\xff", b"RHP2" + bytes(4), b"RHP1" + bytes([9] * 4)])
def test_what_has_no_sizes_is_damaged(store: Store, value: bytes) -> None:
    store.put("a" * 64, value)
    with pytest.raises(DamagedValue):
        stored_sizes(store, "a" * 64)


@pytest.mark.parametrize("cut", [3, 7, 11, -1])
def test_what_is_cut_short_is_refused(cut: int) -> None:
    with pytest.raises(ValueError, match="not packets"):
        unpack(pack(gathered([b"one", b"two"]))[:cut])


@pytest.mark.parametrize(
    ("four", "size", "samples", "rate_hz"),
    [("fff380c4", 208, 576, 22_050), ("fffb90c4", 417, 1_152, 44_100), ("fffb92c4", 418, 1_152, 44_100),
     ("ffe380c4", 417, 576, 11_025)],
)  # fmt: skip
def test_mp3_frame_sizes(four: str, size: int, samples: int, rate_hz: int) -> None:
    header = mp3_header(bytes.fromhex(four))
    assert (header.size, header.samples, header.rate_hz) == (size, samples, rate_hz)


def test_mp3_headers_state_rates_versions_and_channels() -> None:
    """The tables of ISO 11172-3 and 13818-3 (2.4.2.3), and of the 2.5 that encoders agree on."""
    rates = {0xFB: (44_100, 48_000, 32_000), 0xF3: (22_050, 24_000, 16_000), 0xE3: (11_025, 12_000, 8_000)}
    for version, stated in rates.items():
        for index, rate_hz in enumerate(stated):
            for channels in range(4):
                header = mp3_header(bytes([0xFF, version, 0x90 | index << 2, channels << 6 | 4]))
                assert (header.rate_hz, header.mpeg1, header.mono) == (rate_hz, version == 0xFB, channels == 3)


def test_mp3_headers_state_bit_rates() -> None:
    first = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
    second = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
    for version, index, table, times in ((0xFB, 0, first, 144_000), (0xF3, 1, second, 72_000)):
        for at, kbps in enumerate(table, 1):
            header = mp3_header(bytes([0xFF, version, at << 4 | index << 2, 0xC4]))
            assert header.size == times * kbps // header.rate_hz


@pytest.mark.parametrize("four", ["00000000", "fff300c4", "fff3f0c4", "fffd90c4", "fff38cc4"])
def test_other_headers_are_refused(four: str) -> None:
    with pytest.raises(ValueError, match="not an MP3 frame"):
        mp3_header(bytes.fromhex(four))


def adts(body: bytes, *, checked: bool = False) -> bytes:
    """A frame with its header (ISO/IEC 14496-3, 1.A.2.2): sync, no layer, size in 13 bits, a checksum or none."""
    head = bytearray(9 if checked else 7)
    size = len(head) + len(body)
    head[:2] = 0xFF, 0xF0 if checked else 0xF1
    head[3:6] = 0x40 | size >> 11, size >> 3 & 0xFF, (size & 7) << 5 | 0x1F
    return bytes(head) + body


def adts_head(first: int, second: int) -> bytes:
    made = bytearray(adts(b"sound"))
    made[0], made[1] = first, second
    return bytes(made)


@given(st.lists(st.tuples(st.integers(0, 8_000), st.booleans()), max_size=5))
def test_adts_frames_are_taken_out_of_their_headers(frames: list[tuple[int, bool]]) -> None:
    bodies = [bytes([at + 1]) * size for at, (size, _) in enumerate(frames)]
    stream = b"".join(adts(body, checked=checked) for body, (_, checked) in zip(bodies, frames, strict=True))
    assert list(adts_frames(stream)) == bodies


@pytest.mark.parametrize(("first", "second"), [(0xFE, 0xF1), (0xFF, 0xE1), (0xFF, 0x01), (0xFF, 0xF3), (0xFF, 0xF7)])
@pytest.mark.parametrize("before", [b"", adts(b"first")])
def test_what_has_no_adts_header_is_refused(before: bytes, first: int, second: int) -> None:
    with pytest.raises(ValueError, match="not an ADTS frame"):
        adts_frames(before + adts_head(first, second))


@pytest.mark.parametrize("cut", [1, 4, 8, 11])
def test_an_adts_frame_that_is_cut_is_refused(cut: int) -> None:
    with pytest.raises(ValueError, match="not a whole ADTS frame"):
        adts_frames(adts(b"first") + adts(b"second")[:-cut])


def page(lacing: bytes, body: bytes, mark: bytes = b"OggS") -> bytes:
    return mark + bytes(22) + bytes([len(lacing)]) + lacing + body


def test_ogg_packets_are_put_together_from_their_segments_and_pages() -> None:
    long, exact, short = bytes(range(256)) * 2, b"x" * 255, b"ab"
    stream = page(bytes([2, 0, 255, 0, 255]), short + exact + long[:255])
    stream += page(bytes([255, 2, 2]), long[255:] + short)
    assert list(ogg_packets(stream)) == [short, b"", exact, long, short]


@pytest.mark.parametrize("mark", [b"OggR", b"OggT", b"NggS", b"PggS"])
def test_what_is_no_ogg_page_is_refused(mark: bytes) -> None:
    good = page(b"\2", b"ab")
    for stream in (page(b"\2", b"ab", mark), good + page(b"\2", b"ab", mark)):
        with pytest.raises(ValueError, match="not an Ogg page"):
            list(ogg_packets(stream))


@pytest.mark.parametrize(
    "stream", [page(b"\2", b"a"), page(b"\xff", b"x" * 255), page(b"\2", b"ab") + page(b"\2", b"")]
)
def test_an_ogg_page_that_is_cut_or_a_packet_without_end_is_refused(stream: bytes) -> None:
    with pytest.raises(ValueError, match="not a whole Ogg page"):
        list(ogg_packets(stream))


def test_the_headers_of_opus_and_of_flac_are_no_sound() -> None:
    sound = [b"\xff\xf8one", b"\xff\xf8two"]
    made = [b"OpusHead", b"OpusTags", *sound]
    stream = b"".join(page(bytes([len(packet)]), packet) for packet in made)
    assert list(opus_packets(stream)) == list(flac_frames(stream)) == sound


def mp3(four: str, fill: int) -> bytes:
    head = bytes.fromhex(four)
    return head + bytes([fill]) * (mp3_header(head).size - 4)


def test_mp3_frames_of_different_sizes_are_told_apart() -> None:
    frames = [mp3("fffb90c4", 1), mp3("fffb92c4", 2), mp3("fffb90c4", 3), mp3("fffb50c4", 4)]
    found = mp3_frames(b"".join(frames))
    assert list(found) == frames
    assert [len(frame) for frame in frames] == [417, 418, 417, 208]


@pytest.mark.parametrize("cut", [1, 414, 416])
def test_an_mp3_frame_that_is_cut_is_refused(cut: int) -> None:
    with pytest.raises(ValueError, match="not a whole MP3 frame"):
        mp3_frames(mp3("fffb90c4", 1) + mp3("fffb90c4", 1)[:-cut])
