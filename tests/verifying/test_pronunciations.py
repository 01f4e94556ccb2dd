"""How words are said that the recogniser's dictionary lacks."""

import pytest

from rhapsode.errors import EngineError
from rhapsode.model import Lexeme
from rhapsode.verifying.pronunciations import ways_to_say

pytest.importorskip("pocketsphinx", reason="the extra [verify] is not installed")


def say(words):
    return ["ɡɹˈɪfɑːn" if word == "gryphon" else "nˈɑːsə" for word in words]


def silent(words):
    raise EngineError("no engine here can tell")


def test_only_what_the_dictionary_lacks_is_asked_for():
    asked = []
    assert ways_to_say(["harbour", "boats", "gryphon"], [lambda words: asked.append(words) or say(words)]) == {
        "gryphon": (("G", "R", "IH", "F", "AA", "N"),)
    }
    assert asked == [["gryphon"]]


def test_capitals_may_be_a_word_or_letters():
    ways = ways_to_say(["NASA"], [say])["NASA"]
    assert ("N", "AA", "S", "AH") in ways
    assert ("EH", "N", "EY", "EH", "S", "EY") in ways


def test_so_may_a_word_without_a_vowel():
    assert ("EH", "N", "JH", "IY") in ways_to_say(["ng"], [])["ng"]


def test_every_engine_has_its_say_and_one_that_cannot_tell_is_passed_over():
    assert ways_to_say(["gryphon"], [silent, say, lambda words: ["ˈɡɹaɪfən"]])["gryphon"] == (
        ("G", "R", "IH", "F", "AA", "N"),
        ("G", "R", "AY", "F", "AH", "N"),
    )
    assert ways_to_say(["gryphon"], [silent]) == {}


def test_a_lexicon_adds_to_what_is_known():
    assert ways_to_say(["quay"], [], [Lexeme("quay", phoneme="kweɪ"), Lexeme("cay", alias="key")]) == {
        "quay": (("K", "W", "EY"),)
    }
