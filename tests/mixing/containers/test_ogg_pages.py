from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rhapsode.mixing.containers.ogg_pages import OggPacket, checksum, pages
from rhapsode.mixing.encoding.packets import ogg_packets


@given(st.lists(st.lists(st.binary(max_size=70_000), max_size=3), min_size=1, max_size=3))
def test_ogg_packets_come_back(runs: list[list[bytes]]) -> None:
    timed = [[OggPacket(packet, at) for at, packet in enumerate(run)] for run in runs]
    stream = b"".join(pages([b"head", b"tags"], timed))
    assert list(ogg_packets(stream)) == [b"head", b"tags", *(packet for run in runs for packet in run)]


def test_an_ogg_checksum_is_the_one_of_the_standard() -> None:
    def slow(data: bytes) -> int:
        value = 0
        for byte in data:
            value ^= byte << 24
            for _ in range(8):
                value = (value << 1 ^ (0x04C11DB7 if value >> 31 else 0)) & 0xFFFFFFFF
        return value

    for data in (b"", b"a", bytes(range(256))):
        assert checksum(data) == slow(data)
