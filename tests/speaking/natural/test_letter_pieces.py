"""Over-long letters in pieces: nothing lost, nothing too long, cut at a clause where there is one."""

from hypothesis import given
from hypothesis import strategies as st

from rhapsode.speaking.natural.letter_pieces import MOST_LETTERS, pieces


@given(st.text("ab ,.", max_size=400), st.integers(4, 50))
def test_nothing_but_spaces_is_lost_and_no_piece_is_too_long(letters, most):
    found = list(pieces(letters, most))
    assert all(0 < piece.end - piece.start <= most for piece in found)
    said = "".join(letters[piece.start : piece.end] for piece in found)
    assert said.replace(" ", "") == letters.replace(" ", "")


def test_a_text_that_fits_is_one_piece():
    assert [tuple(piece) for piece in pieces("a b, c.")] == [(0, 7, False)]


def test_it_is_cut_after_punctuation_near_the_middle():
    letters = "aaaa bbbb, cccc dddd, eeee ffff"
    assert [letters[p.start : p.end] for p in pieces(letters, 24)] == ["aaaa bbbb, ", "cccc dddd, eeee ffff"]


def test_without_punctuation_it_is_cut_between_words_and_says_so():
    letters = " ".join(["abcdefghi"] * 60)
    found = list(pieces(letters))
    assert [piece.within_clause for piece in found] == [False, True]
    assert all(letters[piece.start : piece.end].strip(" ").count(" ") > 20 for piece in found)


def test_one_word_without_end_is_cut_anywhere():
    assert len(list(pieces("a" * (2 * MOST_LETTERS + 1)))) == 3
