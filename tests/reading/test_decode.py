from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.errors import SourceRefused, SourceUnreadable
from rhapsode.reading.decode import MOST_LINES, decode, decode_lines

SAID = "Żółć and naïve café, 北京.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_or_plain_utf8_needs_no_telling(encoding: str) -> None:
    assert decode(SAID.encode(encoding), "x") == (SAID, [])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_text_without_a_mark_is_known_by_its_zeros(encoding: str) -> None:
    assert decode(("plain words " * 9).encode(encoding), "x") == ("plain words " * 9, [])


def test_short_ascii_is_never_taken_for_anything_else() -> None:
    assert decode(b"Bush hid the facts", "x") == ("Bush hid the facts", [])


def test_the_declared_encoding_is_used_where_it_is_not_utf8() -> None:
    assert decode("кот и пёс".encode("koi8-r"), "x", "koi8-r") == ("кот и пёс", [])


def test_a_wrong_declaration_is_said_and_the_text_still_read() -> None:
    text, warnings = decode("café".encode("latin-1"), "x", "ascii")
    assert text == "café"
    assert len(warnings) == 2


def test_an_unknown_encoding_name_is_no_crash() -> None:
    text, warnings = decode(b"caf\xe9", "x", "no-such-code")
    assert text == "café"
    assert any("no-such-code" in warning for warning in warnings)


def test_a_bad_byte_costs_itself_alone() -> None:
    for bad, said in ((b"\xe9", "é"), (b"\x93", "“"), (b"\xff\x80", "ÿ€")):
        text, warnings = decode(SAID.encode() + b"caf" + bad + b"\n" + SAID.encode(), "x")
        assert text == f"{SAID}caf{said}\n{SAID}"
        assert [warning[0] for warning in warnings] == [str(len(bad))]


def test_where_most_bytes_are_bad_none_is_utf8() -> None:
    said = "Größe, Übel und Käse für Müller: Ã©"
    assert decode(said.encode("cp1252"), "x") == (said, ["the encoding is unknown; read as Windows-1252"])


@pytest.mark.parametrize("data", ["\ufeff", "\ufeff \n", "\u202e\u202c\n", "\x00\x00 \x00"])
def test_marks_alone_are_no_text(data: str) -> None:
    with pytest.raises(SourceUnreadable, match="is"):
        decode(data.encode(), "x")


def test_what_has_no_width_is_left_out() -> None:
    assert decode("Donau\u00addampf\u200bschiff\ufeff\u2060.".encode(), "x") == ("Donaudampfschiff.", [])


def test_a_text_of_more_than_a_hundred_hours_is_refused() -> None:
    with pytest.raises(SourceRefused, match="8,000,000 characters"):
        decode_lines(b"word " * 1_700_000, "x")


def test_controls_and_direction_overrides_are_left_out_and_counted() -> None:
    text, warnings = decode("a\x00b\x07c \u202edlrow\u202c ".encode() + b"and enough of plain text to be a text", "x")
    assert text.startswith("abc dlrow ")
    assert warnings == ["left out 2 control or broken characters", "left out 2 marks of writing direction"]


def test_line_ends_of_every_system_become_one() -> None:
    assert decode("a\r\nb\rc\u2028d\x85e".encode(), "x")[0] == "a\nb\nc\nd\ne"


@pytest.mark.parametrize("data", [b"", b" \n\t ", bytes(range(256)) * 9, b"\x7fELF" + b"\x00\x01\x02" * 99])
def test_what_is_empty_or_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(SourceUnreadable, match="here"):
        decode(data, "here")


def test_too_many_lines_are_refused_only_where_lines_count() -> None:
    data = b"a\n" * (MOST_LINES + 1)
    assert decode(data, "x")[0].count("\n") == MOST_LINES + 1
    with pytest.raises(SourceRefused, match="250,000"):
        decode_lines(data, "x")


@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_give_clean_text_or_one_clear_refusal(data: bytes) -> None:
    try:
        text, _ = decode(data, "x")
    except SourceUnreadable:
        return
    text.encode()
    assert "\r" not in text
    assert "\x00" not in text
