"""Sound files of anybody's: their tags are read, or they are refused in one line."""

import struct

import pytest

from rhapsode.errors import SourceUnreadable
from rhapsode.mixing.readback.inspection import _container
from rhapsode.mixing.readback.read_track import read_track
from rhapsode.sound_tags import embedded_pictures, tagged


def ogg_page(body: bytes) -> bytes:
    """A first page of an Ogg stream (RFC 3533, section 6); no reader here looks at its checksum."""
    return struct.pack("<4sBBqIIIBB", b"OggS", 0, 2, 0, 1, 0, 0, 1, len(body)) + body


DAMAGED = {
    "cut.opus": ogg_page(b"OpusHead\x01"),  # its reader unpacks what is not there
    "empty.flac": b"fLaC",
    "cut.mp3": b"ID3\x04\x00\x00\x00\x00\x01\x00GEOB",
    "cut.m4b": b"\0\0\0\x18ftypM4B \0\0\0\0M4B \0\0\0\x20moov",
    "cut.wav": b"RIFF\xff\xff\xff\xffWAVEfmt ",
    "text.mp3": b"no sound at all",
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_refused_in_one_line_and_has_no_pictures(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(DAMAGED[name])
    with pytest.raises(SourceUnreadable) as caught:
        read_track(path)
    assert "\n" not in str(caught.value)
    assert list(embedded_pictures(path)) == []


def test_what_its_readers_stumble_over_is_said_to_be_damaged(tmp_path):
    (tmp_path / "a.opus").write_bytes(DAMAGED["cut.opus"])
    with pytest.raises(ValueError, match="cannot be read"):
        tagged(tmp_path / "a.opus")
    with pytest.raises(SourceUnreadable, match="no sound file that can be read"):
        _container(tmp_path / "a.opus")
