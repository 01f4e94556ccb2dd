import zipfile

import pytest

from made_tracks import HARBOUR, recorded, timeline
from rhapsode.errors import UsageError
from rhapsode.listening import VIEWS, publish
from rhapsode.listening.ownership import FOLDER_FILES, is_ours, refuse_foreign


@pytest.fixture(scope="module")
def harbour(tmp_path_factory):
    return recorded(timeline(HARBOUR), tmp_path_factory.mktemp("in") / "harbour.mp3")


@pytest.fixture(scope="module")
def published(harbour, tmp_path_factory):
    folder = tmp_path_factory.mktemp("out")
    return folder, publish([harbour], folder)


def test_everything_published_is_known_as_ours(published):
    assert [path.name for path in published[1] if not is_ours(path)] == []


def test_the_folder_s_own_files_are_those_listed(published):
    listed = {name for names in FOLDER_FILES.values() for name in names}
    assert listed == {path.name for path in published[1] if not path.name.startswith("harbour")}


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_alone_can_be_made_again_and_again_of_a_changed_track(harbour, tmp_path, view):
    track = recorded(timeline(HARBOUR), tmp_path / "in" / "harbour.mp3")
    publish([track], tmp_path / "out", views=[view])
    changed = recorded(timeline(HARBOUR, word_ms=90), track.path)
    before = {path: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    publish([changed], tmp_path / "out", views=[view])
    assert any(path.read_bytes() != data for path, data in before.items())


def test_no_file_of_the_user_s_is_ever_replaced(harbour, published, tmp_path):
    for path in published[1]:
        folder = tmp_path / path.name
        folder.mkdir()
        (folder / path.name).write_bytes(b"mine")
        with pytest.raises(UsageError, match="was not made by rhapsode"):
            publish([harbour], folder)
        assert [(p.name, p.read_bytes()) for p in folder.iterdir()] == [(path.name, b"mine")]


def test_an_earlier_publication_does_not_make_the_user_s_other_files_ours(harbour, published, tmp_path):
    publish([harbour], tmp_path, views=["library"])
    (tmp_path / "song.mp3").write_bytes(b"mine")
    assert not is_ours(tmp_path / "song.mp3")
    assert is_ours(tmp_path / "library.css")


def test_the_same_sound_may_lie_there_already(harbour, tmp_path):
    (tmp_path / "harbour.mp3").write_bytes(harbour.path.read_bytes())
    assert tmp_path / "harbour.html" in publish([harbour], tmp_path, views=["page"])


def test_an_empty_file_has_nothing_to_lose(tmp_path):
    (tmp_path / "harbour.srt").touch()
    refuse_foreign([tmp_path / "harbour.srt", tmp_path / "none.vtt"])


def test_a_book_by_another_is_not_ours_nor_is_a_broken_one(tmp_path):
    other, broken = tmp_path / "other.epub", tmp_path / "broken.epub"
    with zipfile.ZipFile(other, "w") as book:
        book.writestr("EPUB/package.opf", '<meta name="generator" content="another"/>')
    broken.write_bytes(b"PK\x03\x04 and no more")
    assert not is_ours(other)
    assert not is_ours(broken)


def test_the_article_itself_is_never_replaced_even_where_we_made_it(published, tmp_path, monkeypatch):
    folder, _ = published
    with pytest.raises(UsageError, match="the article itself"):
        refuse_foreign([folder / "harbour.html"], str(folder / "harbour.html"))
    monkeypatch.chdir(folder)
    with pytest.raises(UsageError, match="the article itself"):
        refuse_foreign([folder / "harbour.html"], "harbour.html")
    for elsewhere in ("https://example.org/harbour.html", "-", "\0"):
        refuse_foreign([folder / "harbour.html"], elsewhere)


def test_a_folder_in_the_way_is_refused(tmp_path):
    (tmp_path / "harbour.html").mkdir()
    with pytest.raises(UsageError, match="move it away"):
        refuse_foreign([tmp_path / "harbour.html"])
