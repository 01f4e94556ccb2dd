"""What of a text can be read at all, and where its characters come from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.speaking.natural.latin_text import composed, foreign


@given(st.text(max_size=60))
def test_every_character_has_an_origin_that_never_goes_back(text):
    whole, origins = composed(text)
    assert len(origins) == len(whole) + 1
    assert list(origins) == sorted(origins)
    assert origins[-1] == len(text)


def test_combining_accents_are_composed_and_keep_their_place():
    whole, origins = composed("cafe\u0301 au lait")
    assert whole == "café au lait"
    assert origins[whole.index("lait")] == "cafe\u0301 au lait".index("lait")


@pytest.mark.parametrize(
    ("text", "read"), [("[x](/tˈu/)", "(x)(/tˈu/)"), ("١٩٨٤", "1984"), ("a–b", "a—b"), ("a\x00b\n", "a b ")]
)
def test_signs_that_are_read_alike_are_made_one(text, read):
    assert composed(text)[0] == read


def test_signs_are_said_in_words_where_they_stand():
    whole, origins = composed("5×7 ≤ ∞")
    assert whole.split() == "5 times 7 less than or equal to infinity".split()
    assert [origins[whole.index(word)] for word in ("5", "times", "7", "less", "infinity")] == [0, 1, 2, 4, 6]


def test_words_in_another_script_are_found():
    text = "In Москва, at 東京 or Ελλάδα, Nguyễn and Łukasz ate crème brûlée for 5 µm."
    assert foreign(text, ()) == ["Москва,", "東京", "Ελλάδα,"]
    assert foreign(text, [(3, 9, "mˈɑskW")]) == ["東京", "Ελλάδα,"]
