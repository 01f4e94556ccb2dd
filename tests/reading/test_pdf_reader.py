from __future__ import annotations

import pytest
from reading_tools import kinds, outline, pdf, read_bytes

from rhapsode.errors import SourceRefused, SourceUnreadable

pypdf = pytest.importorskip("pypdf")
LINES = [
    "The pier was built twice, once by the town and once by the sea, and the",
    "second builder had the better idea of where the water wanted to go, which",
    "is why the pier turns left where every map of it goes straight on to the",
    "deep water.",
]


def page(number: int, title: str, size: float, lines: list[str] = LINES) -> list[tuple[float, float, str]]:
    made = [(9.0, 760.0, "Notes on Piers"), (size, 700.0, title)]
    made += [(11.0, 670.0 - 13 * n, line) for n, line in enumerate(lines)]
    return [*made, (9.0, 40.0, str(number))]


def test_headings_from_the_size_of_type_and_running_heads_apart() -> None:
    data = pdf(
        [page(1, "On Piers", 24), page(2, "The First Pier", 16), page(3, "The Second Pier", 16), page(4, "A Third", 16)]
    )
    document = read_bytes("a.pdf", data)
    assert outline(document) == [(1, "On Piers"), (2, "The First Pier"), (2, "The Second Pier"), (2, "A Third")]
    furniture = [text for kind, text in kinds(document) if kind == "page_furniture"]
    assert sorted(furniture) == ["1", "2", "3", "4", *["Notes on Piers"] * 4]
    assert [text for kind, text in kinds(document) if kind == "paragraph"] == [" ".join(LINES)] * 4


def test_hyphens_at_line_ends_are_taken_out_and_others_kept() -> None:
    lines = ["A well-known pier has its own light-", "house, and a well-", "known keeper who is seldom in it at all."]
    document = read_bytes("a.pdf", pdf([page(1, "T", 20, lines)]))
    said = next(text for kind, text in kinds(document) if text.startswith("A well"))
    assert said == "A well-known pier has its own lighthouse, and a well-known keeper who is seldom in it at all."


def test_a_paragraph_goes_on_over_the_page() -> None:
    data = pdf(
        [
            page(1, "One", 20, LINES[:2]),
            [(9.0, 760.0, "Notes on Piers"), (11.0, 720.0, LINES[2]), (11.0, 707.0, LINES[3]), (9.0, 40.0, "2")],
        ]
    )
    paragraphs = [text for kind, text in kinds(read_bytes("a.pdf", data)) if kind == "paragraph"]
    assert " ".join(LINES) in paragraphs


def test_metadata() -> None:
    info = "/Title (On Piers) /Author (Ann Lee and Bo Ek) /CreationDate (D:20190203040506Z)"
    document = read_bytes("a.pdf", pdf([page(1, "x", 20)], info=info))
    assert (document.title, document.authors, document.published) == ("On Piers", ("Ann Lee", "Bo Ek"), "2019-02-03")


def test_a_file_name_is_no_title() -> None:
    document = read_bytes("a.pdf", pdf([page(1, "The Shown One", 20)], info="/Title (Microsoft Word - draft7.docx)"))
    assert document.title == "The Shown One"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4 and nothing",
        pdf([[]]),
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99>>endobj\n"  # noqa: E501
        b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \ntrailer<</Root 1 0 R/Size 3>>\nstartxref\n118\n%%EOF",  # noqa: E501
    ],
    ids=["garbage", "no text", "loop"],
)
def test_what_cannot_be_read_is_said(data: bytes) -> None:
    with pytest.raises(SourceUnreadable):
        read_bytes("a.pdf", data)


def test_a_locked_file_is_refused() -> None:
    import io

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([page(1, "x", 20)])))
    writer.encrypt("secret", algorithm="RC4-128")
    box = io.BytesIO()
    writer.write(box)
    with pytest.raises(SourceRefused, match="password"):
        read_bytes("a.pdf", box.getvalue())
