from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhapsode.errors import SourceRefused
from rhapsode.model import Block, Mark
from rhapsode.reading import blocks as module
from rhapsode.reading.blocks import Blocks, Inline, joined, without_images


def test_white_space_runs_become_one_space_across_pieces() -> None:
    inline = Inline()
    for piece in ("  a ", "\n b", "\t", "c", "", " d  "):
        inline.add(piece)
    assert inline.result() == ("a b c d", ())


def test_no_break_spaces_are_the_authors() -> None:
    inline = Inline()
    inline.add("10\u00a0km \u2003 x")
    assert inline.result()[0] == "10\u00a0km \u2003 x"


def test_verbatim_keeps_lines_and_indentation() -> None:
    inline = Inline(verbatim=True)
    inline.add("\n  a\n\n    b  \n")
    assert inline.result()[0] == "  a\n\n    b"


def test_marks_lose_the_white_space_at_their_ends() -> None:
    inline = Inline()
    inline.add("say ")
    inline.add(" loud ")
    inline.marks.append(Mark(3, inline.length, "strong"))
    inline.add("ly")
    text, marks = inline.result()
    assert [text[m.start : m.end] for m in marks] == ["loud"]


@given(st.lists(st.text(alphabet="ab \n\t", max_size=6), max_size=8))
def test_pieces_read_the_same_as_the_whole(pieces: list[str]) -> None:
    inline, whole = Inline(), Inline()
    for piece in pieces:
        inline.add(piece)
    whole.add("".join(pieces))
    assert inline.result() == whole.result()
    assert inline.result()[0] == " ".join("".join(pieces).split())


@given(st.lists(st.text(alphabet="xy ", max_size=5), max_size=6), st.integers(0, 20))
def test_since_is_the_tail_of_what_was_added(pieces: list[str], start: int) -> None:
    inline = Inline()
    for piece in pieces:
        inline.add(piece)
    assert inline.since(0)[start:] == inline.since(start)


def test_blocks_number_themselves_and_leave_out_the_empty() -> None:
    blocks = Blocks()
    blocks.add("paragraph", "a")
    blocks.add("paragraph", "  ")
    blocks.add("break")
    assert [(b.id, b.kind) for b in blocks.tuple()] == [("b1", "paragraph"), ("b2", "break")]


def test_too_many_blocks_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BLOCKS", 2)
    blocks = Blocks()
    blocks.add("paragraph", "a")
    blocks.add("paragraph", "b")
    with pytest.raises(SourceRefused, match="more than 2"):
        blocks.add("paragraph", "c")


def test_too_many_marks_are_refused_in_one_paragraph_or_in_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_MARKS", 2)
    inline, blocks = Inline(), Blocks()
    for _ in range(2):
        inline.mark(Mark(0, 1, "strong"))
        blocks.add("paragraph", "a", (Mark(0, 1, "strong"),))
    with pytest.raises(SourceRefused, match="more than 2 links, notes and other marks: split it"):
        inline.mark(Mark(0, 1, "strong"))
    with pytest.raises(SourceRefused, match="more than 2 links, notes and other marks: split it"):
        blocks.add("paragraph", "a", (Mark(0, 1, "strong"),))


def test_too_many_line_ends_in_a_paragraph_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BREAKS", 2)
    inline = Inline()
    inline.line_break()
    inline.line_break()
    with pytest.raises(SourceRefused, match="more than 2 lines: split it"):
        inline.line_break()


def test_joining_moves_the_marks() -> None:
    parts = [Block("b1", "paragraph", "ab"), Block("b2", "paragraph", "cd", (Mark(1, 2, "strong"),))]
    assert joined(parts) == ("ab cd", (Mark(4, 5, "strong"),))


def test_images_leave_a_heading_and_marks_follow() -> None:
    text = "Run badge it now"
    marks = [Mark(4, 9, "image", "b.svg"), Mark(10, 12, "strong")]
    words, left, taken = without_images(text, marks)
    assert words == "Run it now"
    assert [words[m.start : m.end] for m in left] == ["it"]
    assert taken == [("badge", (Mark(0, 5, "image", "b.svg"),))]
