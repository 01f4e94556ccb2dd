"""What is kept is found again, whole, by whoever asks with the same parts."""

import errno
import hashlib
import os
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.errors import DamagedValue, StoreError
from rhapsode.store import SCHEMA, Store, default_folder, key_of


def test_a_value_is_found_again(store):
    key = key_of({"text": "a"})
    assert key not in store
    assert store.get(key) is None
    store.put(key, b"value")
    assert key in store
    assert store.get(key) == b"value"
    assert pickle.loads(pickle.dumps(store)).get(key) == b"value"


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.lists(st.text())))
def test_a_key_depends_on_the_parts_and_not_on_their_order(parts):
    assert key_of(parts) == key_of(dict(reversed(parts.items())))
    assert key_of(parts) != key_of({**parts, "one more": 1})


def test_a_key_is_the_digest_of_plain_json_that_anyone_can_make():
    plain = f'{{"a":["é",1],"b":null,"schema":{SCHEMA}}}'
    assert key_of({"b": None, "a": ["é", 1]}) == hashlib.sha256(plain.encode()).hexdigest()


def test_many_writers_of_one_key_leave_one_whole_value(store):
    key, value = key_of({"shared": True}), b"x" * 300_000
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: store.put(key, value), range(40)))
    assert store.get(key) == value
    assert len(list(store.entries())) == 1


def test_a_value_has_a_size_and_none_has_none(store):
    store.put(key_of({"a": 1}), b"four")
    assert store.size(key_of({"a": 1})) == 4
    assert store.size(key_of({"a": 2})) == 0


@pytest.mark.parametrize("value", [b"", b"v", bytes(1_000), b"x" * 300_000])
def test_no_change_of_a_file_goes_unseen(store, value):
    key, other = key_of({"n": 1}), key_of({"n": 2})
    store.put(key, value)
    store.put(other, value)
    file = store.path(key)
    whole = file.read_bytes()
    cuts = [whole[:size] for size in range(0, len(whole), 1 + len(whole) // 60)]
    flips = [bytes_flipped(whole, bit) for bit in range(0, 8 * len(whole), 1 + 8 * len(whole) // 60)]
    for changed in [*cuts, *flips, bytes(len(whole)), whole + b"\0", whole * 2, store.path(other).read_bytes()]:
        file.write_bytes(changed)
        with pytest.raises(DamagedValue, match="damaged") as caught:
            store.get(key)
        assert caught.value.key == key
        assert pickle.loads(pickle.dumps(caught.value)).key == key


def bytes_flipped(data, bit):
    return data[: bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1 :]


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_whatever_lies_in_a_file_is_the_value_or_an_error(value, found):
    with TemporaryDirectory() as folder:
        store = Store(Path(folder))
        store.put("a" * 64, value)
        store.path("a" * 64).write_bytes(found)
        with pytest.raises(DamagedValue):
            store.get("a" * 64)


def test_a_value_that_is_missing_or_not_understood_is_no_empty_one(store):
    key = key_of({"n": 1})
    with pytest.raises(DamagedValue, match="missing"):
        store.read(key, bytes)
    store.put(key, b"no number")
    with pytest.raises(DamagedValue, match="damaged"):
        store.read(key, float)
    store.put(key, b"0.5")
    assert store.read(key, float) == 0.5


def test_the_beginning_of_a_value_is_given_where_its_length_is_right(store):
    key = key_of({"n": 1})
    store.put(key, b"beginning and end")
    assert store.glimpse(key, 9) == (b"beginning", 17)
    assert store.glimpse(key, 99) == (b"beginning and end", 17)
    for changed in (store.path(key).read_bytes()[:-1], b"", b"short", bytes(29)):
        store.path(key).write_bytes(changed)
        with pytest.raises(DamagedValue):
            store.glimpse(key, 9)
    store.path(key).unlink()
    with pytest.raises(DamagedValue):
        store.glimpse(key, 9)


def test_a_failed_write_leaves_nothing(store, monkeypatch):
    def full(file, key, value):
        file.write_bytes(value[:2])
        raise OSError(errno.ENOSPC, "No space left on device")

    store.put(key_of({"n": 1}), b"value")
    monkeypatch.setattr("rhapsode.store._write", full)
    with pytest.raises(StoreError, match="No space"):
        store.put(key_of({"n": 1}), b"other")
    assert [file for file in store.folder.rglob("*") if file.is_file()] == [store.path(key_of({"n": 1}))]
    assert store.get(key_of({"n": 1})) == b"value"


def test_values_of_another_schema_are_not_found(store, monkeypatch):
    store.put(key_of({"n": 1}), b"value")
    monkeypatch.setattr("rhapsode.store.SCHEMA", 3)
    assert key_of({"n": 1}) not in store
    monkeypatch.setattr("rhapsode.store.SCHEMA", 2)
    assert key_of({"n": 1}) in store


def test_a_store_that_can_only_be_read_is_read(store, monkeypatch):
    def refused(*_):
        raise PermissionError(errno.EROFS, "Read-only file system")

    store.put(key_of({"n": 1}), b"value")
    monkeypatch.setattr("os.utime", refused)
    assert key_of({"n": 1}) in store
    assert key_of({"n": 2}) not in store


def test_while_it_is_in_use_a_mark_with_the_process_says_so_and_then_no_more(store):
    with store.in_use():
        (mark,) = (store.folder / "running").iterdir()
        assert mark.name == f"{os.getpid()}.{threading.get_ident()}"
        with store.in_use():  # one more render of the same thread changes nothing
            assert list((store.folder / "running").iterdir()) == [mark]
    assert not list((store.folder / "running").iterdir())


def test_a_render_that_fails_leaves_no_mark(store):
    with pytest.raises(KeyError), store.in_use():
        raise KeyError
    assert not list((store.folder / "running").iterdir())


def test_a_store_that_cannot_be_written_can_be_in_use(tmp_path):
    (tmp_path / "file").touch()
    with Store(tmp_path / "file" / "store").in_use():
        pass


@pytest.mark.parametrize("content", [b"", b"x", b"less than 12"[:11]])
def test_a_file_shorter_than_what_stands_behind_a_value_is_damaged_and_has_no_size(store, content):
    key = key_of({"n": 1})
    store.put(key, b"value")
    store.path(key).write_bytes(content)
    assert store.size(key) == 0
    for read in (store.get, lambda key: store.glimpse(key, 4)):
        with pytest.raises(DamagedValue):
            read(key)


def test_the_size_is_exact_from_nothing_on(store):
    for count in (0, 1, 2, 70_000):
        key = key_of({"n": count})
        store.put(key, bytes(count))
        assert store.size(key) == count
        assert store.glimpse(key, 0) == (b"", count)


def test_a_value_not_understood_is_told_from_one_that_is_not_whole(store):
    key = key_of({"n": 1})
    store.put(key, b"no number")
    with pytest.raises(DamagedValue) as caught:
        store.read(key, float)
    assert caught.value.whole
    store.path(key).write_bytes(b"no number")
    with pytest.raises(DamagedValue) as caught:
        store.read(key, float)
    assert not caught.value.whole


def test_its_place_is_the_setting_else_the_users_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("RHAPSODE_STORE", str(tmp_path / "mine"))
    assert default_folder() == tmp_path / "mine"
    for unset in (lambda: monkeypatch.setenv("RHAPSODE_STORE", ""), lambda: monkeypatch.delenv("RHAPSODE_STORE")):
        unset()
        monkeypatch.setattr("rhapsode.store.cache_folder", lambda: tmp_path / "cache")
        assert default_folder() == tmp_path / "cache" / "store"


def test_every_file_that_is_a_value_or_half_of_one_is_an_entry_and_no_other(store):
    key = key_of({"n": 1})
    store.put(key, b"value")
    folder = store.path(key).parent
    half = folder / f".{key[1:]}.77.88.part"
    first_schema = store.folder / key[0] / key[1:]
    first_schema.parent.mkdir()
    for file in (
        half,
        first_schema,
        folder / "notes.txt",
        folder / key[2:],
        folder / f"{key[1:]}0",
        folder / f"{key[1:]}.x",
    ):
        file.write_bytes(b"other")
    entries = dict(store.entries())
    assert set(entries) == {store.path(key), half, first_schema}
    assert entries[half].st_size == 5


def test_an_interrupt_in_the_middle_of_writing_is_no_fault_of_the_store(store, monkeypatch):
    def interrupted(file, key, value):
        file.write_bytes(value[:2])
        raise KeyboardInterrupt

    store.put(key_of({"n": 2}), b"value")
    monkeypatch.setattr("rhapsode.store._write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        store.put(key_of({"n": 1}), b"other")
    assert [path for path, _ in store.entries()] == [store.path(key_of({"n": 2}))]


def test_a_folder_that_cannot_be_made_is_named_with_its_cure(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"cannot be kept \(.+: .*file") as caught:
        Store(tmp_path / "file" / "store").put(key_of({"n": 1}), b"value")
    assert "RHAPSODE_STORE" in caught.value.cure


def test_a_text_that_is_no_text_has_a_key_all_the_same():
    assert key_of({"text": "\ud800"}) != key_of({"text": "\ud801"})
