from pathlib import Path

import pytest

from rhapsode.errors import UsageError
from rhapsode.listening import GROUPS, VIEWS, check


@pytest.mark.parametrize("suffix", [".mp3", ".m4a", ".m4b", ".opus", ".MP3"])
def test_every_view_can_be_made_beside_what_a_book_can_hold(tmp_path, suffix):
    check([*VIEWS, *GROUPS], tmp_path / f"a{suffix}")


@pytest.mark.parametrize(
    ("views", "name", "message"),
    [
        (["vt"], "a.mp3", "no view 'vt'"),
        (["epub"], "a.flac", "an EPUB cannot hold a.flac"),
        (["epub"], "a.wav", "an EPUB cannot hold a.wav"),
        (["page"], "a.m3u8", "page cannot be made beside a.m3u8"),
        (["captions"], "a.m3u8", "vtt, srt, lrc, lrc-words, json cannot be made"),
        (["epub"], "a", "epub cannot be made beside a"),
        (["vtt"], "a.txt", "vtt cannot be made beside a.txt"),
    ],
)
def test_what_is_impossible_is_known_beforehand(tmp_path, views, name, message):
    with pytest.raises(UsageError, match=message):
        check(views, tmp_path / name)


def test_the_rest_of_what_wav_can_have_is_possible(tmp_path):
    check([view for view in VIEWS if view != "epub"], tmp_path / "a.wav")


def test_where_no_view_is_asked_for_anything_goes():
    check([], Path("a.m3u8"))


@pytest.mark.parametrize(("view", "suffix"), [("page", ".html"), ("lrc-words", ".words.lrc"), ("epub", ".epub")])
def test_a_file_of_the_user_s_in_the_way_is_known_beforehand(tmp_path, view, suffix):
    (tmp_path / f"a{suffix}").write_text("mine")
    with pytest.raises(UsageError, match="was not made by rhapsode"):
        check([view], tmp_path / "a.mp3")
    check(["srt"], tmp_path / "a.mp3")
