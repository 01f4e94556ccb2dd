"""PDFs judged by column, type and place: each test sets one kind of thing."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_tools import kinds, marked, outline, read_bytes

pytest.importorskip("pypdfium2")
pytest.importorskip("reportlab")
from pdf_samples import BOLD, ITALIC, TYPED, Type, chained, justified, set_pages

GOLDEN = Path(__file__).parent / "golden"
ONE = "The pier was built twice, once by the town and once by the sea, and the second builder had the better idea of where the water wanted to go. That is why it turns left where every map of it goes straight on to the deep water."  # noqa: E501
TWO = "Nobody has ever moved it back. The harbour master keeps a drawing of the old line in a drawer, and shows it to visitors who ask why the boats tie up on one side only, which they do every summer without fail."  # noqa: E501
THREE = "In winter the same drawing serves to settle quarrels between the fishermen, who remember the line differently, and to whom the drawer is opened only when all of them have paid what they owe to the town."  # noqa: E501
FOUR = "When the survey came at last, its two engineers measured for a week and then asked for the drawing, laid it upon their own, and found that the sea had been right by the width of a single stone."  # noqa: E501


def paragraphs(name: str, data: bytes) -> list[str]:
    return [text for kind, text in kinds(read_bytes(name, data)) if kind == "paragraph"]


def of_kind(kind: str, data: bytes) -> list[str]:
    return [text for found, text in kinds(read_bytes("a.pdf", data)) if found == kind]


def test_a_paper_by_latex_is_read_as_its_source_says() -> None:
    """`two-columns.tsv` was written from `two-columns.tex`: kind, level, marker, text."""
    rows = [line.split("\t") for line in (GOLDEN / "two-columns.tsv").read_text("utf-8").splitlines()]
    document = read_bytes("two-columns.pdf", (GOLDEN / "two-columns.pdf").read_bytes())
    assert [[b.kind, str(b.level or ""), b.marker, b.text] for b in document.blocks] == rows
    assert (document.title, document.authors) == (rows[0][3], ("Ann Lee", "Bo Ek"))
    noted = next(block for block in document.blocks if block.marks and block.kind == "paragraph")
    assert marked(noted) == [("note_reference", "1", "1")]


def two_columns() -> list[list[Type]]:
    left = [*justified(ONE, 60, 720), *justified(TWO, 60, 640), *justified(THREE, 60, 560)]
    right = [*justified(FOUR, 310, 720), *justified(ONE, 310, 640), *justified(TWO, 310, 560)]
    return [left, right]


def test_columns_are_read_one_after_the_other() -> None:
    left, right = two_columns()
    shuffled = sorted([*left, *right], key=lambda piece: (-piece.y, piece.x))
    assert paragraphs("a.pdf", set_pages([shuffled])) == [ONE, TWO, THREE, FOUR, ONE, TWO]


def test_what_goes_over_both_columns_parts_them() -> None:
    left, right = two_columns()
    title = Type(120, 780, "On Piers and on the Drawings of Piers", 20, BOLD)
    middle = justified(FOUR.replace("single", "lonely"), 60, 450, width=98)
    lower = [
        *justified(TWO, 60, 400),
        *justified(THREE, 60, 320),
        *justified(ONE, 310, 400),
        *justified(FOUR, 310, 320),
    ]
    document = read_bytes("a.pdf", set_pages([[title, *left, *right, *middle, *lower]]))
    assert document.title == title.text
    said = [text for kind, text in kinds(document) if kind == "paragraph"]
    assert said == [ONE, TWO, THREE, FOUR, ONE, TWO, FOUR.replace("single", "lonely"), TWO, THREE, ONE, FOUR]


def test_a_paragraph_goes_on_behind_what_stands_in_its_middle() -> None:
    whole = justified(f"{ONE} {TWO}", 60, 110)
    first, rest = [p for p in whole if p.y > 60], [p for p in whole if p.y <= 60]
    top = min(p.y for p in first) - 12
    moved = [p._replace(x=p.x + 250, y=p.y + 620 - top) for p in rest]
    left = [*justified(THREE, 60, 720), *justified(FOUR, 60, 640), *justified(THREE, 60, 400), *first]
    picture = [
        Type(330, 740, "North"),
        Type(420, 700, "South pier"),
        Type(380, 660, "0 m", 7),
        Type(440, 660, "50 m", 7),
    ]
    caption = Type(310, 635, "Figure 1: The two lines of the pier.", 8)
    right = [*picture, caption, *moved, *justified(FOUR, 310, 500), *justified(THREE, 310, 420)]
    found = kinds(read_bytes("a.pdf", set_pages([[*left, *right]])))
    assert ("paragraph", f"{ONE} {TWO}") in found
    assert ("caption", caption.text) in found
    drawn = [text for kind, text in found if kind == "drawing"]
    assert sorted(" ".join(drawn).split()) == sorted("North South pier 0 m 50 m".split())


def test_a_figure_named_in_a_sentence_is_no_caption() -> None:
    text = "Figure 2 shows the old line and the new one beside it, as the survey found them after a week of measuring."
    assert of_kind("caption", set_pages([[*justified(ONE, 60, 720), *justified(text, 60, 640)]])) == []


@pytest.mark.parametrize("below", [True, False])
def test_tables_are_rows_of_cells_wherever_their_caption_is(below: bool) -> None:
    rows = [("Wall", "Height", "Settled"), ("North", "4.2", "17"), ("South", "3.9", "23")]
    table = [Type(80 + 90 * x, 620 - 14 * y, cell) for y, row in enumerate(rows) for x, cell in enumerate(row)]
    caption = Type(80, 640 if below else 572, "Table 1. What settled, and by how much.", 9)
    page = [*justified(ONE, 60, 760), *table, caption, *justified(TWO, 60, 540)]
    document = read_bytes("a.pdf", set_pages([page]))
    found = [block for block in document.blocks if block.kind == "table_row"]
    assert [block.text for block in found] == [" ".join(row) for row in rows]
    assert [text for _, text, _ in marked(found[1])] == ["North", "4.2", "17"]
    assert of_kind("caption", set_pages([page])) == [caption.text]


def test_notes_at_the_foot_and_their_marks() -> None:
    page = [*justified(TWO, 60, 720), *chained(60, 650, "The old line is in a drawer", ("1", 4.0))]
    page += chained(60, 638, "and the new one is 10", ("6", 4.0), " m long; H", ("2", -2.0), "O wore it down.")
    page += [Type(60, 80, "1", 5), Type(64, 77, "The drawer has a key, which nobody has seen.", 8)]
    document = read_bytes("a.pdf", set_pages([page]))
    noted = next(block for block in document.blocks if block.text.startswith("The old line"))
    assert noted.text == "The old line is in a drawer1 and the new one is 10⁶ m long; H₂O wore it down."
    assert marked(noted) == [("note_reference", "1", "1")]
    note = document.blocks[-1]
    assert (note.kind, note.marker, note.text) == ("footnote", "1", "The drawer has a key, which nobody has seen.")


def test_headings_by_number_weight_and_capitals_but_not_by_the_size_of_slides() -> None:
    page = [
        Type(60, 780, "On Piers", 20, BOLD), Type(60, 740, "1 Lines", 14, BOLD), *justified(ONE, 60, 720),
        Type(60, 640, "1.1 Drawn", 10, BOLD), *justified(TWO, 60, 624), Type(60, 545, "1.2 Measured", 10, ITALIC),
        *justified(THREE, 60, 530), Type(60, 450, "REFERENCES", 10), Type(60, 436, "[1] A. Lee. Walls that lean.", 8),
    ]  # fmt: skip
    assert outline(read_bytes("a.pdf", set_pages([page]))) == [
        (1, "On Piers"), (2, "1 Lines"), (3, "1.1 Drawn"), (3, "1.2 Measured"), (2, "REFERENCES"),
    ]  # fmt: skip
    slides = [
        [Type(60, 760, f"Slide {n}", 30, BOLD), Type(60, 600, f"{ONE[:70]}", 20), Type(60, 400, TWO[:110], 12)]
        for n in "AB"
    ]
    assert outline(read_bytes("a.pdf", set_pages(slides))) == [(1, "Slide A"), (2, "Slide B")]


def test_printed_web_pages() -> None:
    page = [Type(60, 790, "V8", 30, BOLD), Type(60, 750, "On Piers and Their Drawings", 20, BOLD)]
    page += [*justified(ONE, 60, 720), Type(60, 640, "The line[edit]", 14, BOLD), *justified(TWO, 60, 620)]
    page += [Type(60, 540, "The drawing #", 14, BOLD), *justified(THREE, 60, 520), *justified("11. 11. 2011", 60, 440)]
    document = read_bytes("a.pdf", set_pages([page], title="On Piers and Their Drawings · V8"))
    assert outline(document) == [
        (1, "On Piers and Their Drawings"),
        (2, "The line[edit]"),
        (2, "The drawing"),
    ]
    assert marked(next(b for b in document.blocks if "edit" in b.text)) == [("citation", "[edit]", "")]
    assert document.blocks[-1].text == "11. 11. 2011"


def test_references_are_one_section_with_an_item_each() -> None:
    entries = ["[1] A. Lee. Walls that lean,", "and the town that lets them. 1998.", "[2] B. Ek. Piers. 2003."]
    page = [*justified(ONE, 60, 740), Type(60, 660, "References", 12, BOLD)]
    page += [Type(60 + 14 * (not text.startswith("[")), 640 - 11 * n, text, 8) for n, text in enumerate(entries)]
    items = [b for b in read_bytes("a.pdf", set_pages([page])).blocks if b.kind == "list_item"]
    assert [(b.marker, b.text) for b in items] == [
        ("[1]", "A. Lee. Walls that lean, and the town that lets them. 1998."), ("[2]", "B. Ek. Piers. 2003."),
    ]  # fmt: skip


def test_running_heads_that_change_and_page_numbers_are_furniture() -> None:
    heads = ["The First Line", "The Drawing", "The Survey", "What the Sea Knew"]
    pages = [
        [Type(60, 800, head, 8), Type(500, 800, str(n), 8), *justified(text, 60, 740, width=90)]
        for n, (head, text) in enumerate(zip(heads, (ONE, TWO, THREE, FOUR), strict=True), 7)
    ]
    assert sorted(of_kind("page_furniture", set_pages(pages))) == sorted(
        f"{head} {n}" for n, head in enumerate(heads, 7)
    )


def test_turned_type_at_the_side_is_furniture_and_turned_pages_are_read() -> None:
    stamp = Type(30, 200, "preprint 2024.0815 of the harbour board", 16, turned=90)
    page = [stamp, *justified(ONE, 60, 740), *justified(TWO, 60, 650)]
    assert kinds(read_bytes("a.pdf", set_pages([page]))) == [
        ("paragraph", ONE), ("paragraph", TWO), ("page_furniture", stamp.text),
    ]  # fmt: skip
    data = set_pages([[Type(100 + 12 * n, 60, line, turned=90) for n, line in enumerate([ONE[:90], ONE[91:]])]])
    at = data.index(b"/Rotate 0")
    found = paragraphs("a.pdf", data[:at] + b"/Rotate 90" + data[at + 9 :])
    assert " ".join(found) == " ".join([ONE[:90], ONE[91:]])


def test_a_large_first_letter_belongs_to_its_word() -> None:
    page = [
        Type(60, 708, "T", 30),
        Type(80, 720, "HE pier was built twice, once by the town and"),
        Type(80, 708, "once by the sea, and it turns left."),
    ]
    page += justified(TWO, 60, 680)
    assert paragraphs("a.pdf", set_pages([page]))[0].startswith(
        "THE pier was built twice, once by the town and once by"
    )


def test_hyphens_are_judged_by_the_words_of_the_document() -> None:
    lines = [
        "The well-known light-",
        "house is a well-",
        "known one, in a re-",
        "gion of self-",
        "made lights, made by day.",
    ]
    assert paragraphs("a.pdf", set_pages([[Type(60, 700 - 12 * n, line) for n, line in enumerate(lines)]])) == [
        "The well-known lighthouse is a well-known one, in a region of self-made lights, made by day."
    ]


def test_type_of_a_typewriter_is_code_with_its_lines() -> None:
    code = ["def pier(turn):", "    return turn"]
    page = [*justified(ONE, 60, 740), *(Type(60, 660 - 12 * n, line, 9, TYPED) for n, line in enumerate(code))]
    page += justified(TWO, 60, 610)
    assert of_kind("code", set_pages([page])) == ["def pier(turn):\nreturn turn"]


def test_a_printed_table_of_contents_is_set_apart() -> None:
    entries = [("1 Lines", "3"), ("1.1 Drawn " + ". " * 40, "4"), ("2 Survey", "9")]
    page = [Type(60, 760, "Contents", 14, BOLD)]
    page += [
        Type(x, 740 - 14 * n, text) for n, entry in enumerate(entries) for x, text in zip((60, 500), entry, strict=True)
    ]
    page += [*justified(ONE, 60, 600, width=88), *justified(TWO, 60, 500, width=88)]
    document = read_bytes("a.pdf", set_pages([page]))
    assert len([1 for kind, _ in kinds(document) if kind == "contents"]) == 4
    assert outline(document) == []


words = st.lists(st.text(alphabet="abcdefghiklmnoprstuw", min_size=2, max_size=9), min_size=1, max_size=6).map(" ".join)
places = st.builds(
    Type, st.integers(1, 12).map(lambda n: 40.0 * n), st.integers(4, 100).map(lambda n: 8.0 * n), words,
    st.sampled_from([6.0, 8.0, 10.0, 10.0, 14.0]), st.sampled_from(["Times-Roman", BOLD, ITALIC, TYPED]),
    st.sampled_from([0.0, 0.0, 0.0, 90.0]),
)  # fmt: skip


# What is printed twice in one place is one word to the eye, and PDFium gives it once.
sheets = st.lists(places, min_size=1, max_size=25, unique_by=lambda piece: (piece.x, piece.y))


@settings(max_examples=15)
@given(st.lists(sheets, min_size=1, max_size=3))
def test_wherever_type_stands_its_letters_are_read_once(pages: list[list[Type]]) -> None:
    document = read_bytes("a.pdf", set_pages(pages))
    found = Counter(c for b in document.blocks for c in f"{b.marker}{b.text}" if c.isalpha())
    assert found == Counter(c for page in pages for piece in page for c in piece.text if c.isalpha())
    assert not re.search(r"\s\s", " ".join(b.text for b in document.blocks if b.kind != "code"))
