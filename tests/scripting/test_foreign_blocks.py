"""A paragraph or a quote in another language, in a document that does not say so."""

import pytest
from scripts import block, document

from rhapsode.scripting.foreign_blocks import foreign_language
from rhapsode.scripting.languages import could_be_foreign
from rhapsode.scripting.script import write_script
from rhapsode.scripting.style import Style, default_roles

ENGLISH = "The house on the hill was empty when we came to it, and there was nobody who could say why."
FOREIGN = {
    "de": "Wer zu spät kommt, der findet die Tür verschlossen und muss auf den nächsten Tag warten.",
    "fr": "Il n'y a pas de plus grand plaisir que de lire un livre dans le jardin, avec du thé.",
    "es": "En un lugar de la costa vivía un hombre que no sabía leer, pero que contaba los cuentos como nadie.",
    "it": "Non c'era nessuno nella piazza, e il vento portava le foglie di un albero che non si vedeva.",
    "pt": "Não havia ninguém na praça, e o vento trazia as folhas de uma árvore que não se via.",
    "nl": "Er was niemand op het plein, en de wind bracht de bladeren van een boom die je niet zag.",
}
HOMELY = [
    "The French for it is la vie en rose, and the Germans say das Leben; she liked neither of the two.",
    "Pasta e fagioli, spaghetti alla puttanesca, insalata mista, tiramisu, caffe latte",
    "Charles de Gaulle, Vincent van Gogh, Leonardo da Vinci, Miguel de Cervantes, Juan de la Cruz",
    "Rio de Janeiro, Puerto de la Cruz, San Luis de la Paz, Santiago de Compostela",
    "Die Zeit, Der Spiegel, Die Welt",
    "She died in Rio de Janeiro, alone.",
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.",
    "Click Save, close dialogs, restart programs, check logs, repeat.",
]


@pytest.mark.parametrize("kind", ["paragraph", "quote", "list_item", "footnote"])
@pytest.mark.parametrize("language", FOREIGN)
def test_a_block_in_another_language_is_told(language, kind):
    assert foreign_language(block(kind, FOREIGN[language]), "en") == language


@pytest.mark.parametrize("language", FOREIGN)
def test_so_is_english_among_another_and_each_is_at_home_in_its_own(language):
    assert foreign_language(block("paragraph", ENGLISH), language) == "en"
    assert foreign_language(block("paragraph", FOREIGN[language]), language) == ""


@pytest.mark.parametrize("text", [ENGLISH, *HOMELY])
def test_english_with_foreign_words_and_names_stays_english(text):
    assert foreign_language(block("paragraph", text), "en-GB") == ""


def test_what_says_its_language_is_believed_and_code_is_not_asked():
    assert foreign_language(block("paragraph", FOREIGN["de"], language="nl"), "en") == ""
    assert foreign_language(block("code", FOREIGN["de"]), "en") == ""


def test_a_script_says_each_block_in_its_language_unless_one_is_asked_for():
    mixed = document(block("paragraph", ENGLISH), block("paragraph", FOREIGN["de"]), language="en")
    assert [said.voice.language for said in write_script(mixed).utterances][-2:] == ["en", "de"]
    style = Style(default_roles(), language="en")
    assert [said.voice.language for said in write_script(mixed, style).utterances][-2:] == ["en", "en"]


@pytest.mark.parametrize("language", FOREIGN)
def test_a_few_counts_settle_most_blocks_of_the_document_s_own(language):
    assert not could_be_foreign(block("paragraph", ENGLISH), "en")
    assert not could_be_foreign(block("paragraph", FOREIGN[language]), language)
    assert could_be_foreign(block("paragraph", FOREIGN[language]), "en")
    assert not could_be_foreign(block("paragraph", FOREIGN[language]), "sv")
