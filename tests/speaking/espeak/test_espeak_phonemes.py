"""IPA in, mnemonics out, whatever the voice has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.speaking.espeak.espeak_phonemes import NEAR, table, to_mnemonics

SOUNDS = {"t": "t", "ə": "@", "m": "m", "eɪ": "eI", "ɪ": "I", "oʊ": "oU", "tʃ": "tS", "ʃ": "S", "e": "e"}


def test_the_longest_match_wins_and_stress_comes_along():
    assert to_mnemonics("təˈmeɪtoʊ", SOUNDS) == "t|@|'m|eI|t|oU"


def test_ties_and_breaks_are_nothing():
    assert to_mnemonics("t͡ʃe.te", SOUNDS) == "tS|e|t|e"


@pytest.mark.parametrize(
    ("ipa", "said"),
    [
        ("dɪˈgriz", "d|I|'g|r|i:|z"),  # length not marked: long before a consonant
        ("luˈi", "l|u|'i"),  # and short before a vowel, and at the end
        ("kyub", "k|j|u:|b"),  # y is the glide where the voice has no such vowel
        ("kiːpi", "k|i:|p|i"),  # where length is marked, what is not marked is short
    ],
)
def test_the_habits_of_dictionaries_are_understood(ipa, said):
    sounds = {c: c for c in "dgrzlukjbpi"} | {"ɪ": "I", "iː": "i:", "uː": "u:"}
    assert to_mnemonics(ipa, sounds) == said


def test_y_is_a_vowel_where_the_voice_has_it():
    assert to_mnemonics("yo", {"y": "y", "o": "o", "j": "j"}) == "y|o"


def test_a_missing_sound_takes_the_nearest_there_is():
    assert to_mnemonics("ʌ", {"æ": "a"}) == "a"
    assert to_mnemonics("☃", SOUNDS) == ""


@given(st.text(alphabet="".join(NEAR) + "ˈˌːtm☃", max_size=60))
def test_any_string_ends(text):
    to_mnemonics(text, SOUNDS)


def test_the_table_is_what_the_voice_says_of_itself():
    said = {"[[t]]": "t", "[[t#]]": "t", "[[eI]]": "ˈeɪ", "[[?]]": ""}
    assert table(["t#", "t", "eI", "?", "_", "'"], lambda asked: [said[name] for name in asked]) == {
        "t": "t",
        "eɪ": "eI",
    }
