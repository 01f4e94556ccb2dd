from scripts import block, document

from rhapsode.model import Lexeme
from rhapsode.scripting import write_script
from rhapsode.scripting.audit import audit

TEXT = "We read of Georgia and of naïve NASA men. The iPhone saw Georgia. An extraordinarily old town."


def entries(text=TEXT, pronounce=None, **rest):
    script = write_script(document(block("paragraph", text, line=4), title="x", **rest))
    return {one.word: one for one in audit(script, pronounce)}


def test_words_worth_hearing():
    assert {word: one.kinds for word, one in entries().items()} == {
        "read": ("heteronym",),
        "Georgia": ("name",),
        "naïve": ("foreign",),
        "NASA": ("capitals",),
        "iPhone": ("mixed",),
        "extraordinarily": ("rare",),
    }


def test_count_line_and_context():
    one = entries()["Georgia"]
    assert (one.count, one.line, one.context) == (2, 4, "We read of Georgia and of naïve NASA men.")


def test_the_most_doubtful_come_first():
    script = write_script(document(block("paragraph", TEXT), title="x"))
    assert [one.kinds[0] for one in audit(script)] == ["heteronym", "foreign", "capitals", "mixed", "name", "rare"]


def test_what_the_engine_would_say():
    asked = []

    def pronounce(words):
        asked.extend(words)
        return [word.lower() for word in words]

    found = entries(pronounce=pronounce)
    assert found["NASA"].ipa == "nasa"
    assert found["Georgia"].ipa == "georgia"
    assert "so NASA so" in asked, "a text all in capitals is not said as capitals in a sentence are"


def test_what_the_lexicon_says_wins():
    found = entries(pronounce=lambda words: words, lexicon=(Lexeme("Georgia", phoneme="dʒɔːdʒə"),))
    assert found["Georgia"].ipa == "dʒɔːdʒə"


def test_a_language_has_its_own_letters_and_no_english_heteronyms():
    assert entries("Das read ist schön und naïve.", language="de") == {
        "naïve": entries("Das read ist schön und naïve.", language="de")["naïve"]
    }


def test_plain_words_and_numbers_are_not_listed():
    assert entries("The cat sat on 12 mats by the 3rd door.") == {}


def test_a_respelled_word_is_asked_for_as_it_is_said():
    asked = []
    lexicon = (Lexeme("Xanthippe", alias="zan tippy"), Lexeme("Zeuxo", alias="Seuxo"), Lexeme("OST", alias="oh-es-tee"))
    text = "“We  saw” Xanthippe's OST,\u00ad and Zeuxo in it[4], with Tolk."
    found = entries(text, lambda words: asked.extend(words) or [f"<{word}>" for word in words], lexicon=lexicon)
    assert {word: one.ipa for word, one in found.items()} == {
        "Xanthippe": "<zan tippy>",
        "OST": "<oh-es-tee>",
        "Zeuxo": "<Seuxo>",
        "Tolk": "<Tolk>",
    }


def test_a_word_said_together_with_others_is_asked_for_by_itself():
    found = entries("It was sent by Dr. Tolk.", lambda words: words)
    assert found["Tolk"].ipa == "Tolk"
    assert found.get("Dr") is None or found["Dr"].ipa == "Dr"
