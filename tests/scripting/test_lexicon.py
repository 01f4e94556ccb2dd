import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.model import Lexeme
from rhapsode.scripting.lexicon import bad_phoneme, lexicon_for, speaks


def said(text, *lexemes, language="en"):
    return [(text[c.start : c.end], c.spoken, c.phonemes) for c in lexicon_for(lexemes, language).claims(text)]


def test_a_word_in_lower_case_stands_for_every_case():
    assert said("SQL, sql and Sql", Lexeme("sql", alias="sequel")) == [(w, "sequel", "") for w in ("SQL", "sql", "Sql")]


def test_a_word_with_a_capital_stands_for_itself():
    assert said("Polish polish", Lexeme("Polish", phoneme="pˈəʊlɪʃ")) == [("Polish", "Polish", "pˈəʊlɪʃ")]


def test_only_whole_words():
    assert said("cat category concat", Lexeme("cat", alias="dog")) == [("cat", "dog", "")]


def test_possessives_and_compounds():
    assert said("Xu's Xu-like", Lexeme("Xu", alias="shoe")) == [("Xu", "shoe", "")] * 2


def test_the_longest_phrase_wins():
    lexemes = [Lexeme("New", alias="n"), Lexeme("New York", alias="ny"), Lexeme("New York City", alias="nyc")]
    assert said("New York City, New York, New", *lexemes) == [
        ("New York City", "nyc", ""),
        ("New York", "ny", ""),
        ("New", "n", ""),
    ]


def test_forms_with_signs():
    assert said("C++ and .NET, not C", Lexeme("C++", alias="see plus plus"), Lexeme(".NET", alias="dot net")) == [
        ("C++", "see plus plus", ""),
        (".NET", "dot net", ""),
    ]


def test_of_two_for_one_form_the_later_wins():
    assert said("tomato", Lexeme("tomato", alias="a"), Lexeme("tomato", alias="b")) == [("tomato", "b", "")]


@pytest.mark.parametrize(
    ("tag", "language", "does"),
    [("", "de", True), ("en", "en-US", True), ("en-GB", "en", True), ("de", "en", False), ("EN", "en", True)],
)
def test_languages(tag, language, does):
    assert speaks(tag, language) is does


@pytest.mark.parametrize("phoneme", ["təˈmɑːtəʊ", "ˈkyubɛb", "ˌæləˈbæmə", "t͡ʃaɪ", "nɔrθ", "ãʁɡ", "pʰa˥"])
def test_phonemes_that_are_ipa(phoneme):
    assert bad_phoneme(phoneme) == ""


@pytest.mark.parametrize(("phoneme", "bad"), [('t@"mA:', '@"A'), ("<b>", "<>"), ("ta#", "#")])
def test_phonemes_that_are_not(phoneme, bad):
    assert bad_phoneme(phoneme).replace(":", "") == bad


@given(st.text("abc AB'-.+", max_size=40), st.lists(st.text("abcAB +", min_size=1, max_size=4), max_size=6))
def test_claims_ascend_without_overlap(text, forms):
    reached = 0
    for claim in lexicon_for([Lexeme(form, alias="x") for form in forms], "en").claims(text):
        assert reached <= claim.start < claim.end <= len(text)
        reached = claim.end
