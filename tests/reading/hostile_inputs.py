"""Inputs made to exhaust a reader in time or memory, each small to write down and large to read; by name."""

# ruff: noqa: E501  # an input is read in one piece

from __future__ import annotations

import tomllib
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from reading_tools import CONTAINER, epub, pdf, zipped

MB = 1_000_000
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORDS = "the ferry left at seven and the captain had finished his coffee "


def html(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def docx(body: str, **parts: str) -> bytes:
    return zipped(
        {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"}
        | {f"word/{name}.xml": text for name, text in parts.items()}
    )


def packed_pdf(content: str, pages: int = 1, forms: Sequence[str] = ()) -> bytes:
    """A PDF whose pages all have the same `content`; in it and in each of `forms`, `/X Do` draws the next of them."""
    bodies = [content, *forms]
    first = 3 + len(bodies)
    font = "/Font <</F <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> >>"
    kids = " ".join(f"{first + 1 + n} 0 R" for n in range(pages))
    objects = [b"<</Type/Catalog /Pages 2 0 R>>", f"<</Type/Pages /Kids [{kids}] /Count {pages}>>".encode()]
    for number, body in enumerate(bodies, 3):
        packed = zlib.compress(body.encode(), 9)
        following = f"/XObject <</X {number + 1} 0 R>>" if number < 2 + len(bodies) else ""
        kind = f"/Type/XObject/Subtype/Form /BBox [0 0 612 792] /Resources <<{font}{following}>>"
        head = f"<<{kind} /Filter/FlateDecode /Length {len(packed)}>>"
        objects.append(head.encode() + b"stream\n" + packed + b"\nendstream")
    objects.append(b"<<>>")
    inside = f"/Resources <<{font} {'/XObject <</X 4 0 R>>' if forms else ''}>>"
    objects += [f"<</Type/Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 3 0 R {inside}>>".encode()] * pages
    numbered = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, one) for n, one in enumerate(objects, 1))
    return b"%PDF-1.5\n" + numbered + b"trailer <</Root 1 0 R>>\n%%EOF"


def again(unit: str, size: int) -> bytes:
    return (unit * (size // len(unit.encode()))).encode()


def book_of(unit: str, size: int) -> bytes:
    return epub({"a.xhtml": unit * (size // len(unit))})


def repeated(kind: str, size: int) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each unit of a kind of file again and again, up to `size` bytes."""
    for name, unit in UNITS[kind].items():
        yield f"{name}.{kind}", partial(again, unit, size)


def books(size: int) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The pages' units again, each as the one page of a book."""
    for name, unit in UNITS["html"].items():
        yield f"{name}.epub", partial(book_of, unit, size)


UNITS = tomllib.loads((Path(__file__).parent / "hostile_units.toml").read_text("utf-8"))
"""By kind of file, name and unit."""

INPUTS: dict[str, Callable[[], bytes]] = {
    **dict(repeated("txt", 4 * MB)),
    **dict(repeated("md", MB)),
    **dict(repeated("html", 4 * MB)),
    **dict(books(2 * MB)),
    "twenty megabytes.txt": ((WORDS * 8 + "\n\n") * (20 * MB // (len(WORDS) * 8 + 2))).encode,
    "twenty megabytes in one line.txt": (WORDS * (20 * MB // len(WORDS))).encode,
    "eighty thousand numbered lines.txt": lambda: "".join(f"{n}. Foo bar {n}\n" for n in range(80_000)).encode(),
    "eighty thousand numbered headings.txt": lambda: "".join(f"{n}. Foo\n\n" for n in range(80_000)).encode(),
    "a number more at each.txt": lambda: "".join(f"{n}.{n}.{n} Foo Bar\n\nThe text.\n\n" for n in range(60_000)).encode(),
    "each line longer.txt": lambda: "\n".join("a " * n for n in range(2500)).encode(),
    "each indented more.txt": lambda: "\n".join(" " * n + "a" for n in range(4000)).encode(),
    "one bad byte.txt": lambda: (WORDS * 60_000).encode() + "é".encode() + b"\xe9",
    "all bad bytes.txt": lambda: b"a \xe9\n" * 200_000,
    "wide.txt": lambda: (WORDS * 40_000).encode("utf-16"),
    "deep quotes.md": lambda: b">" * 100_000 + b" a",
    "deeper quotes.md": lambda: b"".join(b">" * n + b" a\n\n" for n in range(1500)),
    "deep items.md": lambda: b"- " * 50_000 + b"a",
    "deeper items.md": lambda: b"".join(b"  " * n + b"- a\n" for n in range(1500)),
    "deep numbers.md": lambda: b"1. " * 30_000 + b"a",
    "deep emphasis.md": lambda: b"*a " * 30_000 + b"a* " * 30_000,
    "a thousand columns.md": ("|a" * 1000 + "|\n" + "|-" * 1000 + "|\n" + ("|b" * 1000 + "|\n") * 300).encode,
    "a hundred thousand columns.md": ("|a" * 100_000 + "|\n" + "|-" * 100_000 + "|\n" + ("|b" * 100_000 + "|\n") * 3).encode,
    "a row and many empty.md": ("|a" * 1000 + "|\n" + "|-" * 1000 + "|\n" + "|b|\n" * 20_000).encode,
    "a thousand columns.html": lambda: html("<table>" + ("<tr>" + "<td>a</td>" * 1000 + "</tr>") * 300 + "</table>"),
    "a thousand headed columns.html": lambda: html(
        "<table><tr>" + "<th>head of it</th>" * 1000 + "</tr>" + ("<tr>" + "<td>a</td>" * 1000 + "</tr>") * 300 + "</table>"
    ),
    "spans of columns.html": lambda: html("<table>" + ("<tr>" + "<th colspan=999999999>a</th>" * 100 + "</tr>") * 3000 + "</table>"),
    "two hundred thousand attributes.html": lambda: html("<p " + " ".join(f"a{n}=b" for n in range(200_000)) + ">a</p>"),
    "one attribute of five megabytes.html": lambda: html(f"<p class='{'share ' * 800_000}'>a</p><p>{WORDS * 20}</p>"),
    "a million breaks.html": lambda: html("a<br>" * MB),
    "nested tables.html": lambda: html("<table><tr><td>" * 20_000 + "a"),
    "nested links.html": lambda: html("<a href=x>" * 100_000 + "a"),
    "notes in a heading.html": lambda: html("<h2>" + "a<sup>[1]</sup>" * 100_000 + "</h2><p>a b"),
    "nested emphasis.html": lambda: html("<em><strong>" * 20_000 + "a"),
    "wide and deep.html": lambda: html(("<div>" * 150 + "<p>a, b" + "</div>" * 150) * 2000),
    "many metas.html": lambda: html(f"<p>{WORDS * 20}</p>", "<meta name=author content='A B'>" * 60_000),
    "great json.html": lambda: html(f"<p>{WORDS * 20}</p>", '<script type="application/ld+json">' + "[" * 500_000 + "</script>"),
    "many authors.html": lambda: html(
        f"<p>{WORDS}</p>" * 5000,
        '<script type="application/ld+json">{"@type":"Article","author":["' + '","'.join(f"A{n} B" for n in range(20_000)) + '"]}</script>',
    ),
    "many anchors.epub": lambda: epub(
        {"a.xhtml": "".join(f"<h2 id='a{n}'>T{n}</h2><p>x</p>" for n in range(5000))}, [(f"T{n}", f"a.xhtml#a{n}") for n in range(5000)]
    ),
    "entries to nowhere.epub": lambda: epub({"a.xhtml": "<p>x</p>"}, [(f"T{n}", f"a.xhtml#b{n}") for n in range(15_000)]),
    "many pages.epub": lambda: epub({f"p{n}.xhtml": "<p>x</p>" for n in range(6000)}),
    "bomb.epub": lambda: zipped({"META-INF/container.xml": CONTAINER, "OPS/book.opf": " " * 40 * MB}),
    "entities.epub": lambda: zipped({"META-INF/container.xml": "<!DOCTYPE c [<!ENTITY a 'x'>" + f"<!ENTITY b '{'&a;' * 99}'>]><c>&b;</c>"}),
    "paragraphs.docx": lambda: docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 80_000),
    "runs.docx": lambda: docx("<w:p>" + "<w:r><w:t>a </w:t></w:r>" * 150_000 + "</w:p>"),
    "deep tables.docx": lambda: docx("<w:tbl><w:tr><w:tc>" * 3000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3000),
    "bomb.docx": lambda: docx(" " * 40 * MB),
    "sections.rst": lambda: "".join(f"T{n}\n=====\n\na\n\n" for n in range(5000)).encode(),
    "indented.rst": lambda: b"".join(b" " * n + b"a\n\n" for n in range(59)) * 200,
    "inline.rst": lambda: b"*a ``b `c " * 20_000,
    "lines.rst": lambda: b"| a\n" * 20_000,
    "table.rst": lambda: (b"=== ===\n" + b"a   b\n" * 20_000 + b"=== ===\n"),
    "pages.pdf": lambda: pdf([[(12, 700, "a b c")]] * 1500),
    "one page of six million words.pdf": lambda: packed_pdf("BT /F 12 Tf 72 700 Td " + "(a) Tj " * 6 * MB + "ET"),
    "pages of the same words.pdf": lambda: packed_pdf("BT /F 12 Tf 72 700 Td " + "(ab) Tj 0 -1 Td " * 4000 + "ET", 2000),
    "pages of the same moves.pdf": lambda: packed_pdf("q 1 0 0 1 0 0 cm Q " * 200_000 + "BT /F 12 Tf 72 700 Td (a) Tj ET", 1000),
    "drawings in drawings.pdf": lambda: packed_pdf("/X Do", 1, ["/X Do " * 10] * 8 + ["BT /F 12 Tf 72 700 Td (ha) Tj ET"]),
    "lines.pdf": lambda: pdf([[(12, 780 - n % 700, "a b c") for n in range(20_000)]]),
}  # fmt: skip
"""File name to what is in it."""
