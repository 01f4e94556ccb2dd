"""What the reading room's tests share: sources from bytes, and small files of each kind made on the spot."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from rhapsode.model import Block, Document, Source
from rhapsode.reading.reader_choice import read_source

CORPUS = Path(os.environ.get("RHAPSODE_CORPUS", Path(__file__).parents[2].parent / "shared" / "corpus"))
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the corpus is not at {CORPUS}")

CONTAINER = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
PAGE = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>{}</body></html>'


def read_bytes(name: str, data: bytes | str, reader: str = "", **source: str) -> Document:
    """The document that `data` in a file called `name` is."""
    encoded = data.encode() if isinstance(data, str) else data
    return read_source(Source(name, name, encoded, **source), reader)  # type: ignore[arg-type]


def outline(document: Document) -> list[tuple[int, str]]:
    """Level and text of every heading."""
    return [(block.level, block.text) for block in document.blocks if block.kind == "heading"]


def kinds(document: Document) -> list[tuple[str, str]]:
    """Kind and text of every block."""
    return [(block.kind, block.text) for block in document.blocks]


def marked(block: Block) -> list[tuple[str, str, str]]:
    """Kind, marked text and value of every mark."""
    return [(mark.kind, block.text[mark.start : mark.end], mark.value) for mark in block.marks]


def all_words(document: Document) -> list[str]:
    """Every word of every block, in order."""
    return [word for block in document.blocks for word in block.text.split()]


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return box.getvalue()


def epub(
    pages: Mapping[str, str],
    toc: Sequence[tuple[str, str]] = (),
    *,
    nav: str = "",
    metadata: str = "<dc:title>A Book</dc:title><dc:language>en</dc:language>",
    extra: Mapping[str, str | bytes] | None = None,
    manifest: str = "",
    spine: Sequence[str] = (),
) -> bytes:
    """A book: `pages` are bodies by file name in spine order (`name*` is not linear), `toc` titles and addresses."""
    items = "".join(
        f'<item id="i{n}" href="{p.rstrip("*")}" media-type="application/xhtml+xml"/>' for n, p in enumerate(pages)
    )
    order = "".join(
        f'<itemref idref="i{n}"{" linear=" + chr(34) + "no" + chr(34) if p.endswith("*") else ""}/>'
        for n, p in enumerate(pages)
    )
    lines = "".join(
        f'<li><a href="{href}">{title}</a></li>' if href else f"<li><span>{title}</span></li>" for title, href in toc
    )
    nav = nav or (f'<nav epub:type="toc"><ol>{lines}</ol></nav>' if toc else "")
    if nav:
        items += '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata>'
        f"<manifest>{items}{manifest}</manifest><spine>{order}</spine></package>"
    )
    members: dict[str, str | bytes] = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}
    members["OPS/book.opf"] = package
    members |= {f"OPS/{name.rstrip('*')}": PAGE.format(body) for name, body in pages.items()}
    if nav:
        members["OPS/nav.xhtml"] = PAGE.format(nav)
    return zipped(members | dict(extra or {}))


def pdf(pages: Sequence[Sequence[tuple[float, float, str]]], *, info: str = "") -> bytes:
    """A PDF: each page a list of (size, y, text), set from x = 72."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for n, page in enumerate(pages):
        content = "".join(
            f"BT /F1 {size} Tf 72 {y} Td ({text.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj ET\n"
            for size, y, text in page
        ).encode("latin-1")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    objects.append(f"<< {info} >>".encode())
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{start}\n%%EOF"
    return out + trailer.encode()
