from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest
from reading_tools import kinds, outline, pdf, read_bytes

from rhapsode.errors import SourceRefused, SourceUnreadable

pytest.importorskip("pypdfium2")
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
    from pdf_samples import Type, set_pages

    with pytest.raises(SourceRefused, match="password"):
        read_bytes("a.pdf", set_pages([[Type(60, 700, "x")]], encrypt="secret"))


def packed(content: bytes, pages: int = 1) -> bytes:
    """A PDF whose pages all show the same packed content."""
    kids = " ".join(f"{5 + n} 0 R" for n in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(content), content), *[page] * pages,
    ]  # fmt: skip
    out = b"%PDF-1.5\n"
    for number, body in enumerate(objects, 1):
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return out + b"trailer<</Root 1 0 R>>\n%%EOF"


def test_what_unpacks_to_more_than_memory_is_refused() -> None:
    packer = zlib.compressobj(9)
    content = b"".join(packer.compress(b"BT /F1 10 Tf (x) Tj ET\n" * 40_000) for _ in range(700)) + packer.flush()
    with pytest.raises(SourceRefused, match="memory"):
        read_bytes("a.pdf", packed(content))


def test_a_page_of_thousands_of_pieces_is_a_drawing() -> None:
    shown = b"".join(b"1 0 0 1 %d %d Tm (w%d) Tj " % (37 * n % 600, 53 * n % 780, n) for n in range(4000))
    found = kinds(read_bytes("a.pdf", packed(zlib.compress(b"BT /F1 10 Tf " + shown + b"ET"))))
    assert [kind for kind, _ in found] == ["drawing"]
    assert sum(word.startswith("w") for word in found[0][1].split()) > 3000


def test_a_program_that_is_ended_gives_what_it_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from rhapsode.reading.pdf_parts import typeset_pages

    run = ["The harbour", 60, 120, 700, 10, 0, True]
    told = [{"pages": 3}, {"page": 1, "width": 612, "height": 792, "runs": [run], "fonts": [["Times", 400]]}]
    lines = "".join(f"print({json.dumps(json.dumps(line))}, flush=True)\n" for line in told)
    for program, most in ((lines, 1), ("", 0)):
        path = tmp_path / "program.py"
        path.write_text(f"import os, sys\nsys.stdin.buffer.read()\n{program}os.kill(os.getpid(), 9)\n")
        monkeypatch.setattr(typeset_pages, "PROGRAM", path)
        if most:
            document = read_bytes("a.pdf", pdf([page(1, "x", 20)]))
            assert kinds(document) == [("paragraph", "The harbour")]
            assert "pages from 2 on were left out" in document.warnings[0]
        else:
            with pytest.raises(SourceRefused, match="time or memory"):
                read_bytes("a.pdf", pdf([page(1, "x", 20)]))
