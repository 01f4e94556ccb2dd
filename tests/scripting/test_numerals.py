import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.scripting import numerals


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (21, "twenty one"),
        (100, "one hundred"),
        (1_000_001, "one million one"),
        (1_234, "one thousand two hundred thirty four"),
        (-7, "minus seven"),
    ],
)
def test_cardinals(number, words):
    assert numerals.cardinal(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "first"), (12, "twelfth"), (20, "twentieth"), (21, "twenty first"), (103, "one hundred third")],
)
def test_ordinals(number, words):
    assert numerals.ordinal(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1999, "nineteen ninety nine"),
        (1906, "nineteen oh six"),
        (1900, "nineteen hundred"),
        (2000, "two thousand"),
        (2007, "two thousand seven"),
        (2012, "twenty twelve"),
        (340, "three forty"),
        (1066, "ten sixty six"),
    ],
)
def test_years(number, words):
    assert numerals.year(number) == words


@pytest.mark.parametrize(
    ("start", "words"), [(1990, "nineteen nineties"), (1910, "nineteen tens"), (1900, "nineteen hundreds")]
)
def test_decades(start, words):
    assert numerals.decade(start) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [("1,234.50", "one thousand two hundred thirty four point five zero"), ("-0.4", "minus zero point four")],
)
def test_decimals(text, words):
    assert numerals.decimal(text) == words


def test_a_number_too_large_for_a_name_is_said_digit_by_digit():
    assert numerals.cardinal(10**50).split() == ["one"] + ["zero"] * 50


@pytest.mark.parametrize("text", ["IIII", "VV", "IC", "XM", "A", "", "MMMMMMMMMMMMMMMMMMMM"])
def test_what_is_no_roman_numeral(text):
    assert numerals.roman(text) == 0


@given(st.integers(1, 3999))
def test_roman_numerals_come_back(number):
    assert numerals.roman(numerals.written_roman(number)) == number


@given(st.integers(0, numerals.LARGEST), st.integers(0, numerals.LARGEST))
def test_different_numbers_have_different_names(one, other):
    assert (numerals.cardinal(one) == numerals.cardinal(other)) == (one == other)
