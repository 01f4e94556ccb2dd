"""Work on a Dask cluster: the same bytes, no more than its own work lost with a worker, and one line for what fails."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from dask_cluster import dask_cluster, free_port
from made_tracks import HARBOUR, timeline
from rhapsode import cluster, pipeline
from rhapsode.batch import BatchItem
from rhapsode.errors import EngineError, RhapsodeError, UsageError
from rhapsode.mixing import Master, MixedTrack
from rhapsode.plugins import EngineChoice
from rhapsode.request import Request
from rhapsode.store import Store

TONE = EngineChoice("tone")
TEXT = "# Stall {n}\n\nIt cost {n} dollars then. Nobody came.\n\n## The song\n\nA song went round!\n"

on_a_cluster = pytest.mark.slow


@pytest.fixture(autouse=True, scope="module")
def no_thread_is_left():
    """A process with threads does not fork its workers, which some tests after these are about."""
    before = set(threading.enumerate())
    yield
    for left in set(threading.enumerate()) - before:
        left.join(10)
    assert set(threading.enumerate()) <= before


pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")  # distributed's own


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    pytest.importorskip("distributed", reason="the test extra installs it")
    with dask_cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


def items(folder, count, times=1):
    made = []
    for n in range(1, count + 1):
        source = folder / f"{n}.md"
        source.write_text(TEXT.format(n=n) * times)
        made.append(BatchItem(n, Request(str(source), engine="tone"), folder / "out" / f"{n}.mp3"))
    return made


def noted(request, target, **how):
    """In place of a render: a line on who began it, and half a second."""
    target.parent.mkdir(exist_ok=True)
    with target.with_suffix(".begun").open("a") as log:
        log.write(f"{os.getpid()}\n")
    time.sleep(0.5)
    target.write_text(str(os.getpid()))
    return MixedTrack(*timeline(HARBOUR))._replace(path=target)


def result_of(outcomes):
    return {outcome.item.number: outcome.result for outcome in outcomes}


@on_a_cluster
def test_the_same_bytes_as_here(running, tmp_path):
    """From the command line, with relative names."""
    for n in range(1, 6):
        (tmp_path / f"{n}.md").write_text(TEXT.format(n=n))
    for name, more in (("there", ["--scheduler", running.address]), ("here", [])):
        command = [sys.executable, "-m", "rhapsode", "render", *sorted(p.name for p in tmp_path.glob("*.md"))]
        store = {"RHAPSODE_STORE": str(tmp_path / f"store-{name}")}
        told = subprocess.run(
            [*command, "-o", name, "--engine", "tone", "--summary", f"{name}.json", *more],
            cwd=tmp_path,
            env={**os.environ, **store},
            check=True,
            capture_output=True,
            text=True,
        )
        assert "5 made" in told.stdout
    tracks = sorted((tmp_path / "here").iterdir())
    assert len(tracks) == 10  # a record beside each
    for track in tracks:
        assert track.read_bytes() == (tmp_path / "there" / track.name).read_bytes()
    rows = {name: json.loads((tmp_path / f"{name}.json").read_text())["sources"] for name in ("here", "there")}
    for here, there in zip(rows["here"], rows["there"], strict=True):
        assert there == here | {"track": str(tmp_path / "there" / f"{here['number']}.mp3"), "spoken": there["spoken"]}


@on_a_cluster
def test_a_worker_that_is_killed_costs_what_it_had_at_hand(tmp_path):
    pytest.importorskip("distributed", reason="the test extra installs it")
    with dask_cluster(tmp_path) as own:
        made = items(tmp_path, 8)
        outcomes = cluster.render_all(own.address, made, noted, store=Store(tmp_path / "store"))
        found = [next(outcomes), next(outcomes)]
        own.workers[0].send_signal(signal.SIGKILL)
        found += outcomes
    assert sorted(one.item.number for one in found) == list(range(1, 9))
    assert not [one for one in found if isinstance(one.result, RhapsodeError)]
    begun = [item.target.with_suffix(".begun").read_text().split() for item in made]
    again = [pids for pids in begun if len(pids) > 1]
    assert len(again) <= 2  # the one it was at, and one whose outcome was still with it
    assert all(pids == [str(own.workers[0].pid), str(own.workers[1].pid)] for pids in again)


@on_a_cluster
def test_a_book_survives_the_loss_of_a_worker(tmp_path):
    pytest.importorskip("distributed", reason="the test extra installs it")
    source = tmp_path / "book.md"
    source.write_text("\n\n".join(TEXT.format(n=n) for n in range(60)))
    request = Request(str(source), engine="tone")
    alone = pipeline.render(request, tmp_path / "alone.mp3", store=Store(tmp_path / "a"), jobs=2).path
    with dask_cluster(tmp_path) as own:

        class Killing(cluster.BatchWatch):
            def step(self, item, step):
                if own.workers[0].poll() is None and step.stage == "mix":
                    own.workers[0].kill()

        item = BatchItem(1, request, tmp_path / "book.mp3")
        how = {"store": Store(tmp_path / "b"), "watch": Killing()}
        (outcome,) = cluster.render_all(own.address, [item], partial(pipeline.render), **how)
        assert own.workers[0].wait(5)
    assert not isinstance(outcome.result, RhapsodeError), outcome.result
    assert item.target.read_bytes() == alone.read_bytes()


@on_a_cluster
def test_no_work_for_workers_that_have_something_else(running, tmp_path, monkeypatch):
    """Told before anything is rendered, in a line that names what, where and the cure."""
    monkeypatch.setenv("RHAPSODE_CONFIG", str(tmp_path))
    (tmp_path / "lexicon.toml").write_text("[words]\n")
    with pytest.raises(RhapsodeError) as told:
        result_of(cluster.render_all(running.address, items(tmp_path, 1), noted, store=Store(tmp_path / "store")))
    assert "the user's lexicon.toml none, and here it is" in str(told.value)
    assert "tcp://127.0.0.1" in str(told.value)
    assert "install the same" in told.value.cure
    assert not (tmp_path / "out" / "1.mp3").exists()


@on_a_cluster
def test_a_scheduler_that_goes(tmp_path):
    pytest.importorskip("distributed", reason="the test extra installs it")
    with dask_cluster(tmp_path, 1) as own:
        outcomes = cluster.render_all(own.address, items(tmp_path, 4), noted, store=Store(tmp_path / "store"))
        next(outcomes)
        own.scheduler.kill()
        begun_s = time.monotonic()
        with pytest.raises(RhapsodeError, match="has gone: run it again"):
            list(outcomes)
        assert time.monotonic() - begun_s < 30


def test_nobody_answers(tmp_path):
    pytest.importorskip("distributed", reason="the test extra installs it")
    (tmp_path / "a.md").write_text("# One\n")
    address = f"tcp://127.0.0.1:{free_port()}"
    program = (
        "import sys; from rhapsode import cluster; cluster.PATIENCE_S = 0.2\n"
        "from rhapsode.__main__ import main\n"
        f"sys.argv = ['rhapsode', 'render', 'a.md', '--scheduler', {address!r}, '--engine', 'tone']\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"rhapsode: error: no Dask scheduler answers at {address}: check address and network")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("address", ["", "host", "tcp://host", "host:1x", "tcp://host:8786/more", "tcp:// host:1"])
def test_no_address(address, tmp_path):
    pytest.importorskip("distributed", reason="the test extra installs it")
    with pytest.raises(UsageError, match="no scheduler's address"):
        list(cluster.render_all(address, items(tmp_path, 1), noted, store=Store(tmp_path / "store")))
    for good in ("tcp://host:8786", "tls://10.0.0.1:8786", "host:8786", "tcp://[::1]:8786"):
        assert cluster.ADDRESS.fullmatch(good)


class Told:
    """A client whose workers say so."""

    def __init__(self, *told):
        self.told = {f"tcp://10.0.0.{at}:1": one for at, one in enumerate(told, 1)}

    def run(self, look, choice, files, on_error):
        return {worker: one(choice, files) if callable(one) else one for worker, one in self.told.items()}


def refused(tmp_path, *told):
    with pytest.raises(RhapsodeError) as error:
        cluster._check(Told(*told), TONE, [tmp_path / "tracks"])
    assert list((tmp_path / "tracks").iterdir()) == []
    return str(error.value)


def test_workers_as_they_must_be_are_all_right(tmp_path):
    cluster._check(Told(cluster._look, cluster._look), TONE, [tmp_path / "tracks"])
    assert list((tmp_path / "tracks").iterdir()) == []


def test_what_a_worker_lacks_is_told(tmp_path):
    assert "10.0.0.2:1 cannot load rhapsode (No module named 'rhapsode'): install rhapsode" in refused(
        tmp_path, cluster._look, ModuleNotFoundError("No module named 'rhapsode'")
    )
    older = {**cluster.facts(TONE), "python": "3.9", "lameenc": "1.0"}
    said = refused(tmp_path, cluster.Looked(older, ()))
    assert "has python 3.9, and here it is" in said
    assert "(and 1 more)" in said
    lacking = EngineError("no engine here can speak", "install one")
    assert "10.0.0.1:1 cannot do it (no engine here can speak): install one" in refused(tmp_path, lacking)
    away = refused(tmp_path, lambda choice, files: cluster.Looked(cluster.facts(choice), files))
    assert f"does not see the folder {tmp_path / 'tracks'}" in away


def test_one_that_came_later_is_looked_at_with_its_first_work(monkeypatch):
    pytest.importorskip("distributed", reason="the test extra installs it")
    monkeypatch.setattr("distributed.get_worker", lambda: Later)
    assert cluster._checked(cluster.facts(TONE), TONE, lambda: "done") == "done"
    with pytest.raises(RhapsodeError, match=r"10.0.0.9:1 has lameenc .*, and here it is 1.0"):
        cluster._checked({**cluster.facts(TONE), "lameenc": "1.0"}, TONE, lambda: "done")


class Later:
    """The worker."""

    address = "tcp://10.0.0.9:1"


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot be written"):
        cluster._check(Told(), TONE, [tmp_path / "file"])


def test_files_are_named_as_any_folder_finds_them(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    request = Request("a.md", style=Path("s.toml"), lexicons=(Path("l.pls"),))
    placed = cluster._placed(request)
    assert placed == request._replace(
        source=str(tmp_path / "a.md"), style=tmp_path / "s.toml", lexicons=(tmp_path / "l.pls",)
    )
    for source in ("-", "https://example.org/a"):
        assert cluster._placed(Request(source)).source == source
    assert cluster.findable(Master(cover=Path("c.png"))) == Master(cover=tmp_path / "c.png")


def test_a_track_travels_without_its_words():
    track = timeline(HARBOUR)
    bare = cluster._without_words(MixedTrack(*track))
    assert (bare.utterances, bare.peaks, bare.document.blocks, bare.timeline) == ((), (), (), b"")
    assert (bare.ledger, bare.sections, bare.document.title) == (track.ledger, track.sections, track.document.title)
