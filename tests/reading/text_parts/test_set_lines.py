import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.reading.text_parts.text_structure import analyse

VERSE = "But soft, what light\n  through yonder window breaks?\nIt is the east."
PROSE = (
    "The paragraph goes on and on, and at about seventy columns its lines are\n"
    "wrapped, wherever a word would not fit any more, so that the line ends\n"
    "mean nothing at all."
)


def texts(text):
    return [chunk.text for chunk in analyse(text).chunks]


@pytest.mark.parametrize(
    "written",
    [
        "Roses are red\nViolets are blue\nSugar is sweet\nAnd so are you",
        "12 High Street\nBig Town\nZZ9 9ZZ",
        "There are three:\napples\npears\nred plums",
    ],
)
def test_verse_addresses_and_bare_lists_keep_their_lines(written):
    assert texts(f"{PROSE}\n\n{written}\n\n{PROSE}")[1] == written
    assert texts(f"{written}\n\n{written.title()}")[0] == written


def test_indented_lines_of_verse_lose_their_indent_alone():
    assert texts(f"{PROSE}\n\n{VERSE}\n\n{PROSE}")[1] == VERSE.replace("\n  ", "\n")


def test_wrapped_prose_is_one_line():
    assert texts(f"{PROSE}\n\n{PROSE}") == [" ".join(PROSE.split())] * 2


@pytest.mark.parametrize(
    ("cut", "elsewhere", "whole"),
    [
        ("inter-\nnational", "international", "international"),
        ("well-\nknown", "well-known", "well-known"),
        ("blue-\ngreen", "neither", "blue-green"),
        ("1990-\n1995", "neither", "1990- 1995"),
    ],
)
def test_a_word_cut_at_a_line_end_is_whole_again(cut, elsewhere, whole):
    start = "A long line of prose that is as wide as all the others, with a word that is "
    text = f"{start}{cut} and goes on after it, of {elsewhere} kind, for quite a while.\n\n{PROSE}"
    assert whole in texts(text)[0]


def test_where_lines_are_seen_to_cut_words_the_others_are_whole_too():
    start = "A long line of prose that is as wide as all the others, with a word that is "
    lines = ("inter-\nnational", "suc-\ncess", "well-\nknown", "blue-\ngreen")
    text = " and\n".join(f"{start}{cut} as it says" for cut in lines)
    read = " ".join(texts(f"{text}, blue or green, of international kind.\n\n{PROSE}"))
    assert [word in read for word in ("international", "success", "well-known", "blue-green")] == [True] * 4


@given(st.lists(st.sampled_from(["word", "Cut-", "cut-", "-", "a", "", "  in", "x" * 60, "1-"]), max_size=12))
def test_no_letter_is_lost_or_doubled(lines):
    text = "\n".join(lines)
    got = "".join(chunk.text + chunk.marker for chunk in analyse(text).chunks)
    assert sorted(c for c in got if c.isalnum()) == sorted(c for c in text if c.isalnum())
