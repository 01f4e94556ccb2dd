"""A file is whole or not there."""

import os
import subprocess
import sys

import pytest

from rhapsode.errors import UsageError
from rhapsode.files import replacing, write_atomically


def test_an_error_leaves_the_old_file_and_no_half_one(tmp_path):
    target = tmp_path / "track.mp3"
    target.write_bytes(b"old")
    with pytest.raises(RuntimeError), replacing(target) as half:
        half.write_bytes(b"new, but only ha")
        raise RuntimeError
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_success_replaces_in_one_step_and_makes_folders(tmp_path):
    target = tmp_path / "deep" / "er" / "track.mp3"
    with replacing(target) as half:
        half.write_bytes(b"new")
        assert not target.exists()
        assert half.suffix == ".mp3"
    assert target.read_bytes() == b"new"


def test_the_file_has_the_permissions_that_any_new_file_has(tmp_path):
    plain = tmp_path / "plain"
    plain.touch()
    write_atomically(tmp_path / "ours", b"")
    assert (tmp_path / "ours").stat().st_mode == plain.stat().st_mode


def test_what_a_killed_run_left_is_swept_and_a_living_one_is_not(tmp_path):
    dead = tmp_path / ".track.999999999.abc.part.mp3"
    living = tmp_path / f".track.{os.getppid()}.abc.part.mp3"
    other = tmp_path / ".other.999999999.abc.part.mp3"
    for left in (dead, living, other):
        left.touch()
    with replacing(tmp_path / "track.mp3") as half:
        half.touch()
    assert not dead.exists()
    assert living.exists()
    assert other.exists()


def test_a_name_with_brackets_is_no_pattern(tmp_path):
    target = tmp_path / "a[1]*.mp3"
    dead = tmp_path / ".a[1]*.999999999.x.part.mp3"
    dead.touch()
    with replacing(target) as half:
        half.touch()
    assert target.exists()
    assert not dead.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes in folders")
def test_a_folder_or_a_device_is_never_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for target in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(UsageError):
            write_atomically(target, b"")
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no locale for names")
def test_a_name_that_the_locale_cannot_spell_is_written_byte_for_byte(tmp_path):
    code = "import sys, pathlib, rhapsode.files as f; f.write_atomically(pathlib.Path(sys.argv[1]), b'x')"
    plain = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "ö.mp3")], env=plain, check=True)
    assert [path.name for path in tmp_path.iterdir()] == ["ö.mp3"]


@pytest.mark.parametrize("stem", ["n" * 245, "ü" * 122])
def test_the_longest_name_a_file_may_have_is_no_trouble(tmp_path, stem):
    write_atomically(tmp_path / f"{stem}.mp3", b"x")
    assert [path.name for path in tmp_path.iterdir()] == [f"{stem}.mp3"]
