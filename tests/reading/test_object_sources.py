"""Sources at an address that fsspec knows."""

import pytest

pytest.importorskip("fsspec", reason="the test extra installs it")

from rhapsode import reading, remote_files
from rhapsode.errors import SourceMissing, SourceRefused, SourceUnreadable
from rhapsode.reading import fetch


@pytest.fixture
def shelf(tmp_path):
    address = f"memory://{tmp_path.name}"
    for name in ("10.md", "2.md", "deep/1.txt", ".hidden.md", "deep/.git/a.md", "picture.png"):
        remote_files.write(f"{address}/{name}", f"# Stall {name}\n\nOne.\n".encode())
    return address


def test_it_is_read_like_a_file(shelf, tmp_path):
    (tmp_path / "2.md").write_bytes(remote_files.read(f"{shelf}/2.md"))
    found = reading.read(f"{shelf}/2.md", allow_private=True)
    assert found == reading.read(str(tmp_path / "2.md"))._replace(source=f"{shelf}/2.md")


def test_the_outline_beside_it_is_read_too(shelf):
    remote_files.write(f"{shelf}/2.md.outline", b"One")
    assert fetch.fetch(f"{shelf}/2.md", allow_private=True).outline == b"One"


def test_not_for_whoever_only_follows_links(shelf):
    with pytest.raises(SourceRefused, match="your credentials"):
        reading.read(f"{shelf}/2.md")


def test_nothing_and_too_much(shelf, monkeypatch):
    with pytest.raises(SourceMissing):
        reading.read(f"{shelf}/none.md", allow_private=True)
    with pytest.raises(SourceUnreadable):
        reading.read("nothing://at/all", allow_private=True)
    monkeypatch.setattr(fetch, "MOST_BYTES", 10)
    with pytest.raises(SourceRefused):
        reading.read(f"{shelf}/2.md", allow_private=True)
    remote_files.write(f"{shelf}/2.md", b"")
    with pytest.raises(SourceUnreadable, match="is empty"):
        reading.read(f"{shelf}/2.md", allow_private=True)


def test_a_folder_of_them_is_opened_up(shelf):
    found = [f"{shelf}/{name}" for name in ("2.md", "10.md", "deep/1.txt")]
    assert reading.expand([f"{shelf}/"]) == found
    assert reading.expand([f"{shelf}/2.md"]) == found[:1]
    with pytest.raises(SourceMissing):
        reading.expand([f"{shelf}/nowhere/"])


def test_no_password_is_shown_or_kept():
    with pytest.raises(SourceUnreadable) as told:
        reading.read("nothing://me:secret@host/a.md", allow_private=True)
    assert "secret" not in str(told.value)
    assert remote_files.without_password("ftp://me:secret@host/a@b:c") == "ftp://host/a@b:c"
    assert remote_files.without_password("abfs://box@account.net/a") == "abfs://box@account.net/a"
