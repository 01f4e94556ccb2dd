from hypothesis import assume, given
from hypothesis import strategies as st

from rhapsode.model import Span
from rhapsode.scripting.line import Edit, Line, announcement, cut, cuts, identity, rewrite, unsaid


@st.composite
def texts_and_edits(draw):
    text = draw(st.text("ab c.", max_size=30))
    points = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(points[::2], points[1::2], strict=False))
    return text, [Edit(a, b, draw(st.text("xyz", max_size=3))) for a, b in pairs]


def covers(line):
    at = reached = 0
    for span in line.alignment:
        assert span.spoken_start == at <= span.spoken_end
        assert reached <= span.source_start <= span.source_end
        at, reached = span.spoken_end, span.source_end
    assert at == len(line.text)


def test_identity_aligns_character_by_character():
    assert identity("abc").alignment == (Span(0, 3, 0, 3),)
    assert identity("").alignment == ()


def test_an_announcement_has_no_source():
    line = announcement("Figure")
    assert line.alignment == (Span(0, 6, 0, 0),)
    assert line.source_text("whatever") == ""


def test_an_edit_stands_for_what_it_replaces():
    line = rewrite(identity("on Jan. 5 we"), [Edit(3, 9, "January fifth")])
    assert line.text == "on January fifth we"
    assert line.alignment == (Span(0, 3, 0, 3), Span(3, 16, 3, 9), Span(16, 19, 9, 12))


def test_an_insertion_has_no_source_and_a_deletion_no_speech():
    line = rewrite(identity("ab cd"), [Edit(0, 0, "x: "), Edit(2, 3, "")])
    assert line.text == "x: abcd"
    assert line.alignment == (Span(0, 3, 0, 0), Span(3, 5, 0, 2), Span(5, 5, 2, 3), Span(5, 7, 3, 5))
    assert line.source_text("ab cd") == "abcd"


@given(texts_and_edits(), texts_and_edits())
def test_alignment_covers_and_is_monotonic_after_any_edits(first, second):
    line = rewrite(identity(first[0]), first[1])
    covers(line)
    later = [edit for edit in second[1] if edit.end <= len(line.text)]
    twice = rewrite(line, later)
    covers(twice)
    expected, at = "", 0
    for edit in later:
        expected, at = expected + line.text[at : edit.start] + edit.text, edit.end
    assert twice.text == expected + line.text[at:]


@given(texts_and_edits(), st.data())
def test_pieces_cut_from_a_line_keep_their_sources(case, data):
    line = rewrite(identity(case[0]), case[1])
    assume(line.text)
    at = data.draw(st.integers(1, len(line.text)))
    left, right = cuts(line, [(0, at), (at, len(line.text))])
    for piece in (left, right):
        covers(piece)
    assert left.text + right.text == line.text
    assert cut(line, 0, at) == left
    sources = [n for piece in (left, right) for s in piece.alignment for n in range(s.source_start, s.source_end)]
    assert sources == sorted(set(sources)), "no character of the source is in both"
    assert set(sources) == {n for s in line.alignment for n in range(s.source_start, s.source_end)}


def test_the_first_word_that_is_no_longer_said_is_named():
    before = identity("one two three")
    assert unsaid(before, before, "one two three") == ""
    assert unsaid(before, rewrite(before, [Edit(0, 3, "1"), Edit(3, 4, " ")]), "one two three") == ""
    assert unsaid(before, rewrite(before, [Edit(4, 8, "")]), "one two three") == "two"
    assert unsaid(before, rewrite(before, [Edit(9, 13, "")]), "one two three") == "three"
    assert unsaid(before, rewrite(before, [Edit(7, 8, "")]), "one two three") == ""


def test_what_was_not_said_before_is_not_missed():
    source = "one two three"
    before = Line("one three", (Span(0, 4, 0, 4), Span(4, 4, 4, 8), Span(4, 9, 8, 13)))
    for gone, missed in (
        ((4, 8), ""),
        ((4, 7), ""),
        ((5, 8), ""),
        ((4, 13), "three"),
        ((0, 8), "one"),
        ((3, 9), "three"),
    ):
        after = Line("x", (Span(0, 0, *gone), Span(0, 1, 0, 13)))
        assert unsaid(before, after, source) == missed, gone


def test_how_a_piece_of_the_source_is_said():
    line = rewrite(identity("by 1999 all"), [Edit(3, 7, "nineteen ninety nine")])
    assert line.said_for(0, 2) == "by"
    assert line.said_for(3, 7) == "nineteen ninety nine"
    assert line.said_for(0, 11) == "by nineteen ninety nine all"
    assert line.said_for(8, 10) == "al"
    for part in ((3, 5), (4, 7), (5, 6), (0, 5), (5, 11)):
        assert line.said_for(*part) == "", part
    assert line.said_for(11, 12) == ""


def test_what_is_silent_between_two_pieces_belongs_to_the_one_that_it_closes():
    line = rewrite(identity("One.[1] Two."), [Edit(4, 7, "")])
    assert line.text == "One. Two."
    first, second = cuts(line, [(0, 4), (4, 9)])
    assert first.alignment == (Span(0, 4, 0, 4), Span(4, 4, 4, 7))
    assert second.alignment == (Span(0, 5, 7, 12),)
    assert (cut(line, 0, 4), cut(line, 4, 9)) == (first, second)
