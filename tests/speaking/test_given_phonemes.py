"""Each engine that takes phonemes says of two pronunciations, and of a known name, the one that is asked for."""

from __future__ import annotations

import re
from functools import cache

import pytest

from rhapsode.model import Mark, Voice
from rhapsode.scripting.data import rows
from rhapsode.scripting.heteronyms.choice import choose
from rhapsode.scripting.heteronyms.heteronym_list import heteronyms
from rhapsode.speaking.espeak.espeak_engine import EspeakEngine
from rhapsode.speaking.natural.misaki import letters
from rhapsode.speaking.processes.children import run_kept

EVERY = [(word, way) for word, one in heteronyms().items() for way in one.ways]
NAMES = [(word, ipa) for word, ipa in rows("names")]
TEXT = "They read the lead story live, close to the wind."


def espeak(text, marks, family="gmw/en-US"):
    (said,) = run_kept("espeak", _ask, [(text, marks)], family, patience_s=30)  # the library is for children alone
    return said


@cache
def asked_for(family="gmw/en-US"):
    """What espeak says of each word by itself for each of the pronunciations given, by the two."""
    wanted = [*((word, way.ipa) for word, way in EVERY), *NAMES]
    given = [(word, [Mark(0, len(word), "phonemes", ipa)]) for word, ipa in wanted]
    return dict(zip(wanted, run_kept("espeak", _ask, given, family, patience_s=60), strict=True))


def _ask(given, family):
    for text, marks in given:
        yield EspeakEngine().phonemes(text, marks, Voice(family=family, language="en")).strip()


def stress(ipa):
    """Number of vowels before the main stress."""
    return sum(c in "aeiouæɑɒɐɔəɛɜɝɚɪʊʌᵻ" for c in ipa.partition("ˈ")[0].replace("eə", "ɛɹ").replace("iə", "ɪɹ"))


def stressed_vowel(ipa):
    """The vowel after the main stress, as an American says it."""
    found = re.match(r"[^aeiouæɑɒɐɔəɛɜɝɚɪʊʌᵻ]*([aeiouæɑɒɐɔəɛɜɝɚɪʊʌᵻ]+)", ipa.partition("ˈ")[2])[1]
    return found.replace("ɒ", "ɑ").replace("ɝ", "ɜ")


@pytest.mark.slow
@pytest.mark.parametrize("family", ["gmw/en", "gmw/en-US"])
def test_espeak_says_each_way(family):
    said = asked_for(family)
    for word, way in EVERY:
        assert stress(said[word, way.ipa]) == stress(way.ipa), (word, way.ipa)
        others = [said[word, one.ipa] for one in heteronyms()[word].ways if one != way]
        assert said[word, way.ipa] not in others
    for word, ipa in NAMES:
        assert stress(said[word, ipa]) == stress(ipa), (word, ipa, said[word, ipa])


@pytest.mark.slow
@pytest.mark.parametrize("family", ["gmw/en", "gmw/en-US"])
def test_no_sound_is_said_twice(family):
    for (word, ipa), said in asked_for(family).items():
        twice = [re.findall(r"(\w)\1", re.sub("[ˈˌ]", "", one)) for one in (said, ipa)]
        assert twice[0] == twice[1], (word, ipa, said)


@pytest.mark.slow
def test_in_an_american_voice_the_consonants_are_those_asked_for():
    vowels = "aeiouæɑɒɐɔəɛɜɝɚɪʊʌᵻˈˌː "
    for (word, ipa), said in asked_for().items():
        pair = (said.replace("ŋ", "n").replace("ɾ", "t"), ipa.replace("ŋ", "n"))
        kept = ["".join(c for c in one if c not in vowels).replace("ɹ", "") for one in pair]
        assert kept[0] == kept[1], (word, ipa, said)


def test_in_an_american_voice_the_stressed_vowel_is_the_one_asked_for():
    for (word, ipa), said in asked_for().items():
        assert stressed_vowel(said) == stressed_vowel(ipa), (word, ipa, said)


def test_the_natural_voice_has_the_vowels_and_stresses_asked_for():
    gliding = {"A": "eɪ", "I": "aɪ", "O": "oʊ", "W": "aʊ", "Y": "ɔɪ"}  # misaki's letters for English
    for word, ipa in asked_for():
        said = "".join(gliding.get(letter, letter) for letter in letters(ipa)).replace("ɜɹ", "ɜ")
        assert stressed_vowel(said) == stressed_vowel(ipa.replace("ː", "").replace("ɚ", "ə")), (word, ipa, said)


def test_a_british_natural_voice_has_letters_for_each_name():
    assert [word for word, ipa in NAMES if letters(ipa, british=True) is None] == []


def test_the_natural_voice_has_letters_for_each_way():
    for word, one in heteronyms().items():
        said = [letters(way.ipa) for way in one.ways]
        assert None not in said
        assert len(set(said)) == len(said), word


def test_the_words_around_are_said_as_before():
    marks = [Mark(one.start, one.end, "phonemes", one.way.ipa) for one in choose(TEXT)]
    assert [TEXT[one.start : one.end] for one in marks] == ["read", "lead", "live", "close", "wind"]
    marked = [TEXT[: one.start].count(" ") for one in marks]
    with_marks, without = espeak(TEXT, marks).split(), espeak(TEXT, ()).split()
    assert [one for at, one in enumerate(with_marks) if at not in marked] == [
        one for at, one in enumerate(without) if at not in marked
    ]


@pytest.mark.parametrize(
    "text", ["“bass”", "(bass)", '"bass"', "‘bass’", "«bass»", "so…bass", "so—bass", "so/bass", "re-bass", "bass"]
)
def test_a_word_given_in_phonemes_is_heard_behind_any_sign(text):
    start = text.index("bass")
    assert "bˈæs" in espeak(f"the {text} there", [Mark(4 + start, 8 + start, "phonemes", "ˈbæs")])


@pytest.mark.parametrize(
    ("word", "ipa", "said"),
    [("wind", "ˈwɪnd", "wˈɪndz"), ("project", "ˈpɹɒdʒɛkt", "pɹˈɑːdʒɛkts"), ("use", "ˈjuːs", "jˈuːsɪz")],
)
@pytest.mark.parametrize("sign", ["'", "’"])
def test_a_possessive_s_is_said_with_its_word(word, ipa, said, sign):
    heard = espeak(f"the {word}{sign}s end", [Mark(4, 4 + len(word), "phonemes", ipa)])
    assert heard.split()[1:] == [said, "ˈɛnd"]
