"""Which way letters run: by the examples of UAX #9, and against a library that knows the whole of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.covers.writing_order import levels, runs_right_to_left, seen_order


def seen(text: str) -> str:
    depths = levels(text, right_to_left=runs_right_to_left(text))
    return "".join(seen_order(text, depths))


@pytest.mark.parametrize(
    ("text", "from_the_left"),
    [
        ("plain words", "plain words"),
        ("שלום", "םולש"),
        ("car is אבג here", "car is גבא here"),
        ("אבג is car", "is car גבא"),
        ("אבג 123 דהו", "והד 123 גבא"),
        ("في 2024", "2024 يف"),
        ("אבג, abc.", ".abc ,גבא"),
        ("it costs 12.5 ₪", "it costs 12.5 ₪"),
    ],
)
def test_letters_stand_as_a_reader_sees_them(text: str, from_the_left: str) -> None:
    assert seen(text) == from_the_left


def test_a_number_keeps_its_order_whichever_way_the_line_runs() -> None:
    assert "1,234.5" in seen("مبلغ 1,234.5% اليوم")


@given(st.text("abאבגشس019 .,-+:$%/()!א\u0301\u0660", min_size=1, max_size=24))
def test_levels_are_those_of_a_library_for_the_whole_annex(text: str) -> None:
    bidi = pytest.importorskip("bidi.algorithm", reason="python-bidi comes with the test extra")
    storage = bidi.get_empty_storage()
    storage["base_level"] = int(runs_right_to_left(text))
    storage["base_dir"] = "R" if runs_right_to_left(text) else "L"
    bidi.get_embedding_levels(text, storage)
    for rules in ("explicit_embed_and_overrides", "resolve_weak_types", "resolve_neutral_types"):
        getattr(bidi, rules)(storage, False)
    bidi.resolve_implicit_levels(storage, False)
    assert levels(text, right_to_left=runs_right_to_left(text)) == [place["level"] for place in storage["chars"]]
