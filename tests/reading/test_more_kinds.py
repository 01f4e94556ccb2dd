"""Org, AsciiDoc, FictionBook, letters, saved pages and OpenDocument: each golden file with the blocks it is read as."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_tools import all_words, kinds, marked, outline, read_bytes, zipped

from rhapsode.errors import ReaderMissing, SourceError, SourceRefused, SourceUnreadable
from rhapsode.model import Block

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(GOLDEN.glob("ferry.*.blocks"))
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(f'xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "text", "table", "style", "meta", "fo"))
NAMES += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:svg="urn:svg" xmlns:draw="urn:draw" xmlns:xlink="urn:x"'


def shown(block: Block) -> str:
    """`kind level marker | text`."""
    return f"{' '.join(filter(None, (block.kind, str(block.level or ''), block.marker)))} | {block.text}".strip()


def ending(name: str, text: str) -> str:
    """What the refusal says; empty where the text was read."""
    try:
        assert read_bytes(name, text).blocks
    except SourceError as fault:
        return str(fault)
    return ""


@pytest.mark.parametrize("case", CASES, ids=[case.suffixes[0] for case in CASES])
def test_blocks(case: Path) -> None:
    document = read_bytes(case.stem, (GOLDEN / case.stem).read_bytes())
    assert [shown(block) for block in document.blocks] == case.read_text("utf-8").splitlines()
    assert document.title == "The Ferry"


@pytest.mark.parametrize(
    ("name", "authors", "language"),
    [
        ("ferry.org", ("Ann Lee", "Bo Ek"), "en-GB"),
        ("ferry.adoc", ("Ann Lee",), "en-GB"),
        ("ferry.fb2", ("Ann Lee", "bo"), "en"),
        ("ferry.eml", ("Ann Lée",), ""),
    ],
)
def test_metadata(name: str, authors: tuple[str, ...], language: str) -> None:
    document = read_bytes(name, (GOLDEN / name).read_bytes())
    assert (document.authors, document.language, document.published) == (authors, language, "2024-02-29")


def test_what_is_left_out_is_a_warning() -> None:
    for name, word in (("ferry.org", "included"), ("ferry.adoc", "included"), ("ferry.eml", "timetable.pdf")):
        assert any(word in warning for warning in read_bytes(name, (GOLDEN / name).read_bytes()).warnings)


def test_a_book_has_its_cover_and_may_be_packed() -> None:
    data = (GOLDEN / "ferry.fb2").read_bytes()
    assert (read_bytes("ferry.fb2", data).cover or b"").startswith(b"\x89PNG")
    assert kinds(read_bytes("ferry.fb2.zip", zipped({"ferry.fb2": data}))) == kinds(read_bytes("ferry.fb2", data))


def odt(body: str, styles: str = "", meta: str = "", **members: str) -> bytes:
    """An OpenDocument text of a body and styles of its own."""
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    stated = f"<office:document-meta {NAMES}><office:meta>{meta}</office:meta></office:document-meta>"
    kind = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": kind, "content.xml": content, "meta.xml": stated} | members)


STYLES = """
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="U" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="X" style:family="text"><style:text-properties text:display="none"/></style:style>
<text:list-style style:name="L"><text:list-level-style-number text:level="1"/>
<text:list-level-style-bullet text:level="2"/></text:list-style>
"""
BODY = """
<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>
<text:p text:style-name="P1">The Ferry</text:p>
<text:table-of-content><text:index-body><text:p>One 1</text:p></text:index-body></text:table-of-content>
<text:h text:outline-level="1">One</text:h>
<text:p>The <text:span text:style-name="B">ferry</text:span><text:s text:c="3"/>goes<text:note><text:note-citation>1
</text:note-citation><text:note-body><text:p>In winter once.</text:p></text:note-body></text:note> 10<text:span
 text:style-name="U">6</text:span> m<text:span text:style-name="X">hidden</text:span>.</text:p>
<text:list text:style-name="L"><text:list-item><text:p>bread</text:p><text:list><text:list-item><text:p>rye</text:p>
</text:list-item></text:list></text:list-item><text:list-item><text:p>water</text:p></text:list-item></text:list>
<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Who</text:p></table:table-cell>
<table:table-cell><text:p>Crowns</text:p></table:table-cell></table:table-row></table:table-header-rows>
<table:table-row><table:table-cell><text:p>Child</text:p></table:table-cell><table:table-cell><text:p>1</text:p>
</table:table-cell></table:table-row></table:table>
<text:p text:style-name="Quotations">Nobody has ever paid.</text:p>
<text:p><draw:frame><svg:title>The boat</svg:title></draw:frame></text:p>
"""
META = "<dc:title>x</dc:title><meta:initial-creator>Ann Lee</meta:initial-creator><dc:language>en-GB</dc:language>"
META += "<meta:creation-date>2024-02-29T10:00:00</meta:creation-date>"


def test_open_document_text() -> None:
    document = read_bytes("a.odt", odt(BODY, STYLES, META))
    assert [shown(block) for block in document.blocks] == [
        "heading 1 | The Ferry", "contents | One 1", "heading 2 | One", "paragraph | The ferry goes1 10⁶ m.",
        "list_item 1 1. | bread", "list_item 2 • | rye", "list_item 1 2. | water",
        "table_row | Who Crowns", "table_row | Child 1",
        "quote 1 | Nobody has ever paid.", "figure | The boat", "footnote 1 | In winter once.",
    ]  # fmt: skip
    assert ("note_reference", "1", "1") in marked(document.blocks[3])
    assert (document.title, document.authors, document.language) == ("The Ferry", ("Ann Lee",), "en-GB")
    assert document.published == "2024-02-29"


def test_lines_of_one_piece_of_code_are_one_block() -> None:
    body = "".join(f'<text:p text:style-name="{name}">{name} x</text:p>' for name in ("Preformatted_20_Text", "P9"))
    style = '<style:style style:name="P9" style:family="paragraph" style:parent-style-name="Preformatted_20_Text"/>'
    assert kinds(read_bytes("a.odt", odt(body, style))) == [("code", "Preformatted_20_Text x\nP9 x")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.adoc", "== One\n\n=== Two\n"),
        ("a.fb2", "<FictionBook><body><section><title><p>One</p></title><section><title><p>Two</p></title>"
         "</section></section></body></FictionBook>"),
    ],
)  # fmt: skip
def test_sections_without_a_title_above_them_are_the_highest(name: str, text: str) -> None:
    assert outline(read_bytes(name, text)) == [(1, "One"), (2, "Two")]


def test_locked_and_damaged_open_documents_are_said() -> None:
    manifest = "<manifest><encryption-data/></manifest>"
    with pytest.raises(SourceRefused, match="password"):
        read_bytes("a.odt", odt(BODY, **{"META-INF/manifest.xml": manifest}))
    with pytest.raises(SourceUnreadable, match="OpenDocument"):
        read_bytes("a.odt", zipped({"x": "y"}))
    with pytest.raises(SourceRefused, match="packed"):
        read_bytes("a.odt", odt(" " * 30_000_000))


@pytest.mark.parametrize("name", ["a.fb2", "a.fodt"])
def test_entities_are_refused(name: str) -> None:
    with pytest.raises(SourceRefused, match="entities"):
        read_bytes(name, '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><FictionBook>&e;</FictionBook>')


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.tex", b"\\documentclass{article}\\begin{document}x", "LaTeX"), ("a.rtf", b"{\\rtf1 x}", "RTF"),
        ("a.txt", b"{\\rtf1 x}", "RTF"), ("a.mobi", b"x" * 60 + b"BOOKMOBI", "Mobipocket"), ("a.azw3", b"x", "Kindle"),
        ("b.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "Word"), ("a.pptx", b"PK", "slides"),
        ("a.xlsx", zipped({"xl/x": "y"}), "spreadsheet"), ("photo", b"\xff\xd8\xff\xe0", "picture"),
        ("a.zip", zipped({"a.txt": "y"}), "archive"), ("book", zipped({"a.txt": "y"}), "archive"),
        ("a.tar.gz", gzip.compress(b"x"), "archive"), ("a.mp3", b"ID3", "sound"), ("a.ps", b"%!PS-Adobe", "PostScript"),
        ("a.ipynb", b"{}", "notebook"), ("a.pages", zipped({"x": "y"}), "Pages"), ("a.xml", b"<a>b</a>", "XML"),
    ],
)  # fmt: skip
def test_other_kinds_are_refused_by_name_with_the_cure(name: str, data: bytes, what: str) -> None:
    with pytest.raises(ReaderMissing, match=what) as caught:
        read_bytes(name, data)
    assert caught.value.cure
    assert "\n" not in str(caught.value)


def test_letters_without_a_suffix_and_prose_that_only_looks_like_one() -> None:
    letter = (GOLDEN / "ferry.eml").read_bytes()
    assert read_bytes("standard input", letter).title == "The Ferry"
    prose = "Note: the ferry goes twice.\nPrice: two crowns.\n\nNobody has ever paid."
    assert "Nobody" in all_words(read_bytes("a.txt", prose))


LINES = st.lists(
    st.one_of(
        st.text(alphabet="ab *_/=~|[](){}<>#+-:.^`'\"\\", max_size=30),
        st.sampled_from("* one;- two;1. three;#+begin_src;#+end_src;----;|===;[quote];== h;+".split(";")),
    ),
    min_size=1, max_size=30,
)  # fmt: skip


@settings(max_examples=150)
@given(st.sampled_from(["a.org", "a.adoc", "a.eml", "a.fb2"]), LINES)
def test_any_lines_end_in_a_document_or_one_line(name: str, lines: list[str]) -> None:
    assert "could not be read as" not in ending(name, "\n".join(lines))


WORDS = st.lists(st.text(alphabet="abcdefgh", min_size=1, max_size=8), min_size=1, max_size=8).map(" ".join)
PIECES = {
    "a.org": ["{}", "* {}", "- {}", "#+begin_quote\n{}\n#+end_quote", "| {} |", "*{}*", "/{}/ x", "[fn:1] {}", ": {}"],
    "a.adoc": [
        "{}",
        "== {}",
        "* {}",
        ". {}",
        "____\n{}\n____",
        "|===\n|{}\n|===",
        "*{}*",
        "NOTE: {}",
        "----\n{}\n----",
    ],
}


@settings(max_examples=100)
@given(st.sampled_from(sorted(PIECES)), st.data())
def test_every_word_of_a_text_is_read(name: str, data: st.DataObject) -> None:
    texts = data.draw(st.lists(st.tuples(st.sampled_from(PIECES[name]), WORDS), min_size=1, max_size=8))
    document = read_bytes(name, "\n\n".join(form.format(words) for form, words in texts))
    read = [w for w in all_words(document) if w not in ("x", "Note:")]
    assert sorted(read) == sorted(word for _, words in texts for word in words.split())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.org", "#+begin_src\n" * 50_000), ("a.org", "[[a][" * 40_000), ("a.org", "*a " * 100_000),
        ("a.org", "".join(" " * (n % 200) + "- x\n" for n in range(20_000))), ("a.org", "| a " * 50_000),
        ("a.adoc", "----\n" * 50_001), ("a.adoc", "*a **a " * 40_000), ("a.adoc", "====\n" * 50_001),
        ("a.adoc", "footnote:[" * 30_000), ("a.adoc", ":a: {a}\n" * 1000 + "{a}" * 9_000), ("a.fb2", "<a>" * 100_000),
        ("a.adoc", "|===\n" + "|a" * 60_000),
        ("a.adoc", "[a" * 50_000), ("a.eml", "Content-Type: multipart/mixed; boundary=x\n\n" + "--x\n\n" * 90_000),
        ("a.eml", "Subject: " + "a" * 2_000_000), ("a.eml", "Subject: a\n\n" + ">" * 500_000),
        ("a.eml", "Subject: a\n" + "Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 500),
    ],
)  # fmt: skip
def test_texts_made_to_be_slow_are_read_or_refused(name: str, text: str) -> None:
    assert "\n" not in ending(name, text)


@pytest.mark.parametrize("sender", ["<Saved by", "Crew:x@y", "MIME-Ve?rsype: multipart/re"])
def test_a_letter_is_read_though_nobody_can_tell_who_it_is_from(sender: str) -> None:
    letter = f"From: {sender}\nSubject: The ferry\n\nIt goes twice a day.\n"
    assert ("paragraph", "It goes twice a day.") in kinds(read_bytes("a.eml", letter))
