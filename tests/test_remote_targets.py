"""Tracks that go to an address: the bytes they have here, and the track itself last."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("s3fs", reason="the test extra installs it")

from dask_cluster import dask_cluster
from rhapsode import narrate, remote_files
from rhapsode.errors import RhapsodeError, Unproven, UsageError
from rhapsode.remote_targets import delivered
from rhapsode.request import Request
from s3_server import BUCKET, s3_server

TEXT = "# Stall {n}\n\nIt cost {n} dollars then. Nobody came.\n\n## The song\n\nA song went round!\n"


def test_a_track_goes_where_it_is_to_go(tmp_path):
    here = narrate(TEXT, tmp_path / "a.mp3", engine="tone", views=("vtt",), record=True)
    track = narrate(TEXT, f"memory://{tmp_path.name}/a.mp3", engine="tone", views=("vtt",), record=True)
    assert [file.name for file in track.files] == [file.name for file in here.files]
    for file in here.files:
        assert remote_files.read(f"memory://{tmp_path.name}/{file.name}") == file.read_bytes()


def test_one_in_a_file_for_each_section(tmp_path):
    from rhapsode.mixing import Master

    here = narrate(TEXT, tmp_path / "a.mp3", engine="tone", master=Master(split=True))
    narrate(TEXT, f"memory://{tmp_path.name}/a.mp3", engine="tone", master=Master(split=True))
    for file in here.files:
        assert remote_files.read(f"memory://{tmp_path.name}/a/{file.name}") == file.read_bytes()


def test_the_track_is_put_there_last_and_a_failure_leaves_what_was(tmp_path, monkeypatch):
    place, put = f"memory://{tmp_path.name}/a.mp3", []

    def refuse(local, address):
        put.append(address.rpartition("/")[2])
        if local.suffix == ".mp3":
            raise RhapsodeError("no more room")

    remote_files.write(place, b"before")
    monkeypatch.setattr("rhapsode.remote_targets.put_file", refuse)
    with pytest.raises(RhapsodeError, match="no more room"):
        narrate(TEXT, place, engine="tone", record=True)
    assert put == ["a.json", "a.mp3"]
    assert remote_files.read(place) == b"before"


def test_what_is_not_proven_is_there_all_the_same(tmp_path):
    def unproven(request, target, **how):
        target.write_bytes(b"a track")
        raise Unproven("written, but not all is proven to be in it")

    place = f"memory://{tmp_path.name}/a.mp3"
    with pytest.raises(Unproven):
        delivered(unproven, Request("a.md"), Path(place))
    assert remote_files.read(place) == b"a track"


def test_elsewhere_a_file_is_moved_into_its_place(tmp_path, monkeypatch):
    """Protocols whose files grow while they are written: here the system's own."""
    local = tmp_path / "local"
    local.write_bytes(b"all of it")
    there = f"local://{tmp_path}/deep/there"
    remote_files.put_file(local, there)
    assert (tmp_path / "deep" / "there").read_bytes() == b"all of it"

    def stopped(self, one, other, **how):
        raise OSError("the line is cut")

    monkeypatch.setattr("fsspec.implementations.local.LocalFileSystem.mv", stopped)
    local.write_bytes(b"something else")
    with pytest.raises(RhapsodeError, match="the line is cut"):
        remote_files.put_file(local, there)
    assert [file.name for file in (tmp_path / "deep").iterdir()] == ["there"]
    assert (tmp_path / "deep" / "there").read_bytes() == b"all of it"


def test_what_is_no_address_here():
    with pytest.raises(UsageError, match="nothing:// cannot be opened"):
        remote_files.read("nothing://at/all")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_cluster_whose_workers_share_nothing_but_a_bucket(tmp_path):
    """Each worker has a folder of its own; the large source is spoken by both, into the bucket. The same bytes."""
    for n in range(1, 4):
        (tmp_path / f"{n}.md").write_text(TEXT.format(n=n))
    (tmp_path / "book.md").write_text("\n\n".join(TEXT.format(n=n) for n in range(12)))
    render = [sys.executable, "-m", "rhapsode", "render", "--engine", "tone"]

    def run(*arguments, **environment):
        env = {**os.environ, "RHAPSODE_STORE": str(tmp_path / "store"), **environment}
        done = subprocess.run([*render, *arguments], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    with s3_server(tmp_path) as where:
        own = [{**where, "XDG_CACHE_HOME": str(tmp_path / f"machine{n}")} for n in (1, 2)]
        with dask_cluster(tmp_path, environments=own) as cluster:
            remote = {**where, "RHAPSODE_STORE": f"{BUCKET}/store", "XDG_CACHE_HOME": str(tmp_path / "client")}
            how = ["--scheduler", cluster.address]
            small = run("1.md", "2.md", "3.md", "-o", f"{BUCKET}/out", "--summary", "rows.json", *how, **remote)
            assert "3 made" in small
            assert f"{BUCKET}/out/1.mp3" in small
            run("book.md", "-o", f"{BUCKET}/out/book.mp3", *how, **remote)
            put = [sys.executable, "-c", "import fsspec, sys; fsspec.filesystem('s3').put(*sys.argv[1:])"]
            subprocess.run([*put, "1.md", f"{BUCKET}/texts/1.md"], cwd=tmp_path, env=where, check=True)
            assert "2 sections" in run(f"{BUCKET}/texts/", "-o", f"{BUCKET}/read/", *how, **remote)
            left = run("1.md", "2.md", "3.md", "-o", f"{BUCKET}/out", "--no-clobber", *how, **remote)
            assert "3 left" in left
        run("1.md", "2.md", "3.md", "book.md", "-o", "here")
        fetch = "import fsspec, sys; fsspec.filesystem('s3').get(sys.argv[1], sys.argv[2], recursive=True)"
        subprocess.run([sys.executable, "-c", fetch, f"{BUCKET}/out/", "there/"], cwd=tmp_path, env=where, check=True)
    assert {row["track"] for row in json.loads((tmp_path / "rows.json").read_text())["sources"]} == {
        f"{BUCKET}/out/{n}.mp3" for n in (1, 2, 3)
    }
    here = sorted((tmp_path / "here").iterdir())
    assert len(here) == 8
    for file in here:
        assert (tmp_path / "there" / file.name).read_bytes() == file.read_bytes()
