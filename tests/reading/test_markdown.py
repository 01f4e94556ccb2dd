from __future__ import annotations

import pytest
from reading_tools import kinds, marked, outline, read_bytes

from rhapsode.reading.front_matter import split_front_matter


def test_headings_of_both_kinds_with_levels_and_lines() -> None:
    document = read_bytes("a.md", "Title\n=====\n\n## Sub *one*\n\n```\n# not me\n```\n\n<h3 align=center>Raw</h3>\n")
    assert outline(document) == [(1, "Title"), (2, "Sub one"), (3, "Raw")]
    assert [b.line for b in document.blocks if b.kind == "heading"][:2] == [1, 4]
    assert document.title == "Title"


def test_front_matter_fills_the_document() -> None:
    document = read_bytes(
        "a.md",
        "---\ntitle: The *Real* Title\nauthor: [Ann Lee, {name: Bo Ek}]\ndate: 2024-02-29\nlang: en_gb\n"
        "rhapsode:\n  rate: 180\n---\n# Shown\n\nText.\n",
    )
    assert document.title == "The *Real* Title"
    assert document.authors == ("Ann Lee", "Bo Ek")
    assert (document.published, document.language) == ("2024-02-29", "en-GB")
    assert document.settings == {"rate": 180}
    assert outline(document) == [(1, "Shown")]
    assert [b.line for b in document.blocks] == [9, 11]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("date: 2024-02-31", "no date"),
        ("a: &x 1\nb: *x", "aliases"),
        ("a: [1", "not good YAML"),
        ("rhapsode: 7", "not a table"),
        ("a: " + "[" * 5000, "not good YAML"),
        ("a: !!python/object/apply:os.system [x]", "not good YAML"),
    ],
)
def test_bad_front_matter_is_a_warning_and_the_text_is_read(written: str, said: str) -> None:
    document = read_bytes("a.md", f"---\ntitle: T\n{written}\n---\n\nThe text.\n")
    assert kinds(document) == [("paragraph", "The text.")]
    assert any(said in warning for warning in document.warnings)
    assert document.title == "T"


def test_front_matter_in_toml() -> None:
    document = read_bytes("a.md", '+++\ntitle = "T"\ndate = 2024-02-03\n[rhapsode]\nrate = 150\n+++\nText.\n')
    assert (document.title, document.published, document.settings) == ("T", "2024-02-03", {"rate": 150})
    assert any("TOML" in w for w in read_bytes("a.md", "+++\ntitle = \n+++\nText.\n").warnings)


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    warnings: list[str] = []
    text = "---\nJust a line between rules\n---\n"
    assert split_front_matter(text, warnings) == ({}, text, 1)


def test_lists_keep_their_markers_and_depth() -> None:
    document = read_bytes("a.md", "- a\n  - b\n    1. c\n    2. d\n\n7. e\n8. f\n\n- [x] done\n")
    found = [(b.marker, b.level, b.text) for b in document.blocks]
    assert found == [("•", 1, "a"), ("•", 2, "b"), ("1.", 3, "c"), ("2.", 3, "d"), ("7.", 1, "e"), ("8.", 1, "f"),
                     ("•", 1, "done")]  # fmt: skip


def test_tables_row_by_row_under_their_headers() -> None:
    document = read_bytes("a.md", "| City | `Pop` |\n|---|---|\n| Oslo | 700 |\n| Bergen | |\n")
    assert kinds(document) == [("table_row", "City Pop"), ("table_row", "Oslo 700"), ("table_row", "Bergen")]
    assert marked(document.blocks[1]) == [("cell", "Oslo", "City"), ("cell", "700", "Pop")]


def test_footnotes_are_marked_and_stand_once_at_the_end() -> None:
    document = read_bytes("a.md", "One[^x] and two^[inline note].\n\n[^x]: The *body*.\n")
    assert kinds(document) == [
        ("paragraph", "One[1] and two[2]."), ("footnote", "The body."), ("footnote", "inline note"),
    ]  # fmt: skip
    references = [(text, value) for kind, text, value in marked(document.blocks[0]) if kind == "note_reference"]
    assert references == [("[1]", "1"), ("[2]", "2")]
    assert [b.marker for b in document.blocks[1:]] == ["1", "2"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("E = mc^2^ and H~2~O", "E = mc² and H₂O"),
        ("10^-3^ m, the 2^nd^", "10⁻³ m, the 2nd"),
        ("x^2 and ~50 to ~60, ~~gone~~", "x^2 and ~50 to ~60, gone"),
        ("see ~/a and ~/b", "see ~/a and ~/b"),
    ],
)
def test_raised_and_lowered_text(written: str, read: str) -> None:
    assert read_bytes("a.md", f"{written}\n").blocks[0].text == read


def test_inline_marks() -> None:
    document = read_bytes(
        "a.md", 'Be *very* **bold**, `code`, [a link](http://x.y/z "t"), <span lang="fr">oui</span>.\n'
    )
    assert marked(document.blocks[0]) == [
        ("emphasis", "very", ""), ("strong", "bold", ""), ("code", "code", ""), ("link", "a link", "http://x.y/z"),
        ("language", "oui", "fr"),
    ]  # fmt: skip


def test_code_keeps_its_lines_and_language() -> None:
    document = read_bytes("a.md", "```python title\nif x:\n\n    y()\n```\n")
    block = document.blocks[0]
    assert (block.kind, block.marker, block.text) == ("code", "python", "if x:\n\n    y()")


def test_pictures_alone_are_figures_and_leave_headings() -> None:
    document = read_bytes("a.md", "# Name ![build](b.svg)\n\n![A map](m.png)\n\nSee ![x](y.png) here.\n")
    assert kinds(document) == [
        ("heading", "Name"), ("figure", "build"), ("figure", "A map"), ("paragraph", "See x here."),
    ]  # fmt: skip


def test_raw_html_scripts_and_comments_are_silent() -> None:
    document = read_bytes("a.md", "Be <!-- not --> here<script>no()</script>.\n\n<div><p>In a div</p>tail</div>\n")
    assert kinds(document) == [("paragraph", "Be here."), ("paragraph", "In a div"), ("paragraph", "tail")]


def test_quotes_breaks_and_definitions() -> None:
    document = read_bytes("a.md", "> a\n>\n> > b\n\n***\n\nTerm\n: Meaning\n")
    assert [(b.kind, b.level, b.text) for b in document.blocks] == [
        ("quote", 1, "a"), ("quote", 2, "b"), ("break", 0, ""), ("paragraph", 0, "Term"), ("paragraph", 0, "Meaning"),
    ]  # fmt: skip


def test_what_is_nested_too_deep_is_said() -> None:
    document = read_bytes("a.md", ">" * 900 + " deep\n\nafter\n")
    assert ("paragraph", "after") in kinds(document)
    assert ("paragraph", "deep") in kinds(document) or ("quote", "deep") in kinds(document)
    assert any("nested too deep" in warning for warning in document.warnings)
