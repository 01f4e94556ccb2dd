"""A store stays small and takes nothing from a running render; what is damaged goes, and nothing else."""

import os
import pickle
import subprocess
import sys
import time

import pytest

from rhapsode.errors import DamagedValue, UsageError
from rhapsode.store import damaged, key_of
from rhapsode.store_upkeep import UNTOUCHED_S, heal, keep_small, sweep, trim

LONG_AGO_S = 1_000


def kept(store, *names, used_s=LONG_AGO_S):
    keys = [key_of({"n": name}) for name in names]
    for at, key in enumerate(keys):
        store.put(key, bytes(100))
        os.utime(store.path(key), (used_s + at, used_s + at))
    return keys


def test_trimming_takes_the_longest_unused_first(store):
    keys = kept(store, 1, 2, 3, 4)
    assert keys[0] in store  # asking for it makes it fresh
    assert trim(store, 250) == 2
    assert [key in store for key in keys] == [True, False, False, True]
    assert trim(store, 0) == 2


@pytest.mark.parametrize("megabytes", ["0", "1"])
def test_a_small_store_loses_only_what_is_too_much_and_long_unused(store, monkeypatch, megabytes):
    monkeypatch.setenv("RHAPSODE_STORE_MB", megabytes)
    (old,) = kept(store, "old")
    (new,) = kept(store, "new", used_s=time.time() - UNTOUCHED_S / 2)
    keep_small(store)
    assert (old in store) == (megabytes == "1")
    assert new in store


def test_a_running_render_loses_nothing_that_it_wanted(store, monkeypatch):
    monkeypatch.setenv("RHAPSODE_STORE_MB", "0")
    monkeypatch.setattr("rhapsode.store_upkeep.UNTOUCHED_S", -UNTOUCHED_S)  # as though so much time had passed
    needed, other = kept(store, "needed", "other")
    with store.in_use():
        assert needed in store
        keep_small(store)
        assert store.path(needed).exists()
        assert not store.path(other).exists()
    keep_small(store)
    assert not store.path(needed).exists()


def test_the_mark_of_a_killed_render_keeps_nothing(store, monkeypatch):
    monkeypatch.setenv("RHAPSODE_STORE_MB", "0")
    code = "import os, sys\n"
    code += "from rhapsode.store import *; m = Store(Path(sys.argv[1])).in_use(); m.__enter__(); os._exit(9)"
    subprocess.run([sys.executable, "-c", code, str(store.folder)], check=False)
    marks = list(store.folder.glob("running/*"))
    assert len(marks) == 1
    os.utime(marks[0], (1, 1))
    (old,) = kept(store, "old")
    keep_small(store)
    assert old not in store
    assert not any(store.folder.glob("running/*"))


def test_a_size_that_is_none_is_told(store, monkeypatch):
    monkeypatch.setenv("RHAPSODE_STORE_MB", "much")
    with pytest.raises(UsageError, match="whole number"):
        keep_small(store)


def test_what_is_not_the_stores_is_never_removed(store):
    mine = [
        store.folder / "ab" / "thesis.txt",
        store.folder / "12" / "0123.txt",
        store.folder / "ab" / "cd" / "deep.txt",
        store.folder / "v2" / "a" / "thesis.txt",
    ]
    for file in mine:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("mine")
    (key,) = kept(store, 1)
    first_schema = store.folder / "a" / ("b" * 63)
    first_schema.parent.mkdir()
    first_schema.touch()
    store.path(key).with_name(f".{'a' * 63}.999999999.12.part").touch()
    assert sweep(store) == []
    assert first_schema.exists()
    assert trim(store, -1) == 2
    assert not first_schema.exists()
    assert all(file.exists() for file in mine)


def test_sweeping_drops_what_is_damaged_and_what_killed_writers_left(store):
    whole, cut, empty = kept(store, "whole", "cut", "empty")
    store.path(cut).write_bytes(store.path(cut).read_bytes()[:50])
    store.path(empty).write_bytes(b"")
    halves = [store.path(whole).with_name(f".{'a' * 63}.{pid}.12.part") for pid in (999_999_999, os.getpid())]
    for half in halves:
        half.touch()
    assert sorted(sweep(store)) == sorted([cut, empty])
    assert store.path(whole).exists()
    assert [half.exists() for half in halves] == [False, True], "the other is being written"


def test_healing_leaves_alone_what_another_render_has_made_anew(store):
    (key,) = kept(store, "value")
    for fault in (damaged(key), DamagedValue("missing", "", key)):
        assert key[:12] in heal(store, fault)
        assert store.get(key) == bytes(100)
    heal(store, pickle.loads(pickle.dumps(damaged(key, whole=True))))
    assert store.get(key) is None


def test_what_a_killed_writer_left_goes_with_the_next_render(store):
    (key,) = kept(store, "value")
    halves = [store.path(key).with_name(f".{'a' * 63}.{pid}.12.part") for pid in (999_999_999, os.getpid())]
    for half in halves:
        half.touch()
    keep_small(store)
    assert [half.exists() for half in halves] == [False, True]
    assert key in store
