from scripts import block, document, spoken

from rhapsode.model import Mark
from rhapsode.scripting import Style, write_script
from rhapsode.scripting.delivery import Delivery
from rhapsode.scripting.style import default_roles


def saying(**roles):
    return Style({**default_roles(), **roles})


def test_spelled_out_roles():
    style = saying(code=Delivery(speak="auto", speak_as="spell-out"), caption=Delivery(speak_as="digits"))
    script = write_script(document(block("code", "ab 12"), block("caption", "Room 101"), title="x"), style)
    assert spoken(script)[1:] == ["A B 1 2", "Room 1 0 1"]


SHORT = block(
    "paragraph",
    "The W3C met on 5 a.m. It was MIT.",
    marks=[
        (4, 7, "abbreviation", "World Wide\n Web Consortium"),
        (17, 21, "abbreviation", "before noon"),
        (29, 32, "abbreviation", "5 km"),
    ],
)


def test_an_abbreviation_is_said_as_written_unless_the_style_expands_it():
    assert spoken(write_script(document(SHORT, title="x")))[1].startswith("The W3C met")
    script = write_script(document(SHORT, title="x"), saying(abbreviation=Delivery(speak_as="expansion")))
    assert spoken(script)[1:] == ["The World Wide Web Consortium met on 5 before noon.", "It was five kilometers."]
    assert [u.source_text for u in script.utterances[1:]] == ["The W3C met on 5 a.m.", "It was MIT."]
    assert script.ledger.spoken_words == 9


def test_an_abbreviation_may_be_spelled_or_left_out():
    style = saying(abbreviation=Delivery(speak_as="spell-out"))
    assert spoken(write_script(document(SHORT, title="x"), style))[-1] == "It was M I T."
    script = write_script(document(SHORT, title="x"), saying(abbreviation=Delivery(speak="never")))
    assert [skip.text for skip in script.ledger.skipped] == ["W3C", "a.m.", "MIT"]


def test_an_abbreviation_with_phonemes_keeps_them():
    marks = [(0, 3, "abbreviation", "structured query language"), (0, 3, "phonemes", "ˈsiːkwəl")]
    style = saying(abbreviation=Delivery(speak_as="expansion"))
    script = write_script(document(block("paragraph", "SQL is old.", marks=marks), title="x"), style)
    assert spoken(script)[1] == "SQL is old."
    assert script.utterances[1].marks == (Mark(0, 3, "phonemes", "ˈsiːkwəl"),)


def test_a_line_of_verse_is_an_utterance_with_a_pause_of_its_own():
    verse = block("paragraph", "The tide came in\nthe boats went out.\nNobody sang")
    script = write_script(document(verse, block("heading", "A\nB", level=2), title="x"))
    assert spoken(script)[1:] == ["The tide came in", "the boats went out.", "Nobody sang", "A B"]
    assert [one.after_ms for one in script.utterances[1:3]] == [250, 300]


def test_a_line_break_inside_a_marked_passage_is_a_space():
    marked = block("paragraph", "see the\nPanthéon now", marks=[(4, 16, "phonemes", "pɑ̃teɔ̃")])
    assert spoken(write_script(document(marked, title="x")))[1:] == ["see the Panthéon now"]
