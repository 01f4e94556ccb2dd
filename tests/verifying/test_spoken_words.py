"""The words that a recogniser is to listen for."""

import pytest

from rhapsode.verifying.spoken_words import has_words, spoken_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The quay waits.", ["the", "quay", "waits"]),
        ("Don’t stop—ever!", ["don't", "stop", "ever"]),
        ("A looking-glass", ["a", "looking", "glass"]),
        ("In 1,905 (or 3rd)", ["in", "1,905", "or", "3rd"]),
        ("NASA said I may", ["NASA", "said", "i", "may"]),
        ("“…”", []),
        ("café", ["café"]),
    ],
)
def test_punctuation_goes_and_figures_and_capitals_stay(text, words):
    assert spoken_words(text) == words


def test_a_text_of_signs_has_nothing_to_be_heard():
    assert not has_words("— … !")
    assert has_words("5")
