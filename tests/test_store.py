"""What is kept is found again, whole, by whoever asks with the same parts."""

import os
import pickle
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from rhapsode.store import key_of


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


def test_trimming_takes_the_longest_unused_first(store):
    keys = [key_of({"n": n}) for n in range(4)]
    for age, key in enumerate(reversed(keys)):
        store.put(key, bytes(100))
        os.utime(store.path(key), (1_000 + age, 1_000 + age))
    assert keys[3] in store  # asking for it makes it fresh
    assert store.trim(200) == 2
    assert [key in store for key in keys] == [True, False, False, True]
    assert store.trim(0) == 2


def test_a_small_store_never_loses_what_a_render_may_be_using(store, monkeypatch):
    monkeypatch.setenv("RHAPSODE_STORE_MB", "0")
    old, new = key_of({"n": "old"}), key_of({"n": "new"})
    for key in (old, new):
        store.put(key, bytes(100))
    os.utime(store.path(old), (1_000, 1_000))
    store.keep_small()
    assert old not in store
    assert new in store


def test_what_is_not_the_stores_is_never_removed(store):
    kept = [
        store.folder / "ab" / "thesis.txt",
        store.folder / "12" / "0123.txt",
        store.folder / "ab" / "cd" / "deep.txt",
    ]
    for file in kept:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("mine")
    store.put(key_of({"n": 1}), b"value")
    left = store.path(key_of({"n": 1})).parent / f".{'a' * 63}.999999999.tmp.part"
    left.touch()
    assert store.trim(-1) == 2
    assert all(file.exists() for file in kept)
