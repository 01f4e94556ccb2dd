"""What a track made by a stranger may hold where its timeline should be."""

import json
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.mixing.embedded_timeline import from_bytes
from rhapsode.tuple_json import SCHEMA


def test_a_timeline_that_unpacks_a_thousandfold_is_refused_in_little_memory(tmp_path):
    squeezer = zlib.compressobj(9)
    packed = b"".join(squeezer.compress(b"[" + b" " * 9_999_999) for _ in range(40)) + squeezer.flush()
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="more than one can be"):
            from_bytes(packed, tmp_path / "x.mp3")
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "text", ["[" * 900_000, f"[{SCHEMA}," + "[" * 900_000, "1", '"ab"', "[1]", f"[{SCHEMA},{{}}]", "[2", "NaN"]
)
def test_json_that_is_no_timeline_is_a_value_error(text, tmp_path):
    with pytest.raises(ValueError, match=r"\w"):
        from_bytes(zlib.compress(text.encode()), tmp_path)


def test_a_cut_timeline_is_a_value_error(tmp_path):
    with pytest.raises(ValueError, match="cut short"):
        from_bytes(zlib.compress(b"x" * 9000)[:-6], tmp_path)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=24) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
)


@given(st.binary(max_size=200) | plain.map(lambda value: zlib.compress(json.dumps([SCHEMA, value]).encode())))
def test_whatever_it_holds_nothing_but_a_value_error_comes_of_it(tmp_path_factory, data):
    with pytest.raises(ValueError, match=r"\w"):
        from_bytes(data, tmp_path_factory.getbasetemp() / "x.mp3")
