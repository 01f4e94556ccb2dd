from __future__ import annotations

from rhapsode.model import Block, Mark
from rhapsode.reading.epub_parts.navigation import TocEntry
from rhapsode.reading.epub_parts.section_titles import put_titles


def heading(text: str, level: int = 2) -> Block:
    return Block("", "heading", text, level=level)


def paragraph(text: str) -> Block:
    return Block("", "paragraph", text)


def placed(blocks: list[Block], *places: tuple[int, str, int]) -> list[tuple[str, int, str]]:
    made = put_titles(blocks, [(place, TocEntry(level, title)) for place, title, level in places])
    return [(block.kind, block.level, block.text) for block in made]


def test_the_visible_title_is_the_heading_at_the_navigations_level() -> None:
    assert placed([heading("One."), paragraph("text")], (0, "One", 3)) == [
        ("heading", 3, "One"),
        ("paragraph", 0, "text"),
    ]


def test_a_title_in_a_plain_paragraph_counts_as_well() -> None:
    assert placed([paragraph("I. THE BURIAL"), paragraph("text")], (0, "I. The Burial", 1))[0] == (
        "heading",
        1,
        "I. The Burial",
    )


def test_a_title_in_several_pieces_is_put_together() -> None:
    blocks = [heading("CHAPTER I"), heading("Down the Hole", 3), paragraph("text")]
    assert placed(blocks, (0, "Chapter I. Down the Hole", 1)) == [
        ("heading", 1, "Chapter I. Down the Hole"), ("paragraph", 0, "text"),
    ]  # fmt: skip


def test_roman_and_arabic_numbers_are_one() -> None:
    assert placed([heading("1. The Sea"), paragraph("t")], (0, "I. The Sea", 2)) == [
        ("heading", 2, "I. The Sea"),
        ("paragraph", 0, "t"),
    ]
    assert len(placed([heading("2. The Sea"), paragraph("t")], (0, "I. The Sea", 2))) == 3


def test_the_rest_of_a_title_further_down_is_not_said_again() -> None:
    blocks = [heading("190"), paragraph("About the author."), heading("A CLOVER"), paragraph("t"), heading("A CLOVER")]
    found = placed(blocks, (0, "190 A Clover", 2))
    assert found == [
        ("heading", 2, "190 A Clover"), ("paragraph", 0, "About the author."), ("paragraph", 0, "t"),
        ("paragraph", 0, "A CLOVER"),
    ]  # fmt: skip


def test_page_numbers_and_pictures_may_stand_before_the_title() -> None:
    blocks = [Block("", "page_furniture", "12"), Block("", "figure", "cat"), heading("Two"), paragraph("t")]
    assert [text for kind, _, text in placed(blocks, (0, "Two", 1)) if kind == "heading"] == ["Two"]
    assert len(placed(blocks, (0, "Two", 1))) == 4


def test_a_title_that_only_the_navigation_has_is_added() -> None:
    assert placed([paragraph("text")], (0, "Cover", 1)) == [("heading", 1, "Cover"), ("paragraph", 0, "text")]


def test_a_visible_number_under_a_fuller_title_is_not_said_again() -> None:
    assert placed([heading("1"), paragraph("text")], (0, "Chapter 1", 1)) == [
        ("heading", 1, "Chapter 1"),
        ("paragraph", 0, "text"),
    ]


def test_a_longer_visible_title_is_cut_and_nothing_is_lost() -> None:
    assert placed([heading("Chapter 1 A Long Way"), paragraph("text")], (0, "Chapter 1", 1)) == [
        ("heading", 1, "Chapter 1"), ("paragraph", 0, "A Long Way"), ("paragraph", 0, "text"),
    ]  # fmt: skip


def test_headings_that_the_navigation_does_not_name_are_strong_paragraphs() -> None:
    made = put_titles([heading("In"), heading("Not in"), paragraph("t")], [(0, TocEntry(1, "In"))])
    assert [block.kind for block in made] == ["heading", "paragraph", "paragraph"]
    assert made[1].marks == (Mark(0, 6, "strong"),)


def test_two_entries_at_one_place_come_in_their_order() -> None:
    blocks = [heading("Part One"), heading("Chapter A"), paragraph("t")]
    assert placed(blocks, (0, "Part One", 1), (0, "Chapter A", 2)) == [
        ("heading", 1, "Part One"), ("heading", 2, "Chapter A"), ("paragraph", 0, "t"),
    ]  # fmt: skip


def test_an_entry_without_text_of_its_own_stands_before_the_next() -> None:
    blocks = [heading("190 A STORY"), paragraph("t")]
    assert placed(blocks, (0, "An Author", 2), (0, "190 A Story", 3)) == [
        ("heading", 2, "An Author"), ("heading", 3, "190 A Story"), ("paragraph", 0, "t"),
    ]  # fmt: skip
