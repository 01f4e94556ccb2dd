"""What a killed process leaves in the temporary folder is gone after the next run; what a living one has is not."""

import subprocess
import sys
import tempfile

import pytest

from rhapsode.work_folders import sweep_work_folders, work_folder

HOLD = """
import sys
from rhapsode.work_folders import work_folder
with work_folder() as folder:
    (folder / "0.raw").write_bytes(bytes(100))
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def scratch(tmp_path, monkeypatch):
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def test_it_is_gone_at_the_end(scratch):
    with work_folder() as folder:
        assert folder.parent == scratch
        sweep_work_folders()
        assert folder.is_dir()
    assert not list(scratch.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no locks on folders")
def test_a_killed_owners_folder_is_swept_and_a_living_ones_is_not(scratch):
    with subprocess.Popen([sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as owner:
        assert owner.stdout.readline().decode().strip() == str(*scratch.iterdir())
        sweep_work_folders()
        assert len(list(scratch.rglob("0.raw"))) == 1
        owner.kill()
    sweep_work_folders()
    assert not list(scratch.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no locks on folders")
def test_a_locked_folder_is_left_whatever_number_it_carries(scratch):
    with work_folder() as folder:
        moved = folder.rename(scratch / "rhapsode-work-999999999-x")
        sweep_work_folders()
        assert moved.is_dir()
        moved.rename(folder)


def test_other_names_are_nobodys_business(scratch):
    for name in ("rhapsode-1000", "rhapsode-work-", "rhapsode-work-x", "rhapsode-abc", "other-999999999-x"):
        (scratch / name).mkdir()
    (scratch / "rhapsode-work-999999999-file").touch()
    sweep_work_folders()
    assert len(list(scratch.iterdir())) == 6
