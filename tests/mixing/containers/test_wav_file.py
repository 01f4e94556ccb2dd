from __future__ import annotations

import struct

from rhapsode.mixing.containers import wav_file


def test_a_wav_beyond_four_gibibytes_is_rf64() -> None:
    samples = (1 << 31) + 10
    start_of_file = wav_file.head(22_050, samples, b"tag")
    assert start_of_file[:4] == b"RF64"
    assert start_of_file[12:16] == b"ds64"
    riff, data, count = struct.unpack_from("<QQQ", start_of_file, 20)
    assert (data, count) == (2 * samples, samples)
    assert riff == len(start_of_file) - 8 + data
    assert wav_file.head(22_050, 10, b"")[:4] == b"RIFF"
