import pytest
from lxml import html
from reading_tools import marked

from rhapsode.reading.blocks import Blocks
from rhapsode.reading.walker import Walker


def read(body):
    blocks = Blocks()
    Walker(blocks).walk(html.document_fromstring(f"<html><body><p>{body}</p></body></html>"))
    return blocks.tuple()[0]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("10<sup>6</sup>", "10⁶"),
        ("10<sup>−9</sup> m", "10⁻⁹ m"),
        ("g/cm<sup>3</sup>", "g/cm³"),
        ("Ca<sup>2+</sup>", "Ca²⁺"),
        ("H<sub>2</sub>O", "H₂O"),
        ("SO<sub>4</sub><sup>2−</sup>", "SO₄²⁻"),
        ("<sup>14</sup>C", "¹⁴C"),
        ("<sup>1</sup>⁄<sub>2</sub>", "¹⁄₂"),
        ("1<sup>st</sup> and XX<sup>e</sup>", "1st and XXe"),
        ("2<sup>k</sup> and x<sup>n</sup>", "2^k and xⁿ"),
        ("T<sub>max</sub>", "T max"),
        ("<b>x<sup><i>2</i></sup></b>", "x²"),
        ("<sup>1</sup> The text of a note", "1 The text of a note"),
        ("<sup>a whole sentence that is small</sup>", "a whole sentence that is small"),
        ("M<sup>me</sup> and TM<sup>®</sup>", "Mme and TM®"),
    ],
)
def test_raised_and_lowered_text_keeps_its_meaning(written, text):
    assert read(written).text == text


@pytest.mark.parametrize("written", ["seen<sup><a href='#n3'>3</a></sup>", "seen<a href='#n3'><sup>3</sup></a>"])
def test_a_raised_link_on_the_page_is_the_mark_of_a_note(written):
    block = read(f"It was {written} again.")
    assert ("note_reference", "3", "3") in marked(block)
    assert block.text == "It was seen3 again."


def test_a_raised_mark_in_brackets_is_a_citation_as_before():
    assert ("citation", "[4]", "") in marked(read("seen<sup><a href='#n4'>[4]</a></sup>"))
