"""Words and the ledger's balance."""

from hypothesis import given
from hypothesis import strategies as st

from rhapsode.model import Ledger, Skip, count_words, words


def test_a_word_has_a_letter_or_digit():
    text = "Well — said [1], at 5 % … naïve _ 日本!"
    assert [text[start:end] for start, end in words(text)] == ["Well", "said", "[1],", "at", "5", "naïve", "日本!"]


@given(st.text())
def test_counting_agrees_with_listing(text):
    assert count_words(text) == len(words(text))


def test_the_ledger_balances_or_says_so():
    skip = Skip("b1", "code", "x = 1", "code", 2)
    assert Ledger(5, 3, (skip,)).balanced
    assert not Ledger(5, 4, (skip,)).balanced
    assert Ledger(5, 3, (skip, skip)).skipped_words == 4
