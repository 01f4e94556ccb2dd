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
    ("text", "read"),
    [
        ("[x](/tˈu/)", "(x)(/tˈu/)"),
        ("١٩٨٤", "1984"),
        ("a–b", "a—b"),
        ("at <b c> or x<y, y>z", "at (b c) or x<y, y>z"),
        ("a\x00b\n", "a b "),
    ],
)
def test_signs_that_are_read_alike_are_made_one(text, read):
    assert composed(text)[0] == read


def test_signs_are_said_in_words_where_they_stand():
    whole, origins = composed("5×7 ≤ ∞")
    assert whole.split() == "5 times 7 less than or equal to infinity".split()
    assert [origins[whole.index(word)] for word in ("5", "times", "7", "less", "infinity")] == [0, 1, 2, 4, 6]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Open add.wasm, README.md or h264.org.", "Open add dot wasm, README dot md or h264 dot org."),
        ("Node.js at x.y@site.example", "Node dot js at x.y@site dot example"),
        ("$HOME holds $5", "dollar HOME holds $5"),
        ("The U.S.A., W.Y. Lee, a Ph.D., e.g. 3.5...", None),
        ("It was the end.The next day... began", None),
    ],
)
def test_the_dot_in_a_name_is_said_and_no_other(text, read):
    assert " ".join(composed(text)[0].split()) == (read or text)


def test_words_in_another_script_are_found():
    text = "In Москва, at 東京 or Ελλάδα, Nguyễn and Łukasz ate crème brûlée for 5 µm."
    assert foreign(text, ()) == ["Москва,", "東京", "Ελλάδα,"]
    assert foreign(text, [(3, 9, "mˈɑskW")]) == ["東京", "Ελλάδα,"]
