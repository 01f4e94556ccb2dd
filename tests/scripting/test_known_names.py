"""Names that are written one way and known to be said another are given to the voice in phonemes, and no others."""

from __future__ import annotations

import pytest
from scripts import block, document

from rhapsode.model import Lexeme, Mark
from rhapsode.scripting import Style, write_script
from rhapsode.scripting.data import rows
from rhapsode.scripting.heteronyms.heteronym_list import heteronyms
from rhapsode.scripting.known_names import name_claims
from rhapsode.scripting.lexicon import bad_phoneme
from rhapsode.scripting.style import default_roles


def told(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.phonemes) for one in name_claims(text)]


def marked(text: str, style: Style | None = None, language: str = "en", **options: bool) -> list[str]:
    made = write_script(document(block("paragraph", text), language=language), style, **options)
    return [mark.value for one in made.utterances for mark in one.marks if one.source_text == text]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Chopin and Foucault", [("Chopin", "ˈʃoʊpæn"), ("Foucault", "fuːˈkoʊ")]),
        ("in Foucault’s sense, by Foucault's pendulum", [("Foucault", "fuːˈkoʊ")] * 2),
        ("the Cauchy-Riemann equations", [("Cauchy", "koʊˈʃiː"), ("Riemann", "ˈɹiːmɑːn")]),
        ("Jean-Jacques Rousseau", [("Jean-Jacques", "ˌʒɑːnˈʒɑːk"), ("Rousseau", "ɹuːˈsoʊ")]),
        ("Nginx, nginx and NGINX", [(word, "ˌɛndʒɪnˈɛks") for word in ("Nginx", "nginx", "NGINX")]),
        ("WITTGENSTEIN AND BACH", [("WITTGENSTEIN", "ˈvɪtɡənʃtaɪn")]),
        ("a macron, an ulysses, seans and a shopin", []),
        ("the xi of Xi", [("Xi", "ˈʃiː")]),
        ("", []),
    ],
)
def test_a_name_is_found_as_it_is_written_and_in_capitals(text: str, found: list[tuple[str, str]]) -> None:
    assert told(text) == found


def test_the_voice_is_given_the_phonemes_and_the_text_stays() -> None:
    made = write_script(document(block("paragraph", "He played Chopin twice.")))
    said = made.utterances[-1]
    assert said.text == "He played Chopin twice."
    assert said.marks == (Mark(10, 16, "phonemes", "ˈʃoʊpæn"),)


def test_a_lexicon_wins_and_a_style_or_an_option_leaves_them_to_the_voice() -> None:
    own = Style(default_roles(), lexicon=(Lexeme("Chopin", phoneme="ʃɔˈpɛ̃"),))
    assert marked("He played Chopin.", own) == ["ʃɔˈpɛ̃"]
    said_so = Style(default_roles(), lexicon=(Lexeme("Chopin", alias="Show pan"),))
    assert marked("He played Chopin.", said_so) == []
    assert marked("He played Chopin.", Style(default_roles(), rules_off=frozenset({"names"}))) == []
    assert marked("He played Chopin.", normalize=False) == []


def test_another_language_says_its_own_names() -> None:
    assert marked("Chopin est né à Żelazowa Wola.", language="fr") == []
    assert marked("Chopin was born there.", language="en-GB") == ["ˈʃoʊpæn"]


def test_the_list_is_sound() -> None:
    listed = rows("names")
    words = [word for word, _ in listed]
    assert len(set(words)) == len(words)
    assert not heteronyms().keys() & {word.lower() for word in words}
    assert [word for word, ipa in listed if bad_phoneme(ipa) or ipa.count("ˈ") != 1] == []
