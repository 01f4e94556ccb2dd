import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.scripting import clean
from rhapsode.scripting.clean import blank_entities, speakable
from rhapsode.scripting.line import identity
from rhapsode.writing_systems import within


@pytest.mark.parametrize(
    ("written", "clean_text"),
    [
        ("  two \t spaces\n here ", "two spaces here"),
        ("infor\u00admation", "information"),
        ("foo\u200bbar", "foobar"),
        ("the \ufb01rst of\ufb01ce", "the first office"),
        ("\uff48\uff49", "hi"),
        ("\U0001d41b\U0001d428ld", "bold"),
        ("10\u00a0km", "10 km"),
        ("fish &amp; chips", "fish & chips"),
        ("a &lt; b", "a < b"),
        ("AT&T; R&D", "AT&T; R&D"),
        ("\x01x\x00y\x1b", "xy"),
        ("a \u202eright to left\u202c b", "a right to left b"),
        ("\ud800broken", "broken"),
        ("№ 5 and ™", "№ 5 and ™"),
    ],
)
def test_what_breaks_speech_goes(written, clean_text):
    assert speakable(identity(written)).text == clean_text


def test_a_joiner_stays_where_it_is_spelling():
    assert speakable(identity("می\u200cخواهم")).text == "می\u200cخواهم"
    assert speakable(identity("a\u200cb")).text == "ab"


def test_a_ligature_keeps_its_place():
    line = speakable(identity("of\ufb01ce"))
    assert line.text == "office"
    assert line.said_for(2, 3) == "fi"
    assert line.said_for(3, 5) == "ce"


def test_references_to_nothing_are_found():
    assert list(blank_entities("a&nbsp;b&shy;c&amp;d&lt;")) == [(1, 7, " "), (8, 13, "")]


@given(st.text(max_size=80))
def test_cleaning_twice_is_the_same_as_once(text):
    once = speakable(identity(text)).text
    twice = speakable(identity(once)).text
    assert twice == once or "&" in once  # an escaped escape loses one layer each time


@given(st.text(max_size=80))
def test_letters_and_digits_keep_a_source(text):
    line = speakable(identity(text))
    for span in line.alignment:
        if any(char.isalnum() for char in line.text[span.spoken_start : span.spoken_end]):
            assert span.source_end > span.source_start


PLAIN = st.one_of(st.sampled_from(" \t\n&;#a1—é"), st.characters()).filter(lambda c: not within(c, clean.ODD))


@given(st.text(alphabet=PLAIN, max_size=40))
def test_what_is_looked_for_in_a_plain_text_is_all_there_is(text):
    """A text without an odd character is searched with the small pattern; the large one finds the same there."""
    small, large = clean._FINDS_PLAIN, clean._finds()
    assert [m.span() for m in small.finditer(text)] == [m.span() for m in large.finditer(text)]
