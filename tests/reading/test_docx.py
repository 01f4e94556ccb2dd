from __future__ import annotations

import io
from typing import Any

import pytest
from reading_tools import kinds, marked, outline, read_bytes, zipped

from rhapsode.errors import SourceRefused, SourceUnreadable

docx = pytest.importorskip("docx")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def saved(document: Any) -> bytes:
    box = io.BytesIO()
    document.save(box)
    return box.getvalue()


def raw(body: str, **parts: str) -> bytes:
    """A document of a body and named parts, as small as can be."""
    links = "".join(f'<Relationship Id="{name}" Type="{KIND}{name}" Target="{name}.xml"/>' for name in parts)
    members = {
        "_rels/.rels": RELATIONS.format(
            f'<Relationship Id="r" Type="{KIND}officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": RELATIONS.format(links),
    }
    return zipped(
        members | {f"word/{name}.xml": f"<w:{name} {W}>{content}</w:{name}>" for name, content in parts.items()}
    )


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_title_headings_lists_tables_in_the_order_of_the_page() -> None:
    document = docx.Document()
    document.core_properties.author = "Ann Lee; Bo Ek"
    document.core_properties.language = "fr-CA"
    document.add_heading("The Title", 0)
    document.add_heading("One", 1)
    paragraph = document.add_paragraph("plain ")
    paragraph.add_run("bold").bold = True
    document.add_paragraph("bullet", style="List Bullet")
    document.add_paragraph("first", style="List Number")
    document.add_paragraph("second", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for n, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"c{n}"
    document.add_heading("Two", 2)
    document.add_paragraph("said", style="Quote")
    read = read_bytes("a.docx", saved(document))
    assert [(b.kind, b.level, b.marker, b.text) for b in read.blocks] == [
        ("heading", 1, "", "The Title"), ("heading", 2, "", "One"), ("paragraph", 0, "", "plain bold"),
        ("list_item", 1, "•", "bullet"), ("list_item", 1, "1.", "first"), ("list_item", 1, "2.", "second"),
        ("table_row", 0, "", "c0 c1"), ("table_row", 0, "", "c2 c3"), ("heading", 3, "", "Two"), ("quote", 1, "", "said"),  # noqa: E501
    ]  # fmt: skip
    assert marked(read.blocks[2]) == [("strong", "bold", "")]
    assert (read.title, read.authors, read.language) == ("The Title", ("Ann Lee", "Bo Ek"), "fr-CA")


def test_text_in_controls_insertions_links_and_boxes_is_not_lost() -> None:
    box = f"<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{p('in a box')}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{p('in a box')}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"  # noqa: E501
    body = (
        f"<w:sdt><w:sdtContent>{p('in a control')}</w:sdtContent></w:sdt>"
        "<w:p><w:ins><w:r><w:t>inserted</w:t></w:r></w:ins><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>"
        "<w:hyperlink><w:r><w:t xml:space='preserve'> and linked</w:t></w:r></w:hyperlink></w:p>"
        f"<w:p>{box}</w:p><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>"
    )
    assert [text for _, text in kinds(read_bytes("a.docx", raw(body)))] == [
        "in a control",
        "inserted and linked",
        "in a box",
    ]


def test_notes_are_marked_and_follow_the_text() -> None:
    body = '<w:p><w:r><w:t>So it is</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>' + p("Next.")
    notes = f'<w:footnote w:type="separator" w:id="0">{p("-")}</w:footnote><w:footnote w:id="2">{p("The note.")}</w:footnote>'  # noqa: E501
    document = read_bytes("a.docx", raw(body, footnotes=notes))
    assert kinds(document) == [("paragraph", "So it is1"), ("paragraph", "Next."), ("footnote", "The note.")]
    assert ("note_reference", "1", "1") in marked(document.blocks[0])
    assert document.blocks[2].marker == "1"


def test_a_style_based_on_a_heading_is_a_heading() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="H"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    )
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{s}"/></w:pPr><w:r><w:t>{s}</w:t></w:r></w:p>' for s in ("T1", "Mine", "Loop")
    )
    assert kinds(read_bytes("a.docx", raw(body, styles=styles))) == [
        ("contents", "T1"),
        ("heading", "Mine"),
        ("paragraph", "Loop"),
    ]


def test_numbers_and_bullets_of_the_numbering_part() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )
    item = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    )
    body = "".join(item.format(level, text) for level, text in ((0, "a"), (1, "b"), (0, "c")))
    found = [(b.marker, b.level, b.text) for b in read_bytes("a.docx", raw(body, numbering=numbering)).blocks]
    assert found == [("1.", 1, "a"), ("•", 2, "b"), ("2.", 1, "c")]


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04 no", zipped({"x": "y"}), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600]
)
def test_what_is_no_document_is_said(data: bytes) -> None:
    with pytest.raises(SourceUnreadable):
        read_bytes("a.docx", data)


def test_entities_are_refused() -> None:
    members = {
        "word/document.xml": f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document {W}><w:body>{p("&e;")}</w:body></w:document>'  # noqa: E501
    }
    with pytest.raises(SourceRefused, match="entities"):
        read_bytes("a.docx", zipped(members))


RST = """
Title
=====

:Author: Ann Lee
:Date: 2024-01-02

Part
----

Some *words* with ``code`` [1]_ and :ref:`a role <x>`.

.. [1] The note.

.. image:: a.png
   :alt: A picture

=== ===
A   B
=== ===
1   2
=== ===

#. one
#. two

.. include:: /etc/passwd
"""


def test_restructured_text() -> None:
    pytest.importorskip("docutils")
    document = read_bytes("a.rst", RST)
    assert (document.title, document.authors, document.published) == ("Title", ("Ann Lee",), "2024-01-02")
    assert outline(document) == [(1, "Title"), (2, "Part")]
    found = kinds(document)
    assert ("paragraph", "Some words with code 1 and a role.") in found
    assert ("footnote", "The note.") in found
    assert ("figure", "A picture") in found
    assert ("table_row", "1 2") in found
    assert [b.marker for b in document.blocks if b.kind == "list_item"] == ["1.", "2."]


def test_restructured_text_opens_nothing() -> None:
    pytest.importorskip("docutils")
    document = read_bytes("a.rst", RST)
    assert not any("root:" in text for _, text in kinds(document))
    assert any("include" in warning for warning in document.warnings)


def test_raised_and_lowered_runs_keep_their_meaning() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("10")
    paragraph.add_run("6").font.superscript = True
    paragraph.add_run(" parts of H")
    paragraph.add_run("2").font.subscript = True
    paragraph.add_run("O")
    assert [block.text for block in read_bytes("a.docx", saved(document)).blocks] == ["10⁶ parts of H₂O"]
