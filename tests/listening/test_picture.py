import base64

import mutagen
import pytest
from mutagen.flac import Picture
from mutagen.id3 import APIC
from mutagen.mp4 import MP4Cover

from made_tracks import HARBOUR, recorded, timeline
from rhapsode.listening.picture import cover, suffix
from rhapsode.listening.waveform_drawing import bar_picture

PNG = bar_picture([1.0], 16, 0.1)
JPEG = b"\xff\xd8\xff\xe0" + bytes(20)


def block():
    picture = Picture()
    picture.data, picture.mime, picture.type = PNG, "image/png", 3
    return picture


def into_id3(file):
    file.tags or file.add_tags()
    file.tags.add(APIC(mime="image/png", type=3, data=PNG))


def into_mp4(file):
    file["covr"] = [MP4Cover(PNG, MP4Cover.FORMAT_PNG)]


def into_opus(file):
    file["metadata_block_picture"] = ["not a picture", base64.b64encode(block().write()).decode()]


@pytest.mark.parametrize(
    ("name", "put"),
    [
        ("t.mp3", into_id3),
        ("t.m4a", into_mp4),
        ("t.opus", into_opus),
        ("t.flac", lambda file: file.add_picture(block())),
    ],
)
def test_the_picture_in_the_file_is_the_track_s(tmp_path, name, put):
    track = recorded(timeline(HARBOUR), tmp_path / name)
    file = mutagen.File(track.path)
    put(file)
    file.save()
    assert cover(track) == (PNG, ".png")
    assert suffix(track) == ".png"


def test_the_document_s_own_stands_in_for_it(tmp_path):
    track = recorded(timeline(HARBOUR), tmp_path / "t.wav")
    pictured = track._replace(document=HARBOUR._replace(cover=JPEG))
    assert cover(pictured) == (JPEG, ".jpg")
    assert suffix(pictured) == ".jpg"


@pytest.mark.parametrize("data", [None, b"", b"<svg onload=alert(1)>", b"GIF89a"])
def test_what_is_no_jpeg_or_png_is_drawn_anew(data):
    track = timeline(HARBOUR)._replace(document=HARBOUR._replace(cover=data))
    image, suffix = cover(track)
    assert (image[:4], suffix) == (b"\x89PNG", ".png")
