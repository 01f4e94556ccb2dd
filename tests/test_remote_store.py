"""A store at an address: what one machine makes, another has; what is damaged there is made anew."""

import pickle

import pytest

pytest.importorskip("fsspec", reason="the test extra installs it")

from rhapsode import narrate, remote_files
from rhapsode.default_store import default_store
from rhapsode.errors import DamagedValue, StoreError, UsageError
from rhapsode.executors import InlineExecutor
from rhapsode.remote_store import RemoteStore, remote_store, sending
from rhapsode.store import SCHEMA, Store, key_of

KEY, OTHER = key_of({"is": "one"}), key_of({"is": "another"})


@pytest.fixture
def machines(tmp_path, monkeypatch):
    """Two that share a store: each call gives the store as one of them sees it."""
    address = f"memory://{tmp_path.name}/store"

    def machine(name):
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / name))
        return remote_store(address)

    return machine("one"), machine("two")


def test_what_one_keeps_the_other_has(machines):
    one, two = machines
    assert one.folder != two.folder
    assert KEY not in two
    assert two.get(KEY) is None
    assert two.size(KEY) == 0
    one.put(KEY, b"some sound")
    assert KEY in two
    assert two.size(KEY) == 10
    assert two.glimpse(KEY, 4) == (b"some", 10)
    assert two.here().get(KEY) == b"some sound"
    assert two.read(KEY, bytes) == b"some sound"


def test_one_that_was_dropped_is_nowhere(machines):
    one, two = machines
    one.put(KEY, b"some sound")
    assert KEY in two
    one.drop(KEY)
    assert KEY not in one
    assert KEY not in two
    one.drop(KEY)


def test_what_is_damaged_there_counts_as_not_there(machines):
    one, two = machines
    one.put(KEY, b"some sound")
    for half in (b"", b"some", b"some sound, and a wrong trailer"):
        remote_files.write(one._there(KEY), half)
        assert two.get(KEY) is None
        assert KEY not in two
    with pytest.raises(DamagedValue):
        two.read(KEY, bytes)
    two.put(KEY, b"some sound")
    assert two.read(KEY, bytes) == b"some sound"


def test_what_lies_here_only_is_not_there(machines):
    one, _ = machines
    one.here().put(KEY, b"some sound")
    assert KEY not in one


def test_another_process_opens_the_same(machines):
    one, _ = machines
    found = pickle.loads(pickle.dumps(one))
    assert isinstance(found, RemoteStore)
    assert found.address == one.address


def test_what_is_sent_meanwhile_is_there_at_the_end(machines):
    one, two = machines
    with sending():
        one.put(KEY, b"some sound")
        one.put(OTHER, b"other sound")
    assert (two.get(KEY), two.get(OTHER)) == (b"some sound", b"other sound")


def test_many_are_asked_for_and_fetched_at_once(machines):
    one, two = machines
    keys = [key_of({"is": n}) for n in range(40)]
    for key in keys[::2]:
        one.put(key, key.encode())
    assert two.absent(keys) == set(keys[1::2])
    two.bring(keys)
    for here, key in enumerate(keys):
        assert two.here().get(key) == (None if here % 2 else key.encode())


def test_what_cannot_be_sent_is_told_at_the_end(machines, monkeypatch):
    one, _ = machines

    def full(address, data):
        raise remote_files.RhapsodeError(f"{address}: no more room", "make some")

    monkeypatch.setattr(remote_files, "write", full)
    with pytest.raises(StoreError, match="no more room: make some"), sending():
        one.put(KEY, b"some sound")
    with pytest.raises(StoreError):
        one.put(KEY, b"some sound")


def test_values_lie_under_their_schema(machines):
    one, _ = machines
    one.put(KEY, b"some sound")
    (there,) = remote_files.below(one.address)
    assert there.endswith(f"/store/v{SCHEMA}/{KEY[:2]}/{KEY[2:]}")


def test_the_environment_names_it(monkeypatch, tmp_path):
    monkeypatch.setenv("RHAPSODE_STORE", "memory://shelf/store/")
    assert default_store().address == "memory://shelf/store"
    monkeypatch.setenv("RHAPSODE_STORE", str(tmp_path))
    assert default_store() == Store(tmp_path)
    monkeypatch.setenv("RHAPSODE_STORE", "https://example.org/store")
    with pytest.raises(UsageError, match="no place for a store"):
        default_store()


def test_a_narration_has_the_same_bytes_and_nothing_is_spoken_twice(machines, tmp_path):
    one, two = machines
    text = "# The stall\n\nIt cost five dollars. Nobody came.\n"
    alone = narrate(text, tmp_path / "alone.mp3", engine="tone", store=Store(tmp_path / "alone"), jobs=1)
    first = narrate(text, tmp_path / "a.mp3", engine="tone", store=one, executor=InlineExecutor())
    second = narrate(text, tmp_path / "b.mp3", engine="tone", store=two, executor=InlineExecutor())
    assert alone.sha256 == first.sha256 == second.sha256
    assert (first.misses > 0, second.misses) == (True, 0)
