from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.errors import DamagedValue
from rhapsode.mixing.encoding.packets import gathered, mp3_header, pack, stored_sizes, unpack
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


@pytest.mark.parametrize("four", ["00000000", "fff300c4", "fff3f0c4", "fffd90c4", "fff38cc4"])
def test_other_headers_are_refused(four: str) -> None:
    with pytest.raises(ValueError, match="not an MP3 frame"):
        mp3_header(bytes.fromhex(four))
