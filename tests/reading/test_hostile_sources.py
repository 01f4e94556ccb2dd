"""Sources made to harm: each ends in one clear line or an honest partial; none reads or opens anything else."""

from __future__ import annotations

import io
import socket
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_tools import CONTAINER, PAGE, epub, kinds, read_bytes, zipped

from rhapsode.errors import SourceError, SourceRefused, SourceUnreadable
from rhapsode.reading import archive


@pytest.fixture(autouse=True)
def nothing_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a reader tried the network")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def refused(name: str, data: bytes, match: str = "") -> None:
    with pytest.raises(SourceRefused, match=match) as caught:
        read_bytes(name, data)
    assert "\n" not in str(caught.value)


def ends_well(name: str, data: bytes) -> None:
    """In a sound document or in one line, whichever."""
    said, document = "", None
    try:
        document = read_bytes(name, data)
    except SourceError as fault:
        said = str(fault)
    assert "\n" not in said
    if document is not None:
        assert document.title
        assert document.blocks
        assert [b.id for b in document.blocks] == [f"b{n}" for n in range(1, len(document.blocks) + 1)]


@pytest.mark.parametrize("suffix", ["epub", "docx"])
def test_zip_bombs(suffix: str) -> None:
    refused(f"a.{suffix}", zipped({"mimetype": "x", "word/document.xml": b" " * 30_000_000}), "packed")


def test_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 50)
    refused("a.epub", zipped({f"m{n}": "" for n in range(60)}), "60 members")


def test_a_great_total(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_TOTAL", 1000)
    refused("a.epub", zipped({"a": "xy" * 600}), "unpack")


def test_a_great_member(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBER", 1000)
    refused("a.epub", epub({"a.xhtml": f"<p>{'word ' * 400}</p>"}), "larger")


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "a/../../x", "C:/x", "\\\\host\\x", "a\\..\\..\\x"])
def test_names_that_lead_outside(name: str) -> None:
    info = zipfile.ZipInfo("placeholder")
    info.filename = name
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as made:
        made.writestr(info, "x")
    refused("a.epub", box.getvalue(), "outside")


def test_links_in_archives() -> None:
    info = zipfile.ZipInfo("link")
    info.external_attr = 0o120777 << 16
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as made:
        made.writestr(info, "/etc/passwd")
    refused("a.epub", box.getvalue(), "link")


@pytest.mark.parametrize("size", [12, 400])
def test_declared_sizes_that_lie(size: int) -> None:
    data = epub({"a.xhtml": "<p>some text</p>"})
    at = data.rindex(b"PK\x01\x02") + 24
    ends_well("a.epub", data[:at] + size.to_bytes(4, "little") + data[at + 4 :])


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY a "ha"><!ENTITY x "&a;&a;&a;">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1:9/">',
    ],
)
def test_entities(declared: str) -> None:
    page = f"<!DOCTYPE html [{declared}]>{PAGE.format('<p>&x;</p>')}"
    with zipfile.ZipFile(io.BytesIO(epub({"a.xhtml": ""}))) as book:
        members = {name: book.read(name) for name in book.namelist()}
    refused("a.epub", zipped(members | {"OPS/a.xhtml": page}), "entities")
    refused("a.epub", zipped({"META-INF/container.xml": f"<!DOCTYPE c [{declared}]>{CONTAINER}"}), "entities")


def test_pages_outside_the_book_are_not_read(tmp_path: Path) -> None:
    package = (
        '<package><manifest><item id="a" href="../../../../../../../../etc/passwd" media-type="application/xhtml+xml"/>'
        '<item id="b" href="file:///etc/passwd" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    with pytest.raises(SourceUnreadable, match="reading order"):
        read_bytes("a.epub", zipped({"META-INF/container.xml": CONTAINER, "OPS/book.opf": package}))


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "blockquote", "ul><li"])
def test_deep_nesting_loses_no_text_and_is_said(tag: str) -> None:
    inner = f"<{tag}>" * 5000 + "the deepest words" + "<p>after them</p>"
    document = read_bytes("a.html", f"<html><body><p>before</p>{inner}</body></html>")
    text = " ".join(text for _, text in kinds(document))
    assert "the deepest words" in text
    assert any("deep" in warning for warning in document.warnings)


def test_deep_books_too() -> None:
    document = read_bytes("a.epub", epub({"a.xhtml": "<div>" * 3000 + "deep" + "</div>" * 3000}))
    assert "deep" in [text for _, text in kinds(document)]


def test_more_tags_than_can_be_read_in_time() -> None:
    refused("a.html", b"<p>a" * 1_000_001, "1,000,000 tags")
    pages = {f"p{n}.xhtml": "<br/>" * 150_000 for n in range(7)}
    refused("a.epub", epub(pages), "1,000,000 tags")


def test_more_attributes_than_a_parser_should_compare() -> None:
    many = " ".join(f"a{n}='b'" for n in range(1_001))
    refused("a.html", f"<p {many}>a</p>".encode(), "1,000 attributes")
    quoted = f"<p data-x='{many.replace(chr(39), chr(34))}'>a</p><script>'<a ' {many}</script>"
    assert kinds(read_bytes("a.html", quoted)) == [("paragraph", "a")]


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_one_great_node(name: str) -> None:
    text = "word " * 300_000
    document = read_bytes(name, f"<p>{text}</p>" if name.endswith("html") else text)
    assert sum(len(text.split()) for _, text in kinds(document)) == 300_000


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.rst"])
def test_endless_short_lines(name: str) -> None:
    refused(name, b"a\n" * 300_000, "lines")


def test_deep_indentation() -> None:
    refused("a.rst", b"".join(b" " * n + b"x\n\n" for n in range(300)), "nested")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.md", b"[" * 20_000), ("a.md", b"*a **a " * 9_000), ("a.md", b"[a](b" * 9_000), ("a.md", b"<a " * 9_000),
        ("a.md", b"".join(b"`" * n + b"x" for n in range(400))), ("a.txt", b"1," * 30_000), ("a.txt", b"x" + b" " * 500_000 + b"y"),  # noqa: E501
        ("a.txt", b"_a" * 200_000), ("a.txt", (b". " * 30_000 + b"\n") * 3), ("a.txt", b"CONTENTS\n\n" + b"One ..... 5\n" * 20_000),  # noqa: E501
        ("a.txt", b"# a\n\n" * 20_000), ("a.txt", b"".join(b"%d. Foo\n\n" % n for n in range(20_000))), ("a.txt", b"=====\n" * 50_000),  # noqa: E501
        ("a.txt", b"CHAPTER I " * 50_000), ("a.txt", b"by " * 90_000), ("a.html", b"<!--" * 90_000), ("a.html", b"<" * 300_000),  # noqa: E501
        ("a.html", b"<table><tr><th colspan=999999999>x</th></tr></table>"), ("a.html", b"<p>" + b"&amp" * 90_000),
        ("a.md", b"---\n" * 30_000), ("a.md", b"---\n" + b"a: b\n" * 20_000),
    ],
)  # fmt: skip
def test_texts_made_to_be_slow_are_read_or_refused(name: str, data: bytes) -> None:
    ends_well(name, data)


MAKERS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("a.txt", lambda data: data),
    ("a.md", lambda data: data),
    ("a.html", lambda data: b"<html><body>" + data),
    ("a.rst", lambda data: data),
    ("a.pdf", lambda data: b"%PDF-1.4\n" + data),
    ("a.epub", lambda data: b"PK\x03\x04" + data),
    ("a.epub", lambda data: zipped({"META-INF/container.xml": CONTAINER, "OPS/book.opf": data})),
    ("a.docx", lambda data: zipped({"word/document.xml": data})),
]


@settings(max_examples=150)
@given(st.sampled_from(MAKERS), st.binary(max_size=400))
def test_any_bytes_end_in_a_document_or_one_line(maker: tuple[str, Callable[[bytes], bytes]], data: bytes) -> None:
    name, make = maker
    ends_well(name, make(data))


def test_a_reader_that_fails_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    from rhapsode.reading.text import TextReader

    for fault, kind in (
        (RecursionError(), SourceRefused),
        (MemoryError(), SourceRefused),
        (KeyError("x"), SourceUnreadable),
    ):

        def fail(*_: Any, fault: BaseException = fault) -> None:
            raise fault

        monkeypatch.setattr(TextReader, "read", fail)
        with pytest.raises(kind):
            read_bytes("a.txt", b"text")


@pytest.mark.skipif(sys.platform == "win32", reason="no resource limits there")
def test_memory_stays_flat_on_a_large_text() -> None:
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    read_bytes("a.txt", ("A line of a large text that goes on and on, as they do.\n" * 14 + "\n") * 2000)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000
