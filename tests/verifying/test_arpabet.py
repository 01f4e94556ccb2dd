"""IPA in the recogniser's phones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.verifying.arpabet import PHONES, arpabet

ALL = set(
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split()
)


@pytest.mark.parametrize(
    ("ipa", "phones"),
    [
        ("kˈæt", "K AE T"),
        ("tʃˈɜːtʃ", "CH ER CH"),
        ("ɡɹˈɪfɑːn", "G R IH F AA N"),
        ("t͡ʃˈaɪld", "CH AY L D"),
        ("əʊpən", "OW P AH N"),
        ("ˈʒɔɪ", "ZH OY"),
        ("!", ""),
        ("", ""),
    ],
)
def test_sounds_become_phones(ipa, phones):
    assert " ".join(arpabet(ipa)) == phones


def test_every_phone_is_one_that_the_model_has():
    assert {phone for phones in PHONES.values() for phone in phones} <= ALL


@given(st.text(max_size=30))
def test_whatever_it_is_given_it_answers_with_phones(text):
    assert set(arpabet(text)) <= ALL
