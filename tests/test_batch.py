"""A batch: each document once, whatever becomes of the others, with the bytes that it has when it is rendered alone."""

import os
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from made_tracks import HARBOUR, timeline
from rhapsode import batch, pipeline
from rhapsode.batch import BatchItem, BatchOutcome, BatchWatch, render_all
from rhapsode.errors import EngineError, RhapsodeError, SourceUnreadable
from rhapsode.executors import InlineExecutor
from rhapsode.request import Request
from rhapsode.store import Store

TEXT = "# Stall {n}\n\nIt cost {n} dollars then. Nobody came.\n\n## The song\n\nA song went round!\n"


def items(folder, sizes):
    """Sources of so many bytes, called by their numbers."""
    made = []
    for number, size in enumerate(sizes, 1):
        source = folder / f"{number}.txt"
        source.write_text("x" * size)
        made.append(BatchItem(number, Request(str(source), engine="tone"), folder / "out" / f"{number}.mp3"))
    return made


def noted(request, target, **how):
    """In place of a render: a line on who did it."""
    target.parent.mkdir(exist_ok=True)
    target.write_text(str(os.getpid()))
    return timeline(HARBOUR)._replace(path=target)


def ends_its_worker(poison, request, target, **how):
    if Path(request.source).stem in poison:
        os._exit(1)
    time.sleep(0.05)
    return noted(request, target)


def ends_its_worker_once(request, target, **how):
    mark = target.parent / f"{target.stem}.tried"
    if not mark.exists():
        mark.parent.mkdir(exist_ok=True)
        mark.touch()
        os._exit(1)
    return noted(request, target)


def fails(request, target, **how):
    if Path(request.source).stem == "2":
        raise SourceUnreadable("no text", "write one")
    if Path(request.source).stem == "3":
        raise KeyError("a slip")
    return noted(request, target)


def half_written(request, target, **how):
    target.parent.mkdir(exist_ok=True)
    (target.parent / f".{target.stem}.{os.getpid()}.abcdefgh.part.mp3").touch()
    if target.stem == "1":
        return timeline(HARBOUR)._replace(path=target)
    time.sleep(60)
    raise AssertionError


def by_number(outcomes):
    return {outcome.item.number: outcome.result for outcome in outcomes}


@pytest.mark.slow
def test_each_has_the_bytes_that_it_has_alone(tmp_path):
    made, alone = [], []
    for n in range(1, 6):
        source = tmp_path / f"{n}.md"
        source.write_text(TEXT.format(n=n) * (400 if n == 5 else 1))  # the last is large enough to be spread
        request = Request(str(source), engine="tone")
        made.append(BatchItem(n, request, tmp_path / "out" / f"{n}.mp3"))
        path = tmp_path / "alone" / f"{n}.mp3"
        alone.append(pipeline.render(request, path, store=Store(tmp_path / "a"), jobs=1, record=True).path)
    make = partial(pipeline.render, record=True)
    assert set(by_number(render_all(made, make, 2, store=Store(tmp_path / "b")))) == {1, 2, 3, 4, 5}
    for item, path in zip(made, alone, strict=True):
        for suffix in (".mp3", ".json"):
            assert item.target.with_suffix(suffix).read_bytes() == path.with_suffix(suffix).read_bytes()


def test_a_failure_costs_the_others_nothing(tmp_path):
    found = by_number(render_all(items(tmp_path, [10] * 5), fails, 2))
    assert isinstance(found[2], SourceUnreadable)
    assert isinstance(found[3], RhapsodeError)
    assert "KeyError" in str(found[3])
    assert [found[n].path.name for n in (1, 4, 5)] == ["1.mp3", "4.mp3", "5.mp3"]


def test_what_ends_its_worker_is_named_and_all_others_are_made(tmp_path):
    found = by_number(render_all(items(tmp_path, [10] * 12), partial(ends_its_worker, {"3", "7"}), 3))
    wrong = {number for number, result in found.items() if isinstance(result, EngineError)}
    assert wrong == {3, 7}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {f"{n}.mp3" for n in range(1, 13)} - {
        "3.mp3",
        "7.mp3",
    }


def test_a_worker_lost_once_is_nothing_to_tell(tmp_path):
    found = by_number(render_all(items(tmp_path, [10] * 4), ends_its_worker_once, 2))
    assert {number: result.path.name for number, result in found.items()} == {n: f"{n}.mp3" for n in range(1, 5)}


@pytest.mark.skipif(sys.platform == "win32", reason="nobody can tell there whether a process is alive")
def test_whoever_has_enough_leaves_no_half_file(tmp_path):
    outcomes = render_all(items(tmp_path, [10] * 4), half_written, 2)
    assert next(outcomes).item.number == 1
    begun_s = time.monotonic()
    outcomes.close()
    assert time.monotonic() - begun_s < 30
    assert list((tmp_path / "out").iterdir()) == []


def test_small_ones_come_first_and_the_last_large_ones_are_shared_by_all(tmp_path):
    large = batch.LARGE_BYTES
    own = items(tmp_path, [large + 3, 10, large + 2, 5_000, large + 1, large])
    whole, spread = batch._shared(own, 4)
    assert [item.number for item in whole] == [2, 4, 6, 5]
    assert [item.number for item in spread] == [3, 1]
    assert batch._shared(own, 2)[1] == []
    assert batch._shared(own[:1], 4) == ([], own[:1])
    assert batch._shared(own[1:2], 4) == ([], own[1:2])


def test_small_ones_are_made_by_workers_and_a_large_one_by_all(tmp_path):
    own = items(tmp_path, [10, batch.LARGE_BYTES, 10])
    assert len(by_number(render_all(own, noted, 2))) == 3
    who = {item.number: int(item.target.read_text()) for item in own}
    assert who[2] == os.getpid()
    assert os.getpid() not in {who[1], who[3]}


def test_no_more_are_begun_than_can_be_at_work(tmp_path):
    class Counted(BatchWatch):
        most = now = 0

        def begun(self, item):
            self.now += 1
            self.most = max(self.most, self.now)

    watch = Counted()
    for _ in render_all(items(tmp_path, [10] * 20), noted, 2, watch=watch):
        watch.now -= 1
    assert watch.most == 3


def test_no_more_are_at_work_than_the_engine_bears(tmp_path):
    asked = Request("a.txt", engine="http", engine_settings=(("workers", "2"),))
    assert batch._at_once([BatchItem(1, asked, tmp_path / "a.mp3")], 8) == 2


def test_the_store_is_kept_small_between_documents(tmp_path, monkeypatch):
    monkeypatch.setenv("RHAPSODE_STORE_MB", "0")
    monkeypatch.setattr("rhapsode.store_upkeep.UNTOUCHED_S", 0.0)
    for n in range(3):
        (tmp_path / f"{n}.md").write_text(TEXT.format(n=n))
    own = [BatchItem(n, Request(str(tmp_path / f"{n}.md"), engine="tone"), tmp_path / f"{n}.wav") for n in range(3)]
    store = Store(tmp_path / "store")
    assert len(list(render_all(own, pipeline.render, 2, store=store))) == 3
    assert list(store.entries()) == []


def test_a_store_that_takes_long_to_look_through_is_left_alone_for_longer(tmp_path, monkeypatch):
    looked = []

    def long(store):
        looked.append(store)
        time.sleep(0.05)

    monkeypatch.setattr("rhapsode.store_upkeep.keep_small", long)
    monkeypatch.setattr(batch, "TRIM_EVERY_S", 0.0)
    under_way = batch._Batch(InlineExecutor(), noted, Store(tmp_path), BatchWatch())
    spoken = timeline(HARBOUR)._replace(misses=1)
    for _ in range(20):
        under_way._ended(BatchOutcome(items(tmp_path, [10])[0], spoken))
    assert len(looked) == 1


def test_nothing_asked_for_is_nothing_done():
    assert list(render_all([], noted, 2)) == []
