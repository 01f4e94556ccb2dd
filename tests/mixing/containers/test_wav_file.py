from __future__ import annotations

import struct

from rhapsode import narrate, read_track
from rhapsode.mixing.containers import wav_file
from rhapsode.sound_tags import embedded_pictures


def test_a_wav_beyond_four_gibibytes_is_rf64() -> None:
    samples = (1 << 31) + 10
    start_of_file = wav_file.head(22_050, samples, b"tag")
    assert start_of_file[:4] == b"RF64"
    assert start_of_file[12:16] == b"ds64"
    riff, data, count = struct.unpack_from("<QQQ", start_of_file, 20)
    assert (data, count) == (2 * samples, samples)
    assert riff == len(start_of_file) - 8 + data
    assert wav_file.head(22_050, 10, b"")[:4] == b"RIFF"


def test_its_timeline_tags_and_cover_are_read_back(tmp_path) -> None:
    short = narrate(b"# A title\n\nSome words stand here.\n", tmp_path / "short.wav", engine="tone", rate_wpm=300)
    data = short.path.read_bytes()
    at = data.index(b"id3 ")
    tag = data[at + 8 : at + 8 + int.from_bytes(data[at + 4 : at + 8], "little")]
    samples = (1 << 31) + 10
    long = tmp_path / "long.wav"
    start_of_file = wav_file.head(22_050, samples, tag)
    with long.open("wb") as file:
        file.write(start_of_file)
        file.truncate(len(start_of_file) + 2 * samples)  # a hole: it takes no room on the disk
    back = read_track(long)
    assert back.utterances == short.utterances
    assert back.sections == short.sections
    assert len(list(embedded_pictures(long))) == 1
